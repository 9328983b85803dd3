using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine;
using Workflows.Engine.Hosting;
using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.Engine.Steps.Outbound;
using Workflows.Engine.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the workflow engine to a host.</summary>
public static class WorkflowsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the embedded engine. <paramref name="configure"/> says where instances live, for example <c>workflows => workflows.UseSqlite("workflows.db")</c>.
    /// When the host starts, the store is made ready, then the definitions are published, then interrupted instances are taken up.
    /// </summary>
    public static WorkflowsBuilder AddWorkflows(this IServiceCollection services, Action<WorkflowsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var steps = new StepRegistry();
        var definitions = new StartupDefinitions();
        var builder = new WorkflowsBuilder(services, steps, definitions);
        services.AddOptions<EngineOptions>().ValidateOnStart();
        services.AddOptions<OutboundOptions>();
        services.AddOptions<SecretOptions>();
        services.TryAddSingleton<OutboundHttp>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(steps);
        services.AddSingleton(definitions);
        services.AddSingleton<EngineMetrics>();
        services.AddSingleton<EngineTracing>();
        services.AddSingleton<StoreFiguresCache>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<TimerSignal>();
        services.AddSingleton<NodeIdentity>();
        services.AddSingleton<NodeWatch>();
        services.AddSingleton<CallbackAddresses>();
        services.AddSingleton<StepExecutor>();
        services.AddSingleton<DefinitionCache>();
        services.AddSingleton<DefinitionCatalog>();
        services.AddSingleton<DefinitionDesk>();
        services.AddSingleton<InstanceRunner>();
        services.AddSingleton<IWorkflowEngine, EmbeddedWorkflowEngine>();
        services.AddSingleton<ScheduleDesk>();
        services.AddSingleton<ScheduleRunner>();
        services.AddSingleton(provider => new WorkflowSchedules(
            provider.GetRequiredService<ScheduleDesk>(), provider.GetRequiredService<ScheduleRunner>(), provider.GetRequiredService<IScheduleStore>(),
            provider.GetRequiredService<IInstanceStore>(), provider.GetRequiredService<DefinitionCatalog>(), provider.GetRequiredService<TimeProvider>()));

        services.AddSingleton<EventSubscribers>();
        services.AddSingleton<EventTeller>();
        services.TryAddSingleton(provider => new WebhookSender(
            provider.GetRequiredService<OutboundHttp>().Invoker, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WorkflowWebhooks(
            provider.GetRequiredService<IEventStore>(), provider.GetRequiredService<EventSubscribers>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WorkflowCallbacks(
            provider.GetRequiredService<InstanceRunner>(), provider.GetRequiredService<IInstanceStore>(), provider.GetRequiredService<DefinitionCatalog>(),
            provider.GetRequiredService<CallbackAddresses>(), provider.GetRequiredService<IOptions<SecretOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WorkflowCallbacks>>()));
        services.AddSingleton<IncidentRetrier>();
        services.AddSingleton(provider => new WorkflowIncidents(provider.GetRequiredService<IIncidentStore>(), provider.GetRequiredService<IncidentRetrier>()));
        services.AddSingleton<AttentionSweeper>();
        services.AddSingleton<AttentionWorker>();
        services.AddSingleton(provider => new WorkflowAttention(
            provider.GetRequiredService<AttentionWorker>(), provider.GetRequiredService<NodeWatch>(), provider.GetRequiredService<InstanceRunner>(),
            provider.GetRequiredService<IInstanceStore>(), provider.GetRequiredService<IAttentionStore>(), provider.GetRequiredService<IAuditStore>(),
            provider.GetRequiredService<IOptions<EngineOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddOptions<RetentionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>());
        services.AddSingleton<RetentionRunner>();
        services.AddSingleton<RetentionWorker>();
        services.AddSingleton(provider => new WorkflowRetention(
            provider.GetRequiredService<RetentionRunner>(), provider.GetRequiredService<RetentionWorker>(), provider.GetRequiredService<IRetentionStore>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WorkflowAudit(provider.GetRequiredService<IAuditStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WorkflowFigures(provider.GetRequiredService<StoreFiguresCache>(), provider.GetRequiredService<EngineMetrics>()));
        services.AddSingleton(provider => new WorkflowHealth(
            provider.GetRequiredService<IStoreDiagnostics>(), provider.GetRequiredService<StoreFiguresCache>(), provider.GetRequiredService<EngineMetrics>(),
            provider.GetRequiredService<TimeProvider>()));

        // Hosted services start in this order: the store's own come first, from its Use method.
        configure(builder);
        services.AddHostedService(provider => provider.GetRequiredService<CallbackAddresses>());
        services.AddHostedService(provider => provider.GetRequiredService<EventSubscribers>());
        services.AddHostedService<DefinitionPublisher>();
        services.AddHostedService<RecoveryWorker>();
        services.AddHostedService<TimerWorker>();
        services.AddHostedService<ScheduleWorker>();
        services.AddHostedService<EventWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<RetentionWorker>());
        services.AddHostedService(provider => provider.GetRequiredService<AttentionWorker>());
        services.AddHostedService<StoreFiguresWorker>();
        return builder;
    }
}
