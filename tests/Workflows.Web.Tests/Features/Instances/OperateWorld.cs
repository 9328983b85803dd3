using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.TestKit;
using Workflows.TestKit.Fakes;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Tests.Features.Instances;

/// <summary>A running engine in memory with the sample approval, and the people who look at it: what the operate pages stand on.</summary>
internal sealed class OperateWorld : IAsyncDisposable
{
    public static readonly Person Rita = new("rita", "Rita", ["employees"], [Roles.User], Person.DefaultTenant);
    public static readonly Person Max = new("max", "Max", ["managers"], [Roles.User], Person.DefaultTenant);
    public static readonly Person Uma = new("uma", "Uma", [], [Roles.User], Person.DefaultTenant);
    public static readonly Person Olga = new("olga", "Olga", [], [Roles.Operator, Roles.User], Person.DefaultTenant);
    public static readonly Person Ada = new("ada", "Ada", [], [Roles.Admin, Roles.User], Person.DefaultTenant);
    public static readonly Person Aram = new("aram", "Aram", [], [Roles.Author, Roles.User], Person.DefaultTenant);

    private OperateWorld(EngineHost host) => Host = host;

    public EngineHost Host { get; }

    public GuardedEngine Engine => new(Host.Engine, Host.Queries);

    public GuardedAttention Attention => new(Host.Services.GetRequiredService<WorkflowAttention>());

    public GuardedCallbacks Callbacks => new(Host.Services.GetRequiredService<WorkflowCallbacks>(), Engine);

    public GuardedSchedules Schedules => new(Host.Services.GetRequiredService<WorkflowSchedules>());

    public GuardedWebhooks Webhooks => new(Host.Services.GetRequiredService<WorkflowWebhooks>());

    public GuardedIncidents Incidents => new(Host.Services.GetRequiredService<WorkflowIncidents>());

    public GuardedRetention Retention => new(Host.Services.GetRequiredService<WorkflowRetention>());

    public GuardedAudit Audit => new(Host.Services.GetRequiredService<WorkflowAudit>());

    /// <summary>The other side of every webhook.</summary>
    public EventLog Outside => Host.Services.GetRequiredService<EventLog>();

    public StepSwitch Pay => Host.Services.GetRequiredService<StepSwitch>();

    public static async Task<OperateWorld> CreateAsync(params Workflows.Engine.Definitions.WorkflowDefinition[] more)
    {
        var host = await EngineHost.StartAsync(
            workflows =>
            {
                workflows.UseInMemory().AddStep<Works>("SubmitRequest").AddStep<WorksUnlessBroken>("Pay").AddDefinition(Sample.Approval());
                foreach (var definition in more)
                {
                    workflows.AddDefinition(definition);
                }
            },
            services: services =>
            {
                services.AddSingleton<StepSwitch>();
                services.Configure<RetentionOptions>(retention =>
                {
                    retention.Enabled = false;
                    retention.Rules.Add(new RetentionRuleOptions { Status = "completed", KeepFor = "P90D" });
                    retention.Rules.Add(new RetentionRuleOptions { Definition = "approval", Status = "failed", KeepFor = "forever" });
                });
                new EventLog().AddTo(services);
            });
        return new OperateWorld(host);
    }

    public Task<InstanceSnapshot> StartAsync(object? data = null, string? title = null, string? reference = null, Person? by = null, string definition = "approval") =>
        Host.Engine.StartAsync(new StartRequest(definition, Json(data ?? new { amount = 500 }), (by ?? Rita).ToActor()) { Title = title, Reference = reference });

    public Task<InstanceSnapshot> DecideAsync(InstanceSnapshot instance, string? outcome = "approve", string? comment = null) =>
        Host.Engine.CompleteTaskAsync(new CompleteTaskRequest(instance.OpenTasks[0].Id, Json(new { }), Max.ToActor()) { Outcome = outcome, Comment = comment });

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public static NullLogger<T> Log<T>() => NullLogger<T>.Instance;

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);

    /// <summary>Whether the step Pay fails.</summary>
    internal sealed class StepSwitch
    {
        public volatile bool IsBroken;
    }

    private sealed class Works : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class WorksUnlessBroken(StepSwitch isBroken) : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
            isBroken.IsBroken ? throw new InvalidOperationException("The bank did not answer.") : ValueTask.CompletedTask;
    }
}
