using System.Collections.Frozen;
using System.Collections.Immutable;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Attention;

/// <summary>Everybody who can do tasks, made ready to be asked about many tasks. Pure.</summary>
internal sealed class TaskPeople(IEnumerable<Actor> people)
{
    private readonly FrozenSet<(TenantId, string)> _ids = people.Select(p => (p.Tenant, p.Id)).ToFrozenSet();
    private readonly FrozenSet<(TenantId, string)> _groups = people.SelectMany(p => p.Groups.Select(group => (p.Tenant, group))).ToFrozenSet();

    /// <summary>Why nobody may do a task, as a sentence; null when somebody may. The rule is that of <see cref="Eligibility.Of"/>.</summary>
    public string? WhyNobody(TenantId tenant, string? assignee, ImmutableArray<string> users, ImmutableArray<string> groups)
    {
        if (assignee is not null)
        {
            return _ids.Contains((tenant, assignee)) ? null : $"It is assigned to {assignee}, who cannot sign in.";
        }

        if (users.IsEmpty && groups.IsEmpty)
        {
            return null;
        }

        return users.Any(id => _ids.Contains((tenant, id))) || groups.Any(group => _groups.Contains((tenant, group)))
            ? null
            : $"It is offered to {string.Join(", ", users.Concat(groups.Select(group => $"the group {group}")))}: nobody of them can sign in.";
    }
}
