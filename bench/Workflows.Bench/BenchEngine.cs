using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Engine;
using Workflows.Engine.Hosting;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Bench;

/// <summary>An engine that runs the measured workflows, on SQLite, on PostgreSQL or in memory.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    public static readonly Actor Manager = new("manager", ["managers"], TenantId.Default);

    private static readonly JsonElement s_data = JsonSerializer.SerializeToElement(new { count = 0, customer = "ACME", amount = 1250.5m, note = new string('x', 120) });

    private readonly ServiceProvider _services;

    private BenchEngine(ServiceProvider services, TestFolder? folder)
    {
        _services = services;
        Folder = folder;
        Engine = services.GetRequiredService<IWorkflowEngine>();
        Queries = services.GetRequiredService<IWorkflowQueries>();
        Store = services.GetRequiredService<IInstanceStore>();
    }

    public IWorkflowEngine Engine { get; }

    public IWorkflowQueries Queries { get; }

    public IInstanceStore Store { get; }

    public TestFolder? Folder { get; }

    public static Task<BenchEngine> OnSqliteAsync()
    {
        var folder = new TestFolder();
        return StartAsync(folder.Database, folder);
    }

    public static async Task<BenchEngine> OnPostgresAsync()
    {
        var database = await BenchPostgres.NewDatabaseAsync();
        return await StartAsync(workflows => workflows.UsePostgres(database), null);
    }

    public static Task<BenchEngine> InMemoryAsync() => StartAsync(workflows => workflows.UseInMemory(), null);

    public static Task<BenchEngine> StartAsync(string database, TestFolder? folder) => StartAsync(workflows => workflows.UseSqlite(database), folder);

    private static async Task<BenchEngine> StartAsync(Func<WorkflowsBuilder, WorkflowsBuilder> store, TestFolder? folder)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory, NullLoggerFactory>();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddWorkflows(workflows => store(workflows))
            .AddStep<Increment>().AddStep<Nothing>()
            .AddDefinition(Definitions.FiveSteps).AddDefinition(Definitions.FiveStepsPerRun).AddDefinition(Definitions.Wait).AddDefinition(Definitions.FanOut);
        var engine = new BenchEngine(services.BuildServiceProvider(), folder);
        foreach (var hosted in engine._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return engine;
    }

    public Task<InstanceSnapshot> StartAsync(string definition) => Engine.StartAsync(new StartRequest(definition, s_data, Manager));

    /// <summary>Starts an instance that must come to its end.</summary>
    public async Task RunToEndAsync(string definition)
    {
        var ended = await StartAsync(definition);
        if (ended.Status is not InstanceStatus.Completed)
        {
            throw new InvalidOperationException($"{definition} is {ended.Status}, and should be completed.");
        }
    }

    /// <summary>Starts an instance, completes its task, and comes to its end: a round trip.</summary>
    public async Task RoundTripAsync() => await DecideAsync(await StartAsync(Definitions.Wait.Key));

    public async Task DecideAsync(InstanceSnapshot waiting)
    {
        var ended = await Engine.CompleteTaskAsync(waiting.OpenTasks[0].Id, new { approved = true }, Manager);
        if (ended.Status is not InstanceStatus.Completed)
        {
            throw new InvalidOperationException($"The instance is {ended.Status}, and should be completed.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        Folder?.Dispose();
    }
}
