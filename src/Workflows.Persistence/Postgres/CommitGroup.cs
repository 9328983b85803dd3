using System.Collections.Immutable;
using Npgsql;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;

namespace Workflows.Persistence.Postgres;

/// <summary>
/// Commits of different instances, written together: one statement for each table, whatever their number. First the fences, which say whose commit holds; then the rows of
/// those. Any error undoes the group; who caused it shows when each is written alone.
/// </summary>
internal sealed class CommitGroup(IReadOnlyList<CommitUnit> units)
{
    private readonly CommitUnit[] _started = [.. units.Where(u => u.Rows.ExpectedRevision == 0)];
    private readonly CommitUnit[] _changed = [.. units.Where(u => u.Rows.ExpectedRevision != 0)];

    /// <summary>Puts units into groups, in their order: two commits of one instance never share one.</summary>
    public static IEnumerable<CommitGroup> Of(IEnumerable<CommitUnit> units)
    {
        List<CommitUnit> left = [.. units];
        while (left.Count > 0)
        {
            HashSet<InstanceId> instances = [];
            List<CommitUnit> group = [];
            List<CommitUnit> later = [];
            foreach (var unit in left)
            {
                (instances.Add(unit.Rows.Instance.Id) ? group : later).Add(unit);
            }

            yield return new CommitGroup(group);
            left = later;
        }
    }

    /// <summary>Writes the instances, sets the refusals of those whose fence did not hold, and leaves the rows of the others to be sent.</summary>
    public void Write(PostgresTransaction transaction)
    {
        List<NpgsqlBatchCommand> fences = [];
        if (_started.Length > 0)
        {
            fences.Add(GroupSql.InsertInstances.For(_started));
        }

        if (_changed.Length > 0)
        {
            fences.Add(GroupSql.UpdateInstances.For(_changed));
        }

        var held = transaction.SendForIds(fences);
        foreach (var unit in units)
        {
            unit.Refusal = held.Contains(StoredValue.Of(unit.Rows.Instance.Id))
                ? null
                : unit.Rows.ExpectedRevision == 0
                    ? unit.WhyNotInserted(transaction.Session)
                    : new ConcurrencyConflictException(unit.Rows.Instance.Id, unit.Rows.ExpectedRevision);
        }

        WriteRows(transaction, [.. units.Where(u => u.Refusal is null).Select(u => u.Rows)]);
    }

    private static void WriteRows(PostgresTransaction transaction, CommitRows[] commits)
    {
        Add(GroupSql.InsertHistory, [.. commits.SelectMany(c => c.History.Select(h => (StoredValue.Of(c.Instance.Id), h)))]);
        WriteTasks(commits.SelectMany(c => c.Tasks.Select(change => (c.Instance, change))));
        WriteTimers();
        Add(GroupSql.InsertActs, [.. commits.SelectMany(c => c.Acts)]);
        Add(GroupSql.DeleteIncidents, [.. commits.SelectMany(c => c.Incidents.Resolved.Select(incident => (c.Instance.Id, incident)))]);
        Add(GroupSql.InsertIncidents, [.. commits.SelectMany(c => c.Incidents.Opened)]);
        Add(GroupSql.InsertDeliveries, [.. commits.SelectMany(c => c.Deliveries)]);

        void Add<TRow>(SetStatement<TRow> statement, IReadOnlyList<TRow> rows)
        {
            if (rows.Count > 0)
            {
                transaction.Add(statement.For(rows));
            }
        }

        void WriteTasks(IEnumerable<(InstanceRow Instance, TaskChange Change)> changes)
        {
            // A task may change several times in one commit. Then the last of a kind counts, and the offers are those after the last of all.
            List<(InstanceRow, HumanTask)> created = [];
            Dictionary<HumanTaskId, (InstanceRow, TaskChange.Assigned)> assigned = [];
            Dictionary<HumanTaskId, (InstanceRow, TaskChange.Closed)> closed = [];
            Dictionary<HumanTaskId, ImmutableArray<string>> offers = [];
            foreach (var (instance, change) in changes)
            {
                switch (change)
                {
                    case TaskChange.Created c:
                        created.Add((instance, c.Task));
                        offers[c.Id] = Candidates.KeysOf(c.Task);
                        break;
                    case TaskChange.Assigned c:
                        assigned[c.Id] = (instance, c);
                        offers[c.Id] = c.OfferedTo;
                        break;
                    case TaskChange.Closed c:
                        closed[c.Id] = (instance, c);
                        offers[c.Id] = [];
                        break;
                }
            }

            Add(GroupSql.InsertTasks, created);
            Add(GroupSql.AssignTasks, [.. assigned.Values]);
            Add(GroupSql.CloseTasks, [.. closed.Values]);
            Add(GroupSql.DeleteCandidates, [.. assigned.Keys.Union(closed.Keys)]);
            Add(GroupSql.InsertCandidates, [.. offers.SelectMany(o => o.Value.Select(candidate => (o.Key, candidate)))]);
        }

        void WriteTimers()
        {
            Add(GroupSql.DeleteTimers, [.. commits.Where(c => c.Timers is { IsLast: true, Disarmed.IsEmpty: false }).Select(c => c.Instance.Id)]);
            Add(GroupSql.DeleteTimersOfTokens, [.. commits.Where(c => !c.Timers.IsLast).SelectMany(c => c.Timers.Disarmed.Select(token => (c.Instance.Id, token)))]);
            Add(GroupSql.InsertTimers, [.. commits.SelectMany(c => c.Timers.Armed.Select(timer => (c.Instance, timer)))]);
        }
    }
}
