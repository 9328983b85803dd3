using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;

namespace Workflows.Persistence.Sqlite;

/// <summary>How every context on SQLite is set up: at run time, for migrations, and by <c>dotnet ef</c>.</summary>
internal static class SqliteContextOptions
{
    public static DbContextOptionsBuilder UseWorkflowsSqlite(this DbContextOptionsBuilder options, string connectionString) => options
        .UseSqlite(connectionString)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .ConfigureWarnings(warnings => warnings
            .Log((RelationalEventId.CommandExecuted, LogLevel.Debug))

            // Counting up to a limit needs no order.
            .Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning))
        .ReplaceService<IMigrationsSqlGenerator, ClusteredTableSqlGenerator>();
}

/// <summary>Lets <c>dotnet ef migrations add NAME --output-dir Migrations/Sqlite</c> work without a host.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteWorkflowDbContext>
{
    public SqliteWorkflowDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteWorkflowDbContext>();
        options.UseWorkflowsSqlite("Data Source=:memory:");
        return new SqliteWorkflowDbContext(options.Options);
    }
}
