using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workflows.Engine;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence;

/// <summary>
/// The schema, and what queries read. Nothing is ever saved through it: the commit writer is the only one that writes. A database adds what it does its own
/// way in a class of its own.
/// </summary>
internal abstract class WorkflowDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<DefinitionEntity> Definitions => Set<DefinitionEntity>();

    public DbSet<InstanceEntity> Instances => Set<InstanceEntity>();

    public DbSet<HistoryEntity> History => Set<HistoryEntity>();

    public DbSet<HumanTaskEntity> HumanTasks => Set<HumanTaskEntity>();

    public DbSet<TaskCandidateEntity> TaskCandidates => Set<TaskCandidateEntity>();

    public DbSet<TimerEntity> Timers => Set<TimerEntity>();

    public DbSet<NodeEntity> Nodes => Set<NodeEntity>();

    public DbSet<ServerKeyEntity> ServerKeys => Set<ServerKeyEntity>();

    public DbSet<ScheduleEntity> Schedules => Set<ScheduleEntity>();

    public DbSet<IncidentEntity> Incidents => Set<IncidentEntity>();

    public DbSet<RetentionRunEntity> RetentionRuns => Set<RetentionRunEntity>();

    public DbSet<WebhookEntity> Webhooks => Set<WebhookEntity>();

    public DbSet<AuditEntity> Audit => Set<AuditEntity>();

    public DbSet<DeliveryEntity> Deliveries => Set<DeliveryEntity>();

    /// <summary>The instances in the order of an index, found along it, however the query goes on.</summary>
    public abstract IQueryable<InstanceEntity> InstancesAlong(string index);

    /// <summary>The tasks in the order of an index, found along it, however the query goes on.</summary>
    public abstract IQueryable<HumanTaskEntity> HumanTasksAlong(string index);

    /// <summary>The instances whose title or reference begins with a text, found by that and by nothing else, however the query goes on.</summary>
    public abstract IQueryable<InstanceEntity> InstancesBeginning(TenantId tenant, FoldedRange range);

    /// <summary>The tasks whose title or reference begins with a text, found by that and by nothing else, however the query goes on.</summary>
    public abstract IQueryable<HumanTaskEntity> HumanTasksBeginning(TenantId tenant, FoldedRange range);

    /// <summary>How many titles and references of instances begin with a text; each counted to at most <paramref name="most"/>.</summary>
    public abstract Task<int> CountInstancesBeginningAsync(TenantId tenant, FoldedRange range, int most, CancellationToken cancellationToken);

    /// <summary>How many titles and references of tasks begin with a text; each counted to at most <paramref name="most"/>.</summary>
    public abstract Task<int> CountHumanTasksBeginningAsync(TenantId tenant, FoldedRange range, int most, CancellationToken cancellationToken);

    /// <summary>The tasks with these row numbers, found by them and by nothing else, however the query goes on.</summary>
    public abstract IQueryable<HumanTaskEntity> HumanTasksByNumber(IReadOnlyCollection<long> numbers);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(WorkflowDbContext).Assembly);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }
}

/// <summary>Where folded texts with one beginning lie: from <paramref name="First"/> on, before <paramref name="End"/>.</summary>
internal readonly record struct FoldedRange(string First, string End)
{
    /// <summary>The texts that begin with <paramref name="text"/>.</summary>
    public static FoldedRange Of(string text) => new(text, text + "\U0010FFFF");
}
