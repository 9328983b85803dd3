using Workflows.Engine.Retention;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>A new run of the retention rules, unless another one is under way. Reports that are too old go with it.</summary>
internal sealed class RetentionRunUnit(RetentionRun run, DateTimeOffset aliveSince) : WriteUnit
{
    /// <summary>Whether it was written; otherwise another one is under way.</summary>
    public bool IsWritten { get; private set; }

    public override bool HasChanged => IsWritten;

    public override Exception? Write(DbSession session)
    {
        IsWritten = run.EndedAt is not null
            || !session.First("SELECT 1 FROM retention_runs WHERE ended_at IS NULL AND beat_at >= @alive LIMIT 1", found => true, StoredValue.Of(aliveSince));
        if (IsWritten)
        {
            session.Execute("DELETE FROM retention_runs WHERE started_at < @before", StoredValue.Of(run.StartedAt - RetentionRun.KeptFor));
            session.Execute(
                """
                INSERT INTO retention_runs (id, tenant, is_scheduled, started_at, beat_at, ended_at, document)
                VALUES (@id, @tenant, @is_scheduled, @started_at, @beat_at, @ended_at, @document)
                """,
                run.Id.Value,
                run.Tenant?.Value,
                run.Trigger is RetentionTrigger.Schedule,
                StoredValue.Of(run.StartedAt),
                StoredValue.Of(run.BeatAt),
                run.EndedAt is { } endedAt ? StoredValue.Of(endedAt) : null,
                RetentionJson.Write(run));
        }

        return null;
    }
}
