using Npgsql;
using Workflows.TestKit.Postgres;

namespace Workflows.Bench;

/// <summary>The bench's own PostgreSQL server, which waits for the disk as the system's would. It lies in <c>/var/tmp</c>, which is never memory.</summary>
internal static class BenchPostgres
{
    private static readonly Lazy<Task<PostgresCluster>> s_cluster = new(() => PostgresCluster.StartAsync("/var/tmp", isDurable: true));
    private static int s_databases;

    /// <summary>Whether PostgreSQL is installed.</summary>
    public static bool IsThere => PostgresCluster.Programs is not null;

    /// <summary>A new, empty database: how to connect to it.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        var cluster = await s_cluster.Value;
        var name = $"bench_{++s_databases}";
        await using var server = NpgsqlDataSource.Create(cluster.ConnectionString("postgres"));
        await using var create = server.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return cluster.ConnectionString(name);
    }

    /// <summary>Stops the server, where it was started.</summary>
    public static async Task StopAsync()
    {
        if (s_cluster.IsValueCreated)
        {
            await (await s_cluster.Value).DisposeAsync();
        }
    }
}
