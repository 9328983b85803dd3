using Microsoft.Extensions.Options;
using Workflows.Engine.Attention;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Looks at everything that is open for what is stuck without an incident. It reads part by part, the states only of what may be stuck, and changes nothing.
/// </summary>
internal sealed class AttentionSweeper(
    IAttentionStore open,
    IInstanceStore instances,
    NodeWatch nodes,
    DefinitionCatalog catalog,
    IEnumerable<IPeopleDirectory> people,
    TimeProvider time,
    IOptions<EngineOptions> options)
{
    private const int Part = 1000;

    /// <summary>Looks at everything.</summary>
    public async Task<AttentionReport> SweepAsync(CancellationToken cancellationToken)
    {
        List<StuckItem> found = [];
        var before = time.GetUtcNow() - options.Value.StuckAfter;
        await FindOverdueAsync(found, before, cancellationToken).ConfigureAwait(false);
        await FindAbandonedAsync(found, before, cancellationToken).ConfigureAwait(false);
        await FindWithoutDefinitionAsync(found, cancellationToken).ConfigureAwait(false);
        await FindTasksAsync(found, cancellationToken).ConfigureAwait(false);
        return new AttentionReport(time.GetUtcNow(), [.. found.OrderBy(item => item.Since).Take(AttentionReport.Most)], found.Count > AttentionReport.Most);
    }

    private async Task FindOverdueAsync(List<StuckItem> found, DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach (var due in await instances.ListDueTimersAsync(before, AttentionReport.Most + 1, cancellationToken).ConfigureAwait(false))
        {
            if (await instances.LoadAsync(due.Tenant, due.Instance, cancellationToken).ConfigureAwait(false) is { } state)
            {
                found.Add(StuckCheck.Overdue(state, new ArmedTimer(due.Token, due.Kind, due.DueAt)));
            }
        }
    }

    private async Task FindAbandonedAsync(List<StuckItem> found, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var alive = (await nodes.LookAsync(cancellationToken).ConfigureAwait(false)).Alive;
        IReadOnlyList<(TenantId Tenant, InstanceId Instance)> page = [];
        do
        {
            page = await instances.ListRunningAsync(page.Count > 0 ? page[^1].Instance : null, Part, cancellationToken).ConfigureAwait(false);
            foreach (var (tenant, instance) in page)
            {
                if (await instances.LoadAsync(tenant, instance, cancellationToken).ConfigureAwait(false) is { } state)
                {
                    found.AddRange(StuckCheck.Abandoned(state, alive, before));
                }
            }
        }
        while (page.Count == Part && found.Count <= AttentionReport.Most);
    }

    /// <summary>Instances of versions that are not there.</summary>
    private async Task FindWithoutDefinitionAsync(List<StuckItem> found, CancellationToken cancellationToken)
    {
        OpenVersion? version = null;
        while ((version = await open.NextOpenVersionAsync(version, cancellationToken).ConfigureAwait(false)) is not null)
        {
            if (await catalog.FindAsync(version.Tenant, version.Definition, version.Version, cancellationToken).ConfigureAwait(false) is not null)
            {
                continue;
            }

            foreach (var instance in await open.ListOpenInstancesAsync(version, AttentionReport.Most + 1, cancellationToken).ConfigureAwait(false))
            {
                if (await instances.LoadAsync(version.Tenant, instance, cancellationToken).ConfigureAwait(false) is { IsEnded: false } state)
                {
                    found.Add(StuckCheck.WithoutDefinition(state));
                }
            }
        }
    }

    /// <summary>Tasks that are left over, and those that nobody can do.</summary>
    private async Task FindTasksAsync(List<StuckItem> found, CancellationToken cancellationToken)
    {
        var everybody = people.FirstOrDefault() is { } directory ? new TaskPeople(await directory.ListActiveAsync(cancellationToken).ConfigureAwait(false)) : null;
        IReadOnlyList<OpenTask> page = [];
        do
        {
            page = await open.ListOpenTasksAsync(page.Count > 0 ? page[^1] : null, Part, cancellationToken).ConfigureAwait(false);
            foreach (var task in page)
            {
                if (task.IsLeftOver)
                {
                    found.Add(Item(StuckKind.TaskLeftOver, task, "The task is open, but its instance has ended or is gone."));
                }
                else if (everybody?.WhyNobody(task.Tenant, task.Assignee, task.Users, task.Groups) is { } why)
                {
                    found.Add(Item(StuckKind.NobodyForTask, task, why));
                }
            }
        }
        while (page.Count == Part && found.Count <= AttentionReport.Most);
    }

    private static StuckItem Item(StuckKind kind, OpenTask task, string why) =>
        new(kind, task.Tenant, task.Instance, task.InstanceTitle, task.Definition, task.Version, task.CreatedAt, why) { Task = task.Id, Step = task.Step };
}
