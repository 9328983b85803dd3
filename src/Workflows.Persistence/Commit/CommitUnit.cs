using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Workflows.Engine.Storage;

namespace Workflows.Persistence.Commit;

/// <summary>
/// A decision of an instance. The fence is the first statement: a commit that lost its race, or whose start key is taken, has written nothing when that is known.
/// </summary>
internal sealed class CommitUnit(CommitRows rows) : WriteUnit
{
    public override Exception? Write(SqliteConnection connection, Statements statements)
    {
        var row = rows.Instance;
        var id = StoredValue.Of(row.Id);
        if (rows.ExpectedRevision == 0)
        {
            if (Insert(statements, id, row) == 0)
            {
                using var existing = statements.FindInstance.Query(id);
                return existing.Read() || row.StartKey is null
                    ? new ConcurrencyConflictException(row.Id, rows.ExpectedRevision)
                    : new DuplicateStartKeyException(row.Definition, row.StartKey);
            }
        }
        else if (Update(statements, id, row) == 0)
        {
            return new ConcurrencyConflictException(row.Id, rows.ExpectedRevision);
        }

        statements.InsertHistory(id, rows.History.AsSpan());
        foreach (var change in rows.Tasks)
        {
            Write(statements, id, change);
        }

        WriteTimers(statements, id);
        return null;
    }

    private static int Insert(Statements statements, byte[] id, InstanceRow row) => statements.InsertInstance.Execute(
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

    private int Update(Statements statements, byte[] id, InstanceRow row) => statements.UpdateInstance.Execute(
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

    private void Write(Statements statements, byte[] instance, TaskChange change)
    {
        var id = StoredValue.Of(change.Id);
        switch (change)
        {
            case TaskChange.Created created:
                Insert(statements, instance, created);
                Offer(statements, id, Candidates.KeysOf(created.Task));
                break;
            case TaskChange.Assigned assigned:
                var status = assigned.Assignee is null ? Engine.HumanTasks.HumanTaskStatus.Offered : Engine.HumanTasks.HumanTaskStatus.Allocated;
                MustExist(statements.AssignTask.Execute(StoredValue.Of(status), assigned.Assignee, rows.Instance.Revision, id), change);
                statements.DeleteCandidates.Execute(id);
                Offer(statements, id, assigned.OfferedTo);
                break;
            case TaskChange.Closed closed:
                MustExist(
                    statements.CloseTask.Execute(
                        StoredValue.Of(closed.Status), StoredValue.Of(closed.At), closed.By, closed.Outcome, closed.Comment, closed.Answers, rows.Instance.Revision, id),
                    change);
                statements.DeleteCandidates.Execute(id);
                break;
        }
    }

    private void Insert(Statements statements, byte[] instance, TaskChange.Created created)
    {
        var (row, task) = (rows.Instance, created.Task);
        statements.InsertTask.Execute(
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

    private static string? Names(ImmutableArray<string> names) => names.IsEmpty ? null : JsonSerializer.Serialize(names);

    private static void Offer(Statements statements, byte[] task, ImmutableArray<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            statements.InsertCandidate.Execute(candidate, task);
        }
    }

    private void WriteTimers(Statements statements, byte[] instance)
    {
        var timers = rows.Timers;
        if (timers is { IsLast: true, Disarmed.IsEmpty: false })
        {
            statements.DeleteTimers.Execute(instance);
            return;
        }

        foreach (var token in timers.Disarmed)
        {
            statements.DeleteTimersOfToken.Execute(instance, token);
        }

        foreach (var timer in timers.Armed)
        {
            statements.InsertTimer.Execute(instance, timer.Token, StoredValue.Of(timer.Kind), rows.Instance.Tenant.Value, StoredValue.Of(timer.DueAt));
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
