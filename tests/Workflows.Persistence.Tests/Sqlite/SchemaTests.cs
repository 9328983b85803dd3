using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflows.Persistence.Sqlite;

namespace Workflows.Persistence.Tests.Sqlite;

public sealed class SchemaTests
{
    [Fact]
    public async Task Model_Migrations_AreUpToDate()
    {
        await using var database = await TestDatabase.OpenAsync();
        await using var context = database.Context();

        Assert.False(context.Database.HasPendingModelChanges(), "The model has changes without a migration: run 'dotnet ef migrations add NAME --output-dir Migrations/Sqlite'.");
    }

    [Fact]
    public async Task Schema_MigratedFromEmpty_IsTheReviewedOne()
    {
        await using var database = await TestDatabase.OpenAsync();

        var schema = database.Scalar<string>("SELECT group_concat(sql || ';', char(10)) FROM (SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name)");

        // To be reviewed, and copied beside this file, when it was meant to change.
        await File.WriteAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Sqlite", "Schema.actual.sql"), schema.ReplaceLineEndings("\n") + "\n", TestContext.Current.CancellationToken);
        var reviewed = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Sqlite", "Schema.sql"), TestContext.Current.CancellationToken);
        Assert.Equal(reviewed.ReplaceLineEndings("\n").TrimEnd(), schema.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Update_DatabaseWithDefinitionsOfTheFirstSchema_KeepsThemPublished()
    {
        var folder = Directory.CreateTempSubdirectory("workflows-schema-");
        try
        {
            var path = Path.Combine(folder.FullName, "old.db");
            var connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
            var options = new DbContextOptionsBuilder<SqliteWorkflowDbContext>();
            options.UseWorkflowsSqlite(connectionString);
            await using (var context = new SqliteWorkflowDbContext(options.Options))
            {
                await context.GetService<IMigrator>().MigrateAsync("Initial", cancellationToken: TestContext.Current.CancellationToken);
                await context.Database.ExecuteSqlRawAsync(
                    "INSERT INTO definitions VALUES (7, 'default', 'a', 1000000000000, 'A', NULL, NULL, 3, 'hash', 42, 'ada', '{{}}')", TestContext.Current.CancellationToken);
            }

            await SqliteSchema.UpdateAsync(connectionString, path, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT number || ' ' || key || ' ' || version || ' ' || status || ' ' || revision || ' ' || changed_at || ' ' || changed_by || ' ' || published_at || ' ' || published_by
                FROM definitions
                """;
            Assert.Equal("7 a 1000000000000 published 1 42 ada 42 ada", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
