using Microsoft.Extensions.DependencyInjection.Extensions;
using Workflows.Engine.Hosting;
using Workflows.Engine.Storage;
using Workflows.Engine.Storage.InMemory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps instances in memory.</summary>
public static class InMemoryServiceCollectionExtensions
{
    /// <summary>Keeps everything in this process: for tests and trials. It is gone when the process ends.</summary>
    public static WorkflowsBuilder UseInMemory(this WorkflowsBuilder workflows)
    {
        ArgumentNullException.ThrowIfNull(workflows);
        workflows.Services.TryAddSingleton<InMemoryStore>();
        workflows.Services.TryAddSingleton<IInstanceStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IKeyStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IAttentionStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<INodeStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IDefinitionStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IScheduleStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IAuditStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IEventStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IRetentionStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IIncidentStore>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IStoreDiagnostics>(services => services.GetRequiredService<InMemoryStore>());
        workflows.Services.TryAddSingleton<IWorkflowQueries>(services => services.GetRequiredService<InMemoryStore>());
        return workflows;
    }
}
