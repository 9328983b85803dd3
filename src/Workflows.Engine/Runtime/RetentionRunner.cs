using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Applies the retention rules: definition by definition, batch by batch, each archived and then removed in one transaction. It keeps no place in between: what is left is what
/// the next run finds. One run is under way at a time, whoever shares the store.
/// </summary>
internal sealed partial class RetentionRunner(
    IRetentionStore store, EngineMetrics metrics, TimeProvider time, IOptions<RetentionOptions> options, ILogger<RetentionRunner> logger)
{
    private const int CountAtOnce = 1000;

    private static readonly ImmutableArray<InstanceStatus> s_statuses = [InstanceStatus.Completed, InstanceStatus.Canceled, InstanceStatus.Failed];

    /// <summary>What is removed when.</summary>
    public RetentionPolicy Policy { get; } = options.Value.ToPolicy();

    /// <summary>Begins a run; null when another one is under way.</summary>
    public async Task<RetentionRun?> BeginAsync(Actor? by, bool isDryRun, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var run = NewRun(now) with
        {
            Tenant = by?.Tenant,
            Trigger = by is null ? RetentionTrigger.Schedule : RetentionTrigger.Person,
            By = by?.Id,
            IsDryRun = isDryRun,
            Results = [.. Policy.Rules.Select(rule => new RetentionResult(rule, 0, 0, 0, null, null))],
        };
        return await store.BeginRunAsync(run, now - RetentionRun.Lease, ActOf(by, isDryRun, run), cancellationToken).ConfigureAwait(false) ? run : null;
    }

    /// <summary>Does what a run that was begun is to do, and stores how it ends.</summary>
    public async Task RunAsync(RetentionRun run, CancellationToken cancellationToken)
    {
        var progress = new Progress(run);
        try
        {
            await ApplyAsync(progress, cancellationToken).ConfigureAwait(false);
            await EndAsync(progress, RetentionRunStatus.Completed, null, cancellationToken).ConfigureAwait(false);
            LogRunEnded(run.Id, progress.Run.Found, progress.Run.Removed);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(progress, RetentionRunStatus.Stopped, "The process that ran it was stopped. The next run goes on with what is left.", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (RunStoppedException)
        {
            LogRunStopped(run.Id);
        }
        catch (Exception e)
        {
            LogRunFailed(e, run.Id);
            var why = e is IOException or UnauthorizedAccessException ? $"The archive cannot be written, so that nothing more was removed: {e.Message}" : e.Message;
            await EndAsync(progress, RetentionRunStatus.Failed, why, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes one instance that has ended, and stores who did it and why. It is archived before, where there is an archive.</summary>
    public async Task<RetentionRun> RemoveAsync(InstanceId id, string reason, Actor by, CancellationToken cancellationToken)
    {
        if (await store.LoadStoredAsync(by.Tenant, [id], cancellationToken).ConfigureAwait(false) is not [var stored])
        {
            throw new WorkflowException(new Rejection.InstanceNotFound(id));
        }

        if (stored.Row.EndedAt is null)
        {
            throw new WorkflowException(new Rejection.InvalidState(stored.Row.Status, "Removing it for good"));
        }

        var now = time.GetUtcNow();
        var rule = new RetentionRule(stored.Row.Definition, stored.Row.Status, TimeSpan.Zero);
        var run = NewRun(now) with { Tenant = by.Tenant, Trigger = RetentionTrigger.Instance, By = by.Id, Instance = id, Reason = reason };
        var archive = new RetentionArchive(Policy.ArchiveFolder, run);
        await using (archive.ConfigureAwait(false))
        {
            try
            {
                await archive.AppendAsync([stored], now, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new WorkflowException(new Rejection.RetentionState($"The archive cannot be written, so that nothing was removed: {e.Message}"));
            }
        }

        var act = new AuditRow(by.Tenant, now, by.Id, by.Channel, "instance.delete", id, $"{stored.Row.Definition} {stored.Row.Version}", stored.Row.Title, reason);
        if ((await store.RemoveAsync(by.Tenant, [(id, stored.Row.Revision)], act, cancellationToken).ConfigureAwait(false)).IsEmpty)
        {
            // It ended, so that nobody can have changed it: somebody else removed it.
            throw new WorkflowException(new Rejection.InstanceNotFound(id));
        }

        metrics.Removed(rule.Definition, rule.Status, 1);
        LogInstanceRemoved(id, by.Id, reason);
        run = run with
        {
            Status = RetentionRunStatus.Completed,
            EndedAt = now,
            ArchiveFile = archive.Path,
            Results = [new RetentionResult(rule, 1, archive.IsOn ? 1 : 0, 1, stored.Row.UpdatedAt, stored.Row.UpdatedAt)],
        };
        await store.BeginRunAsync(run, now, null, CancellationToken.None).ConfigureAwait(false);
        return run;
    }

    private async Task ApplyAsync(Progress progress, CancellationToken cancellationToken)
    {
        var archive = new RetentionArchive(Policy.ArchiveFolder, progress.Run);
        await using (archive.ConfigureAwait(false))
        {
            foreach (var (tenant, definition) in await store.ListUsedDefinitionsAsync(progress.Run.Tenant, cancellationToken).ConfigureAwait(false))
            {
                foreach (var status in s_statuses)
                {
                    if (Policy.RuleFor(definition, status) is { KeepFor: { } keepFor } rule)
                    {
                        await ApplyAsync(progress, rule, new RetentionTarget(tenant, definition, status, progress.Run.StartedAt - keepFor), archive, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    private async Task ApplyAsync(Progress progress, RetentionRule rule, RetentionTarget target, RetentionArchive archive, CancellationToken cancellationToken)
    {
        var limit = progress.Run.IsDryRun ? CountAtOnce : Policy.BatchSize;
        ExpiredInstance? after = null;
        while (await store.ListExpiredAsync(target, after, limit, cancellationToken).ConfigureAwait(false) is { Count: > 0 } batch)
        {
            after = batch[^1];
            var (archived, removed) = progress.Run.IsDryRun ? (0, 0) : await RemoveAsync(target, batch, archive, cancellationToken).ConfigureAwait(false);
            progress.Note(rule, batch, archived, removed, archive.Path);
            if (!await store.SaveRunAsync(progress.At(time.GetUtcNow()), cancellationToken).ConfigureAwait(false))
            {
                throw new RunStoppedException();
            }

            if (batch.Count < limit)
            {
                return;
            }

            await Task.Delay(Policy.Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(int Archived, int Removed)> RemoveAsync(
        RetentionTarget target, IReadOnlyList<ExpiredInstance> batch, RetentionArchive archive, CancellationToken cancellationToken)
    {
        ImmutableArray<(InstanceId, long)> fences = [.. batch.Select(e => (e.Id, e.Revision))];
        var archived = 0;
        if (archive.IsOn)
        {
            var stored = await store.LoadStoredAsync(target.Tenant, [.. batch.Select(e => e.Id)], cancellationToken).ConfigureAwait(false);
            await archive.AppendAsync(stored, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);

            // What is removed is what was archived: at that revision.
            fences = [.. fences.Intersect(stored.Select(s => (s.Row.Id, s.Row.Revision)))];
            archived = stored.Count;
        }

        var removed = await store.RemoveAsync(target.Tenant, fences, null, cancellationToken).ConfigureAwait(false);
        metrics.Removed(target.Definition, target.Status, removed.Length);
        return (archived, removed.Length);
    }

    private async Task EndAsync(Progress progress, RetentionRunStatus status, string? error, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        progress.Run = progress.At(now) with { Status = status, Error = error, EndedAt = now };
        await store.SaveRunAsync(progress.Run, cancellationToken).ConfigureAwait(false);
    }

    // Counting changes nothing, and what time begins nobody does.
    private static AuditRow? ActOf(Actor? by, bool isDryRun, RetentionRun run) => by is null || isDryRun
        ? null
        : new AuditRow(by.Tenant, run.StartedAt, by.Id, by.Channel, "retention.run", null, run.Id.ToString(), null, null);

    private static RetentionRun NewRun(DateTimeOffset now) =>
        new() { Id = new RetentionRunId(Guid.CreateVersion7(now)), Trigger = RetentionTrigger.Person, StartedAt = now, BeatAt = now };

    /// <summary>How far a run is.</summary>
    private sealed class Progress(RetentionRun run)
    {
        public RetentionRun Run { get; set; } = run;

        public RetentionRun At(DateTimeOffset now) => Run = Run with { BeatAt = now };

        public void Note(RetentionRule rule, IReadOnlyList<ExpiredInstance> batch, int archived, int removed, string? archiveFile) => Run = Run with
        {
            ArchiveFile = archiveFile ?? Run.ArchiveFile,
            Results = [.. Run.Results.Select(r => r.Rule == rule ? r.With(batch.Select(e => e.UpdatedAt), archived, removed) : r)],
        };
    }

    /// <summary>Somebody ended the run.</summary>
    private sealed class RunStoppedException : Exception;
}
