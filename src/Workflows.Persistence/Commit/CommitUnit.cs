using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>
/// A decision of an instance. The fence is the first statement: a commit that lost its race, or whose start key is taken, has written nothing when that is known.
/// </summary>
internal sealed class CommitUnit(CommitRows rows) : WriteUnit
{
    public CommitRows Rows => rows;

    public override Exception? Write(DbSession session)
    {
        var row = rows.Instance;
        var id = StoredValue.Of(row.Id);
        if (rows.ExpectedRevision == 0)
        {
            if (Insert(session, id, row) == 0)
            {
                return WhyNotInserted(session);
            }
        }
        else if (Update(session, id, row) == 0)
        {
            return new ConcurrencyConflictException(row.Id, rows.ExpectedRevision);
        }

        CommitSql.InsertHistory(session, id, rows.History.AsSpan());
        foreach (var change in rows.Tasks)
        {
            Write(session, id, change);
        }

        WriteTimers(session, id);
        IncidentSql.Write(session, id, rows.Incidents);
        DeliveryUnit.Insert(session, rows.Deliveries);
        AuditSql.Insert(session, rows.Acts);
        return null;
    }

    /// <summary>Why the instance could not be inserted.</summary>
    public Exception WhyNotInserted(DbSession session)
    {
        var row = rows.Instance;
        return row.StartKey is null || session.First(CommitSql.FindInstance, found => true, StoredValue.Of(row.Id))
            ? new ConcurrencyConflictException(row.Id, rows.ExpectedRevision)
            : new DuplicateStartKeyException(row.Definition, row.StartKey);
    }

    /// <summary>What is stored of the names that a task is offered to.</summary>
    public static string? Names(ImmutableArray<string> names) => names.IsEmpty ? null : JsonSerializer.Serialize(names);

    private static int Insert(DbSession session, Guid id, InstanceRow row) => session.Execute(
        CommitSql.InsertInstance,
        id,
        row.Tenant.Value,
        row.Definition,
        StoredValue.Of(row.Version),
        row.Title,
        Paging.Fold(row.Title),
        row.Reference,
        row.Reference is null ? null : Paging.Fold(row.Reference),
        row.StartKey,
        StoredValue.Of(row.Status),
        row.StartedBy,
        StoredValue.Of(row.StartedAt),
        StoredValue.Of(row.UpdatedAt),
        row.EndedAt is { } endedAt ? StoredValue.Of(endedAt) : null,
        row.CurrentSteps,
        row.Incidents,
        row.Revision,
        row.Position,
        row.State);

    private int Update(DbSession session, Guid id, InstanceRow row) => session.Execute(
        CommitSql.UpdateInstance,
        StoredValue.Of(row.Status),
        StoredValue.Of(row.UpdatedAt),
        row.EndedAt is { } endedAt ? StoredValue.Of(endedAt) : null,
        row.CurrentSteps,
        row.Incidents,
        row.Revision,
        row.Position,
        row.State,
        id,
        row.Tenant.Value,
        rows.ExpectedRevision);

    private void Write(DbSession session, Guid instance, TaskChange change)
    {
        var id = StoredValue.Of(change.Id);
        switch (change)
        {
            case TaskChange.Created created:
                Insert(session, instance, created);
                Offer(session, id, Candidates.KeysOf(created.Task));
                break;
            case TaskChange.Assigned assigned:
                var status = assigned.Assignee is null ? Engine.HumanTasks.HumanTaskStatus.Offered : Engine.HumanTasks.HumanTaskStatus.Allocated;
                MustExist(session.Execute(CommitSql.AssignTask, StoredValue.Of(status), assigned.Assignee, rows.Instance.Revision, id), change);
                session.Execute(CommitSql.DeleteCandidates, id);
                Offer(session, id, assigned.OfferedTo);
                break;
            case TaskChange.Closed closed:
                MustExist(
                    session.Execute(
                        CommitSql.CloseTask,
                        StoredValue.Of(closed.Status), StoredValue.Of(closed.At), closed.By, closed.Outcome, closed.Comment, closed.Answers, rows.Instance.Revision, id),
                    change);
                session.Execute(CommitSql.DeleteCandidates, id);
                break;
        }
    }

    private void Insert(DbSession session, Guid instance, TaskChange.Created created)
    {
        var (row, task) = (rows.Instance, created.Task);
        session.Execute(
            CommitSql.InsertTask,
            StoredValue.Of(task.Id),
            row.Tenant.Value,
            instance,
            task.Token,
            task.Step.Value,
            row.Definition,
            StoredValue.Of(row.Version),
            task.Title,
            Paging.Fold(task.Title),
            task.Summary,
            row.Title,
            row.Reference,
            row.Reference is null ? null : Paging.Fold(row.Reference),
            row.StartedBy,
            StoredValue.Of(task.Status),
            task.Assignee,
            Names(task.Users),
            Names(task.Groups),
            StoredValue.Of(task.CreatedAt),
            task.DueAt is { } dueAt ? StoredValue.Of(dueAt) : null,
            row.Revision);
    }

    private static void Offer(DbSession session, Guid task, ImmutableArray<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            session.Execute(CommitSql.InsertCandidate, candidate, task);
        }
    }

    private void WriteTimers(DbSession session, Guid instance)
    {
        var timers = rows.Timers;
        if (timers is { IsLast: true, Disarmed.IsEmpty: false })
        {
            session.Execute(CommitSql.DeleteTimers, instance);
            return;
        }

        foreach (var token in timers.Disarmed)
        {
            session.Execute(CommitSql.DeleteTimersOfToken, instance, token);
        }

        foreach (var timer in timers.Armed)
        {
            session.Execute(CommitSql.InsertTimer, instance, timer.Token, StoredValue.Of(timer.Kind), rows.Instance.Tenant.Value, StoredValue.Of(timer.DueAt));
        }
    }

    private static void MustExist(int changed, TaskChange change)
    {
        if (changed != 1)
        {
            throw new InvalidOperationException($"Task {change.Id} is not stored, but its instance says that it changed.");
        }
    }
}
