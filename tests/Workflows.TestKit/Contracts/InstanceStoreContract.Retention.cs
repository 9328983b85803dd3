using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>What is no longer kept.</content>
public abstract partial class InstanceStoreContract
{
    [Fact]
    public async Task ListExpired_EveryStatus_GivesOnlyThatStatusBeforeTheMoment()
    {
        var open = await StartAsync(StoreSamples.Approval());
        var completed = await CompletedAsync();
        var canceled = await CanceledAsync();
        var failed = await FailedAsync();
        var moment = Time.GetUtcNow().AddTicks(1);
        Time.Advance(TimeSpan.FromHours(1));
        await CompletedAsync();

        Assert.Equal([completed.Id], await ExpiredAsync(InstanceStatus.Completed, moment));
        Assert.Equal([canceled.Id], await ExpiredAsync(InstanceStatus.Canceled, moment));
        Assert.Equal([failed.Id], await ExpiredAsync(InstanceStatus.Failed, moment, "machines"));
        Assert.Equal([open.Id], await ExpiredAsync(open.State.Status, moment));
        Assert.Empty(await ExpiredAsync(InstanceStatus.Completed, completed.State.UpdatedAt));
        Assert.Empty(await ExpiredAsync(InstanceStatus.Completed, moment, "other"));
        Assert.Empty(await Retention.ListExpiredAsync(new RetentionTarget(Stranger.Tenant, "approval", InstanceStatus.Completed, moment), null, 10, Token));
    }

    [Fact]
    public async Task ListExpired_BatchAfterBatch_GivesEachOnceByStart()
    {
        List<InstanceId> all = [];
        for (var i = 0; i < 7; i++)
        {
            all.Add((await CanceledAsync()).Id);
            if (i % 3 == 0)
            {
                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        var target = new RetentionTarget(Tenant, "approval", InstanceStatus.Canceled, Time.GetUtcNow().AddHours(1));
        List<InstanceId> listed = [];
        ExpiredInstance? after = null;
        while (await Retention.ListExpiredAsync(target, after, 2, Token) is { Count: > 0 } batch)
        {
            listed.AddRange(batch.Select(e => e.Id));
            after = batch[^1];
        }

        Assert.Equal(all, listed);
    }

    [Fact]
    public async Task ListUsedDefinitions_SomeTenants_GivesThoseWithInstances()
    {
        Assert.Empty(await Retention.ListUsedDefinitionsAsync(null, Token));
        await StartAsync(StoreSamples.Task("b"));
        await StartAsync(StoreSamples.Task("a"));
        await StartAsync(StoreSamples.Task("a"));
        await StartAsync(StoreSamples.Task("c"), by: Stranger);

        Assert.Equal([(Tenant, "a"), (Tenant, "b"), (Stranger.Tenant, "c")], await Retention.ListUsedDefinitionsAsync(null, Token));
        Assert.Equal([(Stranger.Tenant, "c")], await Retention.ListUsedDefinitionsAsync(Stranger.Tenant, Token));
    }

    [Fact]
    public async Task LoadStored_Completed_GivesRowHistoryAndTasks()
    {
        var completed = await CompletedAsync(reference: "REQ-1", startKey: "key");
        var history = await HistoryAsync(Queries, completed.Id);

        var stored = Assert.Single(await Retention.LoadStoredAsync(Tenant, [new InstanceId(Guid.CreateVersion7()), completed.Id], Token));

        Assert.Equal(
            (completed.Id, Tenant, "approval", new SemanticVersion(1, 0, 0), "REQ-1", "key", InstanceStatus.Completed, "requester", completed.State.EndedAt, completed.State.Revision),
            (stored.Row.Id, stored.Row.Tenant, stored.Row.Definition, stored.Row.Version, stored.Row.Reference, stored.Row.StartKey, stored.Row.Status, stored.Row.StartedBy,
                stored.Row.EndedAt, stored.Row.Revision));
        AssertSame(completed.State, InstanceJson.ReadInstance(stored.Row.State));
        Assert.Equal(history.Select(h => (h.Position, h.Event.GetType())), stored.History.Select(h => (h.Position, InstanceJson.ReadEvent(h.Payload).GetType())));
        var task = Assert.Single(stored.Tasks);
        Assert.Equal(("approve", HumanTaskStatus.Completed, "ann", "approve", "fine"), (task.Step.Value, task.Status, task.CompletedBy, task.Outcome, task.Comment));
        Assert.NotNull(task.Answers);
        Assert.Empty(await Retention.LoadStoredAsync(Stranger.Tenant, [completed.Id], Token));
    }

    [Fact]
    public async Task Remove_Finished_LeavesNothingOfItAndFreesTheStartKey()
    {
        var completed = await CompletedAsync(startKey: "key");
        var task = (await Queries.ListInstanceTasksAsync(Tenant, completed.Id, Token))[0].Id;
        var other = await CompletedAsync();

        var act = new AuditRow(Tenant, Time.GetUtcNow(), "adam", "api", "instance.delete", completed.Id, null, null, "asked to");

        Assert.Equal([completed.Id], await Retention.RemoveAsync(Tenant, [(completed.Id, completed.State.Revision)], act, Token));
        Assert.Empty(await Retention.RemoveAsync(Tenant, [(completed.Id, completed.State.Revision)], act, Token));

        Assert.Single((await Audit.ListActsAsync(Tenant, new AuditFilter { Action = "instance.delete" }, new PageRequest(), Token)).Items);
        Assert.Null(await Store.LoadAsync(Tenant, completed.Id, Token));
        Assert.Null(await Store.FindTaskAsync(Tenant, task, Token));
        Assert.Null(await Store.FindByStartKeyAsync(Tenant, "approval", "key", Token));
        Assert.Empty(await HistoryAsync(Queries, completed.Id));
        Assert.Empty(await Queries.ListInstanceTasksAsync(Tenant, completed.Id, Token));
        Assert.Equal([other.Id], (await Queries.ListInstancesAsync(Tenant, new InstanceFilter(), new PageRequest(), Token)).Items.Select(i => i.Id));
        Assert.NotEmpty(await HistoryAsync(Queries, other.Id));
        Assert.Single(await Queries.ListInstanceTasksAsync(Tenant, other.Id, Token));
        await CompletedAsync(startKey: "key");
    }

    [Fact]
    public async Task Remove_FailedWithATimerAndAnOfferedTask_TakesThemAlong()
    {
        var instance = await StartAsync(StoreSamples.Timers());
        await instance.CommitAsync(Store, new InstanceCommand.Cancel("olga", "gone"));

        Assert.Equal([instance.Id], await Retention.RemoveAsync(Tenant, [(instance.Id, instance.State.Revision)], null, Token));

        Assert.Null(await Store.NextTimerAsync(Token));
        Assert.Empty((await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.Available, "anybody"), new PageRequest(), Token)).Items);
    }

    [Fact]
    public async Task Remove_OpenOrTouchedSinceOrTheirs_Stays()
    {
        var open = await StartAsync(StoreSamples.Approval());
        var touched = await FailedAsync();
        var listed = touched.State.Revision;
        await touched.CommitAsync(Store, new InstanceCommand.Retry(touched.State.Incidents[0].Id, "olga"));
        var theirs = await CanceledAsync(Stranger);

        Assert.Empty(await Retention.RemoveAsync(
            Tenant, [(open.Id, open.State.Revision), (touched.Id, listed), (touched.Id, touched.State.Revision), (theirs.Id, theirs.State.Revision)], null, Token));

        AssertSame(open.State, await Store.LoadAsync(Tenant, open.Id, Token));
        AssertSame(touched.State, await Store.LoadAsync(Tenant, touched.Id, Token));
        Assert.NotNull(await Store.LoadAsync(Stranger.Tenant, theirs.Id, Token));
        Assert.NotEmpty(await HistoryAsync(Queries, open.Id));
    }

    [Fact]
    public async Task Remove_WhileSomebodyRetries_EitherIsWhole()
    {
        for (var i = 0; i < 20; i++)
        {
            var failed = await FailedAsync();
            var retry = failed.Decide(new InstanceCommand.Retry(failed.State.Incidents[0].Id, "olga"));
            var removing = Task.Run(() => Retention.RemoveAsync(Tenant, [(failed.Id, failed.State.Revision)], null, Token), Token);
            var retried = true;
            try
            {
                await Store.CommitAsync(retry, Token);
            }
            catch (ConcurrencyConflictException)
            {
                retried = false;
            }

            var removed = await removing;

            Assert.Equal(retried, removed.IsEmpty);
            Assert.Equal(retried, await Store.LoadAsync(Tenant, failed.Id, Token) is not null);
            Assert.Equal(retried ? retry.Next.Position : 0, (await HistoryAsync(Queries, failed.Id)).Count);
        }
    }

    [Fact]
    public async Task BeginRun_AnotherIsUnderWay_IsFalseUntilThatOneEndsOrFallsSilent()
    {
        var now = Time.GetUtcNow();
        RetentionRun first = Run(now), second = Run(now.AddMinutes(1)), report = Run(now) with { Trigger = RetentionTrigger.Instance, Status = RetentionRunStatus.Completed, EndedAt = now };
        Assert.True(await Retention.BeginRunAsync(first, now, null, Token));
        Assert.False(await Retention.BeginRunAsync(second, now, null, Token));
        Assert.True(await Retention.BeginRunAsync(report, now, null, Token));
        Assert.True(await Retention.BeginRunAsync(second, now.AddTicks(1), null, Token));

        var done = second with { EndedAt = now.AddMinutes(2), Status = RetentionRunStatus.Completed };
        Assert.True(await Retention.SaveRunAsync(done, Token));
        Assert.False(await Retention.SaveRunAsync(second, Token));
        Assert.Equal(RetentionJson.Write(done), RetentionJson.Write((await Retention.FindRunAsync(Tenant, second.Id, Token))!));
    }

    [Fact]
    public async Task ListRuns_OursAndEverybodys_GivesTheLatestFirst()
    {
        var now = Time.GetUtcNow();
        RetentionRun ours = Run(now) with { Tenant = Tenant }, all = Run(now.AddHours(1)) with { Trigger = RetentionTrigger.Schedule }, theirs = Run(now.AddHours(2)) with { Tenant = Stranger.Tenant };
        foreach (var run in new[] { ours, all, theirs })
        {
            Assert.True(await Retention.BeginRunAsync(run with { EndedAt = run.StartedAt }, now, null, Token));
        }

        Assert.Equal([all.Id, ours.Id], (await Retention.ListRunsAsync(Tenant, null, 10, Token)).Select(r => r.Id));
        Assert.Equal([ours.Id], (await Retention.ListRunsAsync(Tenant, all.Id, 10, Token)).Select(r => r.Id));
        Assert.Equal(all.Id, (await Retention.LastScheduledRunAsync(Token))!.Id);
        Assert.Null(await Retention.FindRunAsync(Tenant, theirs.Id, Token));
        var later = Run(now + RetentionRun.KeptFor + TimeSpan.FromMinutes(90));
        await Retention.BeginRunAsync(later, now, null, Token);
        Assert.Equal([later.Id], (await Retention.ListRunsAsync(Tenant, null, 10, Token)).Select(r => r.Id));
    }

    private static RetentionRun Run(DateTimeOffset at) =>
        new() { Id = new RetentionRunId(Guid.CreateVersion7(at)), Trigger = RetentionTrigger.Person, By = "adam", StartedAt = at, BeatAt = at };

    private async Task<ImmutableArray<InstanceId>> ExpiredAsync(InstanceStatus status, DateTimeOffset before, string definition = "approval") =>
        [.. (await Retention.ListExpiredAsync(new RetentionTarget(Tenant, definition, status, before), null, 10, Token)).Select(e => e.Id)];

    private async Task<TestInstance> CompletedAsync(string? reference = null, string? startKey = null)
    {
        var instance = await StartAsync(StoreSamples.Approval(), reference: reference, startKey: startKey);
        await instance.CommitAsync(Store, instance.CompleteStep());
        await instance.CommitAsync(Store, instance.CompleteTask("ann", "approve", "fine"));
        await instance.CommitAsync(Store, instance.CompleteStep());
        return instance;
    }

    private async Task<TestInstance> CanceledAsync(Actor? by = null)
    {
        var instance = await StartAsync(StoreSamples.Approval(), by);
        await instance.CommitAsync(Store, new InstanceCommand.Cancel(by ?? "olga", "gone"));
        return instance;
    }

    private async Task<TestInstance> FailedAsync()
    {
        var instance = await StartAsync(StoreSamples.Machines());
        var token = instance.State.Tokens[0];
        await instance.CommitAsync(Store, new InstanceCommand.FailStep(token.Id, token.Attempt, "boom", null, "broken"));
        return instance;
    }
}
