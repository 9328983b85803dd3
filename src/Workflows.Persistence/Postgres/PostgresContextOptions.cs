using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Workflows.Persistence.Postgres;

/// <summary>How every context on PostgreSQL is set up: at run time, for migrations, and by <c>dotnet ef</c>.</summary>
internal static class PostgresContextOptions
{
    public static DbContextOptionsBuilder UseWorkflowsPostgres(this DbContextOptionsBuilder options, NpgsqlDataSource database) => options
        .UseNpgsql(database, npgsql => npgsql.EnableRetryOnFailure(1, TimeSpan.FromSeconds(1), null))
        .RepairTexts()
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .ConfigureWarnings(warnings => warnings
            .Log((RelationalEventId.CommandExecuted, LogLevel.Debug))

            // Counting up to a limit needs no order.
            .Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning));
}

/// <summary>Lets <c>dotnet ef migrations add NAME --context PostgresWorkflowDbContext --output-dir Migrations/Postgres</c> work without a host or a server.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresWorkflowDbContext>
{
    public PostgresWorkflowDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresWorkflowDbContext>();
        options.UseWorkflowsPostgres(NpgsqlDataSource.Create("Host=localhost"));
        return new PostgresWorkflowDbContext(options.Options);
    }
}
