using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workflows.Engine;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Sqlite;

/// <summary>
/// The schema on SQLite. SQLite guesses which index is best without knowing how many rows match; on long tables a wrong guess costs seconds. So every list
/// names its index.
/// </summary>
internal sealed class SqliteWorkflowDbContext(DbContextOptions<SqliteWorkflowDbContext> options) : WorkflowDbContext(options)
{
    public override IQueryable<InstanceEntity> InstancesAlong(string index)
    {
        var sql = $"SELECT * FROM instances INDEXED BY {index}";
        return Instances.FromSqlRaw(sql);
    }

    public override IQueryable<HumanTaskEntity> HumanTasksAlong(string index)
    {
        var sql = $"SELECT * FROM human_tasks INDEXED BY {index}";
        return HumanTasks.FromSqlRaw(sql);
    }

    public override IQueryable<InstanceEntity> InstancesBeginning(TenantId tenant, FoldedRange range) => Instances.FromSql($"""
        SELECT * FROM instances NOT INDEXED WHERE number IN (
            SELECT number FROM instances INDEXED BY ix_instances_title WHERE tenant = {tenant.Value} AND title_folded >= {range.First} AND title_folded < {range.End}
            UNION ALL
            SELECT number FROM instances INDEXED BY ix_instances_reference WHERE tenant = {tenant.Value} AND reference_folded >= {range.First} AND reference_folded < {range.End})
        """);

    public override IQueryable<HumanTaskEntity> HumanTasksBeginning(TenantId tenant, FoldedRange range) => HumanTasks.FromSql($"""
        SELECT * FROM human_tasks NOT INDEXED WHERE number IN (
            SELECT number FROM human_tasks INDEXED BY ix_human_tasks_title WHERE tenant = {tenant.Value} AND title_folded >= {range.First} AND title_folded < {range.End}
            UNION ALL
            SELECT number FROM human_tasks INDEXED BY ix_human_tasks_reference WHERE tenant = {tenant.Value} AND reference_folded >= {range.First} AND reference_folded < {range.End})
        """);

    public override Task<int> CountInstancesBeginningAsync(TenantId tenant, FoldedRange range, int most, CancellationToken cancellationToken) => Database.SqlQuery<int>($"""
        SELECT count(*) AS "Value" FROM (
            SELECT * FROM (
                SELECT number FROM instances INDEXED BY ix_instances_title
                WHERE tenant = {tenant.Value} AND title_folded >= {range.First} AND title_folded < {range.End} LIMIT {most})
            UNION ALL
            SELECT * FROM (
                SELECT number FROM instances INDEXED BY ix_instances_reference
                WHERE tenant = {tenant.Value} AND reference_folded >= {range.First} AND reference_folded < {range.End} LIMIT {most}))
        """).SingleAsync(cancellationToken);

    public override Task<int> CountHumanTasksBeginningAsync(TenantId tenant, FoldedRange range, int most, CancellationToken cancellationToken) => Database.SqlQuery<int>($"""
        SELECT count(*) AS "Value" FROM (
            SELECT * FROM (
                SELECT number FROM human_tasks INDEXED BY ix_human_tasks_title
                WHERE tenant = {tenant.Value} AND title_folded >= {range.First} AND title_folded < {range.End} LIMIT {most})
            UNION ALL
            SELECT * FROM (
                SELECT number FROM human_tasks INDEXED BY ix_human_tasks_reference
                WHERE tenant = {tenant.Value} AND reference_folded >= {range.First} AND reference_folded < {range.End} LIMIT {most}))
        """).SingleAsync(cancellationToken);

    public override IQueryable<HumanTaskEntity> HumanTasksByNumber(IReadOnlyCollection<long> numbers) =>
        HumanTasks.FromSql($"SELECT * FROM human_tasks NOT INDEXED WHERE number IN (SELECT value FROM json_each({JsonSerializer.Serialize(numbers)}))");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => StoredValue.Configure(configurationBuilder, hasIds: false);
}
