using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Workflows.Engine.Hosting;
using Workflows.Persistence.Hosting;
using Workflows.Persistence.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps instances in an SQLite database.</summary>
public static class SqliteServiceCollectionExtensions
{
    /// <summary>Keeps everything in an SQLite database; one process at a time may use it.</summary>
    /// <param name="workflows">The engine.</param>
    /// <param name="path">The database file. It is created, with its folder, when it is not there.</param>
    public static WorkflowsBuilder UseSqlite(this WorkflowsBuilder workflows, string path) => workflows.UseSqlite(options => options.Path = path);

    /// <summary>Keeps everything in an SQLite database; one process at a time may use it. When the host starts, the schema is brought up to date first.</summary>
    public static WorkflowsBuilder UseSqlite(this WorkflowsBuilder workflows, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(workflows);
        var services = workflows.Services;
        services.AddOptions<SqliteStoreOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsValidator>());
        services.TryAddSingleton<SqliteDatabase>();
        services.AddPooledDbContextFactory<SqliteWorkflowDbContext>((provider, options) =>
            options.UseWorkflowsSqlite(provider.GetRequiredService<SqliteDatabase>().ReadConnectionString));
        services.AddStores<SqliteDatabase, SqliteWorkflowDbContext>();
        return workflows;
    }
}
