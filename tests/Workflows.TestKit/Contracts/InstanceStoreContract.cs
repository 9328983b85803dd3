using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <summary>What every <see cref="IInstanceStore"/> and <see cref="IDefinitionStore"/> must do.</summary>
public abstract partial class InstanceStoreContract : StoreContract
{
    [Fact]
    public async Task Load_UnknownInstance_GivesNull() =>
        Assert.Null(await Store.LoadAsync(Tenant, new InstanceId(Guid.CreateVersion7()), Token));

    [Fact]
    public async Task Commit_NewInstance_LoadsTheSameState()
    {
        var instance = await StartAsync(StoreSamples.Approval(), reference: "REQ-1", title: "Größe \"Ω\" 😀", startKey: "key", data: new { list = new[] { 1.5m, 2m }, nothing = (string?)null });

        var loaded = await Store.LoadAsync(Tenant, instance.Id, Token);

        AssertSame(instance.State, loaded);
        Assert.Equal(1, loaded!.Revision);
    }

    [Fact]
    public async Task Commit_Advances_LoadsTheSameStateAndTheWholeHistory()
    {
        var instance = await StartAsync(StoreSamples.Approval());
        var all = (await HistoryAsync(Queries, instance.Id)).Select(e => e.Event).ToList();
        var submitted = await instance.CommitAsync(Store, instance.CompleteStep());
        var approved = await instance.CommitAsync(Store, instance.CompleteTask("ann", "approve", "fine"));
        var processed = await instance.CommitAsync(Store, instance.CompleteStep());

        AssertSame(instance.State, await Store.LoadAsync(Tenant, instance.Id, Token));
        var history = await HistoryAsync(Queries, instance.Id);
        Assert.Equal(Enumerable.Range(1, history.Count).Select(i => (long)i), history.Select(e => e.Position));
        Assert.Equal(
            [.. all.Concat(submitted.Events).Concat(approved.Events).Concat(processed.Events).Select(e => System.Text.Encoding.UTF8.GetString(InstanceJson.Write(e)))],
            history.Select(e => System.Text.Encoding.UTF8.GetString(InstanceJson.Write(e.Event))));
        var replayed = WorkflowInstance.Replay(history.Select(e => e.Event));
        replayed.Revision = instance.State.Revision;
        AssertSame(instance.State, replayed);
        Assert.Equal(InstanceStatus.Completed, instance.State.Status);
    }

    [Fact]
    public async Task Commit_SeveralDecisionsAtOnce_StoresAllOfThem()
    {
        var instance = await StartAsync(StoreSamples.Machines(20));
        var steps = Enumerable.Repeat<Func<WorkflowInstance, InstanceCommand>>(TestInstance.CompleteStep, 20).ToArray();

        await instance.CommitAsync(Store, instance.Decide(steps));

        AssertSame(instance.State, await Store.LoadAsync(Tenant, instance.Id, Token));
        Assert.Equal(instance.State.Position, (await HistoryAsync(Queries, instance.Id)).Count);
        Assert.Equal((InstanceStatus.Completed, 2L), (instance.State.Status, instance.State.Revision));
    }

    [Fact]
    public async Task Commit_StateChangedAfterwards_StoredStateStays()
    {
        var instance = await StartAsync(StoreSamples.Approval());
        var before = instance.State.Copy();

        instance.State.Title = "changed";
        instance.State.Tokens.Clear();
        var loaded = await Store.LoadAsync(Tenant, instance.Id, Token);
        loaded!.Tokens.Clear();

        AssertSame(before, await Store.LoadAsync(Tenant, instance.Id, Token));
    }

    [Fact]
    public async Task Commit_LargeData_LoadsTheSameState()
    {
        var instance = await StartAsync(StoreSamples.Task(), data: new { text = new string('ä', 100_000) });

        AssertSame(instance.State, await Store.LoadAsync(Tenant, instance.Id, Token));
    }

    [Fact]
    public async Task Commit_StaleRevision_ThrowsAndWritesNothing()
    {
        var instance = await StartAsync(StoreSamples.Task());
        var late = instance.Decide(instance.CompleteTask("bob", comment: "too late"));
        await instance.CommitAsync(Store, new InstanceCommand.ClaimTask(instance.State.OpenTasks[0].Id, "ann"));
        var history = await HistoryAsync(Queries, instance.Id);

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Store.CommitAsync(late, Token));

        AssertSame(instance.State, await Store.LoadAsync(Tenant, instance.Id, Token));
        Assert.Equal(history.Count, (await HistoryAsync(Queries, instance.Id)).Count);
        Assert.Equal(HumanTaskStatus.Allocated, (await Store.FindTaskAsync(Tenant, instance.State.OpenTasks[0].Id, Token))!.Status);
    }

    [Fact]
    public async Task Commit_SameNewInstanceTwice_SecondThrows()
    {
        var (_, commit) = TestInstance.Begin(StoreSamples.Task(), Time, startKey: "key");
        await Store.CommitAsync(commit, Token);

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Store.CommitAsync(commit, Token));

        Assert.Equal(commit.Events.Length, (await HistoryAsync(Queries, commit.Next.Id)).Count);
    }

    [Fact]
    public async Task Commit_InstanceThatIsNotStored_Throws()
    {
        var (_, commit) = TestInstance.Begin(StoreSamples.Task(), Time);
        commit.Next.Revision = 8;

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Store.CommitAsync(commit with { ExpectedRevision = 7 }, Token));

        Assert.Null(await Store.LoadAsync(Tenant, commit.Next.Id, Token));
    }

    [Fact]
    public async Task Commit_InstanceOfAnotherTenant_ThrowsAndWritesNothing()
    {
        var instance = await StartAsync(StoreSamples.Task());
        var foreign = instance.Decide(instance.CompleteTask("bob"));
        foreign.Next.Tenant = Stranger.Tenant;

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Store.CommitAsync(foreign, Token));

        AssertSame(instance.State, await Store.LoadAsync(Tenant, instance.Id, Token));
    }

    [Fact]
    public async Task Commit_CanceledBefore_WritesNothing()
    {
        var (_, commit) = TestInstance.Begin(StoreSamples.Task(), Time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync(commit, new CancellationToken(true)));

        Assert.Null(await Store.LoadAsync(Tenant, commit.Next.Id, Token));
    }

    [Fact]
    public async Task Commit_SixtyFourCallersOnEachRevision_ExactlyOneWinsEach()
    {
        const int Revisions = 10;
        var instance = await StartAsync(StoreSamples.Machines(Revisions));
        for (var revision = 1; revision <= Revisions; revision++)
        {
            var commits = Enumerable.Range(0, 64).Select(_ => instance.Decide(instance.CompleteStep())).ToList();

            var won = await Task.WhenAll(commits.Select(commit => Task.Run(() => WinsAsync<ConcurrencyConflictException>(commit), Token)));

            Assert.Single(won, w => w);
            instance = instance.TakeOver(commits[Array.IndexOf(won, true)]);
        }

        AssertSame(instance.State, await Store.LoadAsync(Tenant, instance.Id, Token));
        var history = await HistoryAsync(Queries, instance.Id);
        Assert.Equal(instance.State.Position, history.Count);
        Assert.Equal(Revisions, history.Count(e => e.Event is StepCompleted));
        Assert.Equal(InstanceStatus.Completed, instance.State.Status);
    }

    [Fact]
    public async Task Commit_SixtyFourStartsWithOneKey_ExactlyOneWins()
    {
        var commits = Enumerable.Range(0, 64).Select(_ => TestInstance.Begin(StoreSamples.Task(), Time, startKey: "key").Commit).ToList();

        var won = await Task.WhenAll(commits.Select(commit => Task.Run(() => WinsAsync<DuplicateStartKeyException>(commit), Token)));

        Assert.Single(won, w => w);
        var winner = commits[Array.IndexOf(won, true)].Next.Id;
        Assert.Equal(winner, (await Store.FindByStartKeyAsync(Tenant, "task", "key", Token))!.Instance);
        Assert.Equal([winner], (await Queries.ListInstancesAsync(Tenant, new InstanceFilter(), new PageRequest(200), Token)).Items.Select(i => i.Id));
        Assert.Single((await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.All, "ann"), new PageRequest(200), Token)).Items);
    }

    [Fact]
    public async Task Commit_TwoHundredInstancesAtOnce_StoresEveryOne()
    {
        var commits = Enumerable.Range(0, 200).Select(_ => TestInstance.Begin(StoreSamples.Approval(), Time).Commit).ToList();

        await Task.WhenAll(commits.Select(commit => Task.Run(() => Store.CommitAsync(commit, Token), Token)));

        foreach (var commit in commits)
        {
            AssertSame(commit.Next, await Store.LoadAsync(Tenant, commit.Next.Id, Token));
        }
    }

    [Fact]
    public async Task FindByStartKey_StartedInstance_GivesItsFirstData()
    {
        var instance = await StartAsync(StoreSamples.Approval(), startKey: "key", data: new { amount = 12.50m, text = "ü" });
        await instance.CommitAsync(Store, instance.CompleteStep());

        var found = await Store.FindByStartKeyAsync(Tenant, "approval", "key", Token);

        Assert.Equal(instance.Id, found!.Instance);
        Assert.Equal("""{"amount":12.50,"text":"ü"}""", System.Text.RegularExpressions.Regex.Unescape(Text(found.Data)));
        Assert.Null(await Store.FindByStartKeyAsync(Tenant, "approval", "KEY", Token));
        Assert.Null(await Store.FindByStartKeyAsync(Tenant, "task", "key", Token));
    }

    [Fact]
    public async Task Commit_StartKeyOfAnotherDefinitionOrTenant_IsAnotherKey()
    {
        await StartAsync(StoreSamples.Task(), startKey: "key");

        await StartAsync(StoreSamples.Task("other"), startKey: "key");
        await StartAsync(StoreSamples.Task(), by: Stranger, startKey: "key");
        await StartAsync(StoreSamples.Task());
        await StartAsync(StoreSamples.Task());

        await Assert.ThrowsAsync<DuplicateStartKeyException>(() => StartAsync(StoreSamples.Task(), startKey: "key"));
    }

    [Fact]
    public async Task ListRunning_Statuses_GivesPendingAndRunningByIdInPages()
    {
        List<InstanceId> running = [];
        for (var i = 0; i < 7; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            running.Add((await StartAsync(StoreSamples.Approval(), by: i % 2 == 0 ? "requester" : Stranger)).Id);
            await StartAsync(StoreSamples.Task());
        }

        var ended = await StartAsync(StoreSamples.Machines(1));
        await ended.CommitAsync(Store, ended.CompleteStep());
        var waiting = await StartAsync(StoreSamples.Approval());
        await waiting.CommitAsync(Store, waiting.CompleteStep());

        var first = await Store.ListRunningAsync(null, 4, Token);
        var second = await Store.ListRunningAsync(first[^1].Instance, 4, Token);

        Assert.Equal(running, first.Concat(second).Select(r => r.Instance));
        Assert.Equal(["default", "other", "default", "other"], first.Select(r => r.Tenant.Value));
        Assert.Equal(3, second.Count);
    }

    private async Task<bool> WinsAsync<TLost>(InstanceCommit commit)
        where TLost : Exception
    {
        try
        {
            await Store.CommitAsync(commit, Token);
            return true;
        }
        catch (TLost)
        {
            return false;
        }
    }
}
