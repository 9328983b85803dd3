using Microsoft.EntityFrameworkCore;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using Workflows.Engine;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Postgres;

/// <summary>
/// The schema on PostgreSQL, whose planner knows how many rows match and so needs no hints. Texts compare by their bytes, as SQLite's do, whatever language the
/// database was made for.
/// </summary>
internal sealed class PostgresWorkflowDbContext(DbContextOptions<PostgresWorkflowDbContext> options) : WorkflowDbContext(options)
{
    public override IQueryable<InstanceEntity> InstancesAlong(string index) => Instances;

    public override IQueryable<HumanTaskEntity> HumanTasksAlong(string index) => HumanTasks;

    public override IQueryable<InstanceEntity> InstancesBeginning(TenantId tenant, FoldedRange range) => Instances.FromSql($"""
        SELECT * FROM instances WHERE number IN (
            SELECT number FROM instances WHERE tenant = {tenant.Value} AND title_folded >= {range.First} AND title_folded < {range.End}
            UNION ALL
            SELECT number FROM instances WHERE tenant = {tenant.Value} AND reference_folded >= {range.First} AND reference_folded < {range.End})
        """);

    public override IQueryable<HumanTaskEntity> HumanTasksBeginning(TenantId tenant, FoldedRange range) => HumanTasks.FromSql($"""
        SELECT * FROM human_tasks WHERE number IN (
            SELECT number FROM human_tasks WHERE tenant = {tenant.Value} AND title_folded >= {range.First} AND title_folded < {range.End}
            UNION ALL
            SELECT number FROM human_tasks WHERE tenant = {tenant.Value} AND reference_folded >= {range.First} AND reference_folded < {range.End})
        """);

    public override Task<int> CountInstancesBeginningAsync(TenantId tenant, FoldedRange range, int most, CancellationToken cancellationToken) => Database.SqlQuery<int>($"""
        SELECT count(*)::int AS "Value" FROM (
            (SELECT number FROM instances WHERE tenant = {tenant.Value} AND title_folded >= {range.First} AND title_folded < {range.End} LIMIT {most})
            UNION ALL
            (SELECT number FROM instances WHERE tenant = {tenant.Value} AND reference_folded >= {range.First} AND reference_folded < {range.End} LIMIT {most})) AS found
        """).SingleAsync(cancellationToken);

    public override Task<int> CountHumanTasksBeginningAsync(TenantId tenant, FoldedRange range, int most, CancellationToken cancellationToken) => Database.SqlQuery<int>($"""
        SELECT count(*)::int AS "Value" FROM (
            (SELECT number FROM human_tasks WHERE tenant = {tenant.Value} AND title_folded >= {range.First} AND title_folded < {range.End} LIMIT {most})
            UNION ALL
            (SELECT number FROM human_tasks WHERE tenant = {tenant.Value} AND reference_folded >= {range.First} AND reference_folded < {range.End} LIMIT {most})) AS found
        """).SingleAsync(cancellationToken);

    public override IQueryable<HumanTaskEntity> HumanTasksByNumber(IReadOnlyCollection<long> numbers) => HumanTasks.Where(task => numbers.Contains(task.Number));

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => StoredValue.Configure(configurationBuilder, hasIds: true);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<WriterEntity>().ToTable("writers").Property(writer => writer.Id).ValueGeneratedNever();
        base.OnModelCreating(modelBuilder);

        // An instance changes several times soon after it is made. Where there is room beside it, no index must be told.
        modelBuilder.Entity<InstanceEntity>().HasStorageParameter("fillfactor", 60);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties().Where(p => (p.GetValueConverter()?.ProviderClrType ?? p.ClrType) == typeof(string)))
            {
                property.SetCollation("C");
            }

            // What SQLite does by itself for a key that is one number.
            if (entity.FindPrimaryKey() is { Properties: [{ ClrType: var type } number] } && type == typeof(long))
            {
                number.SetValueGenerationStrategy(NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);
            }
        }
    }
}
