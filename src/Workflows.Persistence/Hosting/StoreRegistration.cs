using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;
using Workflows.Persistence.Queries;
using Workflows.Persistence.Stores;

namespace Workflows.Persistence.Hosting;

/// <summary>The stores, which are the same on every database.</summary>
internal static class StoreRegistration
{
    /// <summary>Keeps everything in a database that is registered by its own type.</summary>
    public static void AddStores<TDatabase, TContext>(this IServiceCollection services)
        where TDatabase : WorkflowDatabase
        where TContext : WorkflowDbContext
    {
        services.TryAddSingleton<WorkflowDatabase>(provider => provider.GetRequiredService<TDatabase>());
        services.TryAddSingleton<Func<WorkflowDbContext>>(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext);
        services.TryAddSingleton<InstanceStore>();
        services.TryAddSingleton<IInstanceStore>(provider => provider.GetRequiredService<InstanceStore>());
        services.TryAddSingleton<IDefinitionStore, DefinitionStore>();
        services.TryAddSingleton<INodeStore, NodeStore>();
        services.TryAddSingleton<IAttentionStore, AttentionStore>();
        services.TryAddSingleton<IKeyStore, KeyStore>();
        services.TryAddSingleton<IScheduleStore, ScheduleStore>();
        services.TryAddSingleton<IAuditStore, AuditStore>();
        services.TryAddSingleton<IEventStore, EventStore>();
        services.TryAddSingleton<IRetentionStore, RetentionStore>();
        services.TryAddSingleton<IIncidentStore, IncidentStore>();
        services.TryAddSingleton<IStoreDiagnostics, StoreDiagnostics>();
        services.TryAddSingleton<IWorkflowQueries, EfWorkflowQueries>();
        services.AddHostedService<DatabaseLifetime>();
    }
}
