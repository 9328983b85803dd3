using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Workflows.Persistence.Databases;
using Workflows.Persistence.Postgres;
using Workflows.TestKit.Postgres;

namespace Workflows.Persistence.Tests.Postgres;

public sealed class PostgresSchemaTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_Migrations_AreUpToDate()
    {
        await using var database = await TestPostgres.OpenAsync();
        await using var context = database.Context();

        Assert.False(
            context.Database.HasPendingModelChanges(),
            "The model has changes without a migration: run 'dotnet ef migrations add NAME --context PostgresWorkflowDbContext --output-dir Migrations/Postgres'.");
    }

    [Fact]
    public async Task Schema_MigratedFromEmpty_IsTheReviewedOne()
    {
        await using var database = await TestPostgres.OpenAsync();

        var schema = await database.ScalarAsync<string>("""
            SELECT string_agg(line, E'\n' ORDER BY owner COLLATE "C", kind, line COLLATE "C") FROM (
                SELECT table_name::text AS owner, 1 AS kind, concat_ws(' ', table_name, column_name, data_type, collation_name, CASE is_nullable WHEN 'NO' THEN 'NOT NULL' END,
                    CASE is_identity WHEN 'YES' THEN 'IDENTITY' END) AS line
                FROM information_schema.columns WHERE table_schema = 'workflows' AND table_name <> '__EFMigrationsHistory'
                UNION ALL
                SELECT relname, 2, concat_ws(' ', relname, 'WITH', array_to_string(reloptions, ', ')) FROM pg_class WHERE relnamespace = 'workflows'::regnamespace AND reloptions IS NOT NULL
                UNION ALL
                SELECT tablename, 3, replace(indexdef, 'workflows.', '') FROM pg_indexes WHERE schemaname = 'workflows' AND tablename <> '__EFMigrationsHistory') lines
            """);

        // To be reviewed, and copied beside this file, when it was meant to change.
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Postgres", "Schema.actual.txt"), schema + "\n", Token);
        var reviewed = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Postgres", "Schema.txt"), Token);
        Assert.Equal(reviewed.ReplaceLineEndings("\n").TrimEnd(), schema);
    }

    /// <summary>Every version of the schema that was ever used, brought up to date, with what was in it.</summary>
    [Fact]
    public async Task Update_FromEveryVersion_KeepsWhatIsThere()
    {
        var cluster = await PostgresCluster.SharedAsync();
        foreach (var migration in KnownMigrations.Of<PostgresWorkflowDbContext>())
        {
            var schema = "from_" + migration.ToLowerInvariant();
            await using var source = NpgsqlDataSource.Create(cluster.ConnectionString("postgres") + $";Search Path={schema}");
            await using (var create = source.CreateCommand($"CREATE SCHEMA {schema}"))
            {
                await create.ExecuteNonQueryAsync(Token);
            }

            var options = new DbContextOptionsBuilder<PostgresWorkflowDbContext>();
            options.UseWorkflowsPostgres(source);
            await using (var context = new PostgresWorkflowDbContext(options.Options))
            {
                var script = context.GetService<IMigrator>().GenerateScript(null, migration);
                await context.Database.ExecuteSqlRawAsync(script.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), Token);
                await context.Database.ExecuteSqlRawAsync(
                    """
                    INSERT INTO definitions (tenant, key, version, status, revision, name, step_count, content_hash, changed_at, changed_by, document)
                    VALUES ('default', 'a', 1, 'draft', 1, 'A', 3, 'hash', 42, 'ada', '{{}}')
                    """,
                    Token);
            }

            await PostgresSchema.UpdateAsync(source, schema, "test", Token);
            await PostgresSchema.UpdateAsync(source, schema, "test", Token);

            await using var count = source.CreateCommand("""SELECT (SELECT count(*) FROM definitions WHERE key = 'a') || ' ' || (SELECT count(*) FROM "__EFMigrationsHistory")""");
            Assert.Equal($"1 {KnownMigrations.Of<PostgresWorkflowDbContext>().Count}", await count.ExecuteScalarAsync(Token));
        }
    }
}
