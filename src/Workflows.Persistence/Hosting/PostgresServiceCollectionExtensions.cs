using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Workflows.Engine.Hosting;
using Workflows.Persistence.Hosting;
using Workflows.Persistence.Postgres;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps instances in a PostgreSQL database.</summary>
public static class PostgresServiceCollectionExtensions
{
    /// <summary>Keeps everything in a PostgreSQL database, version 13 or later.</summary>
    /// <param name="workflows">The engine.</param>
    /// <param name="connectionString">The database, which must exist; its tables are made in the schema <c>workflows</c>.</param>
    public static WorkflowsBuilder UsePostgres(this WorkflowsBuilder workflows, string connectionString) =>
        workflows.UsePostgres(options => options.ConnectionString = connectionString);

    /// <summary>Keeps everything in a PostgreSQL database, version 13 or later. When the host starts, the schema is brought up to date first.</summary>
    public static WorkflowsBuilder UsePostgres(this WorkflowsBuilder workflows, Action<PostgresStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(workflows);
        var services = workflows.Services;
        services.AddOptions<PostgresStoreOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresStoreOptions>, PostgresStoreOptionsValidator>());
        services.TryAddSingleton<PostgresDatabase>();
        services.AddPooledDbContextFactory<PostgresWorkflowDbContext>((provider, options) =>
            options.UseWorkflowsPostgres(provider.GetRequiredService<PostgresDatabase>().DataSource));
        services.AddStores<PostgresDatabase, PostgresWorkflowDbContext>();
        return workflows;
    }
}
