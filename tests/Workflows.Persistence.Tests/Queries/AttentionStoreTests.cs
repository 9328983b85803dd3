using Workflows.Persistence.Stores;

namespace Workflows.Persistence.Tests.Queries;

/// <summary>Looking for what is stuck walks along the open rows, however many have ended.</summary>
public sealed class AttentionStoreTests
{
    [Theory]
    [InlineData(AttentionStore.NextVersion, "SEARCH i USING INDEX ix_instances_open ((tenant,definition,version)>(?,?,?))")]
    [InlineData(AttentionStore.OpenInstances, "SEARCH i USING INDEX ix_instances_open")]
    [InlineData(AttentionStore.OpenTasks, "SEARCH t USING INDEX ix_human_tasks_open")]
    public async Task Look_OnSqlite_WalksAlongAnIndexOfOpenRows(string sql, string step)
    {
        await using var database = await TestDatabase.OpenAsync();
        await using var connection = database.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql.Replace("@limit", "10", StringComparison.Ordinal);
        foreach (var name in new[] { "@tenant", "@definition", "@version", "@created_at", "@number" })
        {
            command.Parameters.AddWithValue(name, "");
        }

        List<string> plan = [];
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            plan.Add(reader.GetString(3));
        }

        Assert.StartsWith(step, plan[0], StringComparison.Ordinal);
        Assert.DoesNotContain(plan, line => line.Contains("TEMP B-TREE", StringComparison.Ordinal) || line.StartsWith("SCAN", StringComparison.Ordinal));
    }
}
