using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit;
using Workflows.TestKit.Fakes;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Home;
using Workflows.Web.Features.Inbox;
using Workflows.Web.Features.Requests;
using Workflows.Web.Features.Start;
using Workflows.Web.Features.Tasks;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Features;

/// <summary>The real engine on the in-memory store behind the real gate, with some people and an approval to work on.</summary>
internal sealed class WorkBench : IAsyncDisposable
{
    public static readonly Person Rita = Someone("rita", "Rita Rossi", "employees");
    public static readonly Person Max = Someone("max", "Max Meier", "managers");
    public static readonly Person Mona = Someone("mona", "Mona Moreau", "managers");
    public static readonly Person Fiona = Someone("fiona", "Fiona Farkas", "finance");

    /// <summary>A manager approves, sends back to the requester, or rejects; then finance approves.</summary>
    public static readonly WorkflowDefinition Expense = WorkflowDefinition.Create("expense", "1.0.0", d => d
        .Named("Expense approval")
        .Describe("Money you have spent.")
        .Category("Finance")
        .InstanceTitle("{data.purpose}")
        .StartForm("""
            {
              "type": "object", "required": ["amount", "purpose"],
              "properties": { "amount": { "type": "number", "title": "Amount", "minimum": 1 }, "purpose": { "type": "string", "title": "Purpose" } }
            }
            """)
        .Human("approve", "Manager approval", """{ "type": "object", "properties": { "note": { "type": "string", "title": "Note", "maxLength": 20 } } }""", step => step
            .AssignToGroup("managers")
            .Due(TimeSpan.FromDays(1))
            .Summary("{data.amount} for {data.purpose}")
            .Outcome("approve", "Approve", OutcomeStyle.Primary)
            .Outcome("change", "Request changes", requiresComment: true)
            .Outcome("reject", "Reject", OutcomeStyle.Danger, requiresComment: true))
        .Human("revise", "Revise", """{ "type": "object", "properties": { "amount": { "type": "number", "title": "Amount" } } }""", step => step
            .AssignTo("rita")
            .SaveAs(""))
        .Human("pay", "Finance approval", null, step => step.AssignToGroup("finance"))
        .End("done", "Paid")
        .End("rejected", "Rejected")
        .Edge("approve", "pay", outcome: "approve")
        .Edge("approve", "revise", outcome: "change")
        .Edge("approve", "rejected", outcome: "reject")
        .Path("revise", "approve")
        .Path("pay", "done"));

    /// <summary>Something else to start.</summary>
    public static readonly WorkflowDefinition Leave = WorkflowDefinition.Create("leave", "1.0.0", d => d
        .Named("Leave")
        .Describe("Days off.")
        .Human("approve", "Approve leave", null, step => step.AssignToGroup("managers")));

    private readonly EngineHost _host;

    private WorkBench(EngineHost host)
    {
        _host = host;
        (var engine, BrokenEngine) = Faulty<IWorkflowEngine>.Before(host.Engine);
        (var queries, BrokenQueries) = Faulty<IWorkflowQueries>.Before(host.Queries);
        Gate = new GuardedEngine(engine, queries);
        Names = new PersonNames(
            _ => Task.FromResult<IReadOnlyDictionary<string, string>>(new[] { Rita, Max, Mona, Fiona }.ToDictionary(person => person.Id, person => person.Name)), host.Time);
    }

    public FakeTimeProvider Time => _host.Time;

    public IServiceProvider Services => _host.Services;

    public GuardedEngine Gate { get; }

    public PersonNames Names { get; }

    /// <summary>Makes the engine's acts fail.</summary>
    public Faulty<IWorkflowEngine> BrokenEngine { get; }

    /// <summary>Makes reading fail.</summary>
    public Faulty<IWorkflowQueries> BrokenQueries { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<WorkBench> OpenAsync()
    {
        var host = await EngineHost.StartAsync(workflows => workflows.UseInMemory().AddDefinition(Expense).AddDefinition(Leave));
        var bench = new WorkBench(host);
        await bench.Names.RefreshAsync(Token);
        return bench;
    }

    /// <summary>Starts an expense and returns its open task. A minute passes before, so that ages differ.</summary>
    public async Task<HumanTaskId> StartExpenseAsync(string purpose = "Train", decimal amount = 500, Person? by = null)
    {
        Time.Advance(TimeSpan.FromMinutes(1));
        var request = new StartRequest("expense", JsonSerializer.SerializeToElement(new { amount, purpose }), (by ?? Rita).ToActor());
        return (await _host.Engine.StartAsync(request, Token)).OpenTasks.Single().Id;
    }

    /// <summary>Decides a task as somebody else would, past whatever the test has before it.</summary>
    public Task<InstanceSnapshot> DecideAsync(HumanTaskId task, Person by, string? outcome = null, string? comment = null, object? answers = null)
    {
        var request = new CompleteTaskRequest(task, JsonSerializer.SerializeToElement(answers ?? new { }), by.ToActor()) { Outcome = outcome, Comment = comment };
        return _host.Engine.CompleteTaskAsync(request, Token);
    }

    /// <summary>Takes a task as somebody else would.</summary>
    public Task<InstanceSnapshot> ClaimAsync(HumanTaskId task, Person by)
    {
        return _host.Engine.ClaimTaskAsync(task, by.ToActor(), Token);
    }

    /// <summary>Gives a task back as somebody else would.</summary>
    public Task<InstanceSnapshot> ReleaseAsync(HumanTaskId task, Person by)
    {
        return _host.Engine.ReleaseTaskAsync(task, by.ToActor(), Token);
    }

    /// <summary>The instance a task belongs to.</summary>
    public async Task<InstanceSnapshot> InstanceOfAsync(HumanTaskId task)
    {
        var id = (await _host.Queries.FindTaskAsync(TenantId.Default, task, Token))!.Instance;
        return (await _host.Queries.FindInstanceAsync(TenantId.Default, id, Token))!;
    }

    /// <summary>Everything a person started.</summary>
    public async Task<IReadOnlyList<InstanceSummary>> StartedByAsync(Person person)
    {
        return (await _host.Queries.ListInstancesAsync(TenantId.Default, new InstanceFilter { StartedBy = person.Id }, new PageRequest(100), Token)).Items;
    }

    /// <summary>How many decisions an instance's history has.</summary>
    public async Task<int> DecisionsAsync(InstanceId instance)
    {
        return (await _host.HistoryAsync(instance)).OfType<HumanTaskCompleted>().Count();
    }

    public HomeState Home() => new(Gate, NullLogger<HomeState>.Instance);

    public InboxState Inbox() => new(Gate, NullLogger<InboxState>.Instance);

    public TaskState Panel() => new(Gate, Names, new Viewer(), NullLogger<TaskState>.Instance);

    public CatalogState Catalog() => new(Gate, NullLogger<CatalogState>.Instance);

    public StartFormState StartForm() => new(Gate, Names, NullLogger<StartFormState>.Instance);

    public RequestsState Requests() => new(Gate, NullLogger<RequestsState>.Instance);

    public ValueTask DisposeAsync()
    {
        return _host.DisposeAsync();
    }

    private static Person Someone(string id, string name, string group)
    {
        return new Person(id, name, [group], [Roles.User], Person.DefaultTenant);
    }
}
