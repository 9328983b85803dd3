using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage.InMemory;

/// <content>What is open, part by part.</content>
internal sealed partial class InMemoryStore : IAttentionStore
{
    private static readonly Comparer<OpenVersion> s_byVersion = Comparer<OpenVersion>.Create((one, other) =>
        string.CompareOrdinal(one.Tenant.Value, other.Tenant.Value) is not 0 and var tenants ? tenants
        : string.CompareOrdinal(one.Definition, other.Definition) is not 0 and var keys ? keys
        : one.Version.CompareTo(other.Version));

    public Task<OpenVersion?> NextOpenVersionAsync(OpenVersion? after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_instances.Values
                .Where(e => e.Row.EndedAt is null)
                .Select(e => new OpenVersion(e.Row.Tenant, e.Row.Definition, e.Row.Version))
                .OrderBy(v => v, s_byVersion)
                .FirstOrDefault(v => after is null || s_byVersion.Compare(v, after) > 0));
        }
    }

    public Task<IReadOnlyList<InstanceId>> ListOpenInstancesAsync(OpenVersion version, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<InstanceId>>([.. _instances.Values
                .Where(e => e.Row.EndedAt is null && new OpenVersion(e.Row.Tenant, e.Row.Definition, e.Row.Version) == version)
                .OrderBy(e => e.Number)
                .Take(limit)
                .Select(e => e.Row.Id)]);
        }
    }

    public Task<IReadOnlyList<OpenTask>> ListOpenTasksAsync(OpenTask? after, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<OpenTask>>([.. _tasks.Values
                .Where(t => t.ClosedAt is null && t.Number > (after?.Number ?? 0))
                .OrderBy(t => t.Number)
                .Take(limit)
                .Select(t => new OpenTask(
                    t.Instance.Row.Tenant, t.Task.Id, t.Instance.Row.Id, t.Instance.Row.Title, t.Instance.Row.Definition, t.Instance.Row.Version, t.Task.Step,
                    t.Task.Assignee, t.Task.Users, t.Task.Groups, t.Task.CreatedAt, t.Number, t.Instance.Row.EndedAt is not null))]);
        }
    }

    public Task<bool> CloseLeftOverTaskAsync(TenantId tenant, HumanTaskId task, DateTimeOffset now, string comment, AuditRow act, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_tasks.TryGetValue(task, out var open) || open.Instance.Row.Tenant != tenant || open.ClosedAt is not null || open.Instance.Row.EndedAt is null)
            {
                return Task.FromResult(false);
            }

            (open.Status, open.ClosedAt, open.Comment) = (HumanTaskStatus.Canceled, now, comment);
            Add(act);
            return Task.FromResult(true);
        }
    }
}
