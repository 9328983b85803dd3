using Microsoft.EntityFrameworkCore;

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

        var reviewed = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Sqlite", "Schema.sql"), TestContext.Current.CancellationToken);
        Assert.Equal(reviewed.ReplaceLineEndings("\n").TrimEnd(), schema.ReplaceLineEndings("\n"));
    }
}
