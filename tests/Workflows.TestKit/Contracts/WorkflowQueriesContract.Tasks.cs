using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>What is about tasks.</content>
public abstract partial class WorkflowQueriesContract
{
    private static readonly Actor s_ann = new("ann", ["managers", "finance"], Tenant);
    private static readonly Actor s_bob = new("bob", ["managers"], Tenant);
    private static readonly Actor s_eve = new("eve", [], Tenant);

    [Fact]
    public async Task ListTasks_OneTask_GivesEveryColumn()
    {
        await AddAsync(Stored(name: "Approve requests"));
        var instance = await StartAsync(StoreSamples.Approval(), by: "rita", reference: "REQ-7", title: "Ink for Ann");
        Time.Advance(TimeSpan.FromMinutes(1));
        await instance.CommitAsync(Store, instance.CompleteStep());

        var task = Assert.Single((await TasksAsync(TaskScope.Available, s_bob)).Items);

        Assert.Equal(["ann"], task.Users);
        Assert.Equal(["managers"], task.Groups);
        Assert.Equal(
            new TaskSummary
            {
                Id = instance.State.OpenTasks[0].Id,
                Instance = instance.Id,
                Step = "approve",
                Definition = "approval",
                DefinitionName = "Approve requests",
                Version = SemanticVersion.Parse("1.0.0"),
                Title = "approve",
                Summary = null,
                InstanceTitle = "Ink for Ann",
                Reference = "REQ-7",
                Requester = "rita",
                Status = HumanTaskStatus.Offered,
                Assignee = null,
                CreatedAt = Time.GetUtcNow(),
                Revision = 2,
            },
            task with { Users = [], Groups = [] });
        Assert.True(task.EligibilityOf(s_bob).IsEligible);
        Assert.False(task.EligibilityOf(s_eve).IsEligible);
    }

    [Fact]
    public async Task ListTasks_Available_IsWhatIsOfferedByNameByGroupOrToAnybody()
    {
        var byName = await TaskAsync(users: ["ann", "eve"]);
        var byGroup = await TaskAsync(groups: ["finance"]);
        var byTwoGroups = await TaskAsync(users: ["ann", "bob"], groups: ["managers", "finance"]);
        var anybody = await TaskAsync();
        await TaskAsync(users: ["ann"]);
        await TaskAsync(groups: ["others"]);

        Assert.Equal([byName, byGroup, byTwoGroups, anybody], await IdsAsync(TaskScope.Available, s_ann));
        Assert.Equal([byTwoGroups, anybody], await IdsAsync(TaskScope.Available, s_bob));
        Assert.Equal([byName, anybody], await IdsAsync(TaskScope.Available, s_eve));
        Assert.Equal([anybody], await IdsAsync(TaskScope.Available, new Actor("managers")));
    }

    [Fact]
    public async Task ListTasks_ClaimAndRelease_MovesTheTaskBetweenInboxes()
    {
        var instance = await StartAsync(StoreSamples.Task(groups: ["managers"]));
        var id = instance.State.OpenTasks[0].Id;

        await instance.CommitAsync(Store, new InstanceCommand.ClaimTask(id, s_ann));
        Assert.Equal([id], await IdsAsync(TaskScope.Mine, s_ann));
        Assert.Empty(await IdsAsync(TaskScope.Available, s_ann));
        Assert.Empty(await IdsAsync(TaskScope.Available, s_bob));
        Assert.Equal(new TaskCounts(1, 0), await Queries.CountTasksAsync(s_ann, Token));

        await instance.CommitAsync(Store, new InstanceCommand.ReleaseTask(id, s_ann));
        Assert.Empty(await IdsAsync(TaskScope.Mine, s_ann));
        Assert.Equal([id], await IdsAsync(TaskScope.Available, s_bob));
        Assert.Equal(new TaskCounts(0, 1), await Queries.CountTasksAsync(s_ann, Token));

        await instance.CommitAsync(Store, instance.CompleteTask(s_bob));
        Assert.Empty(await IdsAsync(TaskScope.Available, s_ann));
        Assert.Empty(await IdsAsync(TaskScope.Mine, s_bob));
        Assert.Equal([id], await IdsAsync(TaskScope.Done, s_bob));
        Assert.Empty(await IdsAsync(TaskScope.Done, s_ann));
        Assert.Equal(new TaskCounts(0, 0), await Queries.CountTasksAsync(s_ann, Token));
    }

    [Fact]
    public async Task ListTasks_WithdrawnTask_IsInNobodysInbox()
    {
        var offered = await StartAsync(StoreSamples.Task());
        var mine = await StartAsync(StoreSamples.Task(users: ["ann"]));
        Assert.Equal(new TaskCounts(1, 1), await Queries.CountTasksAsync(s_ann, Token));

        await offered.CommitAsync(Store, new InstanceCommand.Cancel("boss", "enough"));
        await mine.CommitAsync(Store, new InstanceCommand.Cancel("boss", "enough"));

        Assert.Equal(new TaskCounts(0, 0), await Queries.CountTasksAsync(s_ann, Token));
        Assert.Empty(await IdsAsync(TaskScope.Mine, s_ann));
        Assert.Empty(await IdsAsync(TaskScope.Done, s_ann));
        var closed = await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.All, s_ann) { IsOpen = false }, new PageRequest(), Token);
        Assert.Equal([HumanTaskStatus.Canceled, HumanTaskStatus.Canceled], closed.Items.Select(t => t.Status));
    }

    [Theory]
    [InlineData(TaskScope.Available, true)]
    [InlineData(TaskScope.Mine, true)]
    [InlineData(TaskScope.All, true)]
    [InlineData(TaskScope.Done, false)]
    [InlineData(TaskScope.All, false)]
    public async Task ListTasks_Pages_GiveEveryRowOnceInOrder(TaskScope scope, bool isOpen)
    {
        List<HumanTaskId> all = [];
        for (var i = 0; i < 17; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(i % 3));
            var instance = await StartAsync(scope is TaskScope.Mine ? StoreSamples.Task(users: ["ann"]) : i % 2 == 0 ? StoreSamples.Task() : StoreSamples.Task(groups: ["managers", "finance"]));
            all.Add(instance.State.OpenTasks[0].Id);
            if (!isOpen)
            {
                await instance.CommitAsync(Store, instance.CompleteTask(s_ann));
            }
        }

        List<HumanTaskId> found = [];
        string? cursor = null;
        do
        {
            var page = await Queries.ListTasksAsync(Tenant, new TaskFilter(scope, s_ann) { IsOpen = isOpen }, new PageRequest(4, cursor), Token);
            found.AddRange(page.Items.Select(t => t.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        if (!isOpen)
        {
            all.Reverse();
        }

        Assert.Equal(all, found);
    }

    [Fact]
    public async Task ListTasks_TasksTakenBetweenPages_HideNoOther()
    {
        List<TestInstance> all = [];
        for (var i = 0; i < 9; i++)
        {
            all.Add(await StartAsync(StoreSamples.Task(groups: ["managers"])));
        }

        var first = await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.Available, s_bob), new PageRequest(3), Token);
        await all[1].CommitAsync(Store, all[1].CompleteTask(s_ann));
        await all[4].CommitAsync(Store, all[4].CompleteTask(s_ann));
        var second = await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.Available, s_bob), new PageRequest(3, first.Next), Token);

        Assert.Equal(new[] { 3, 5, 6 }.Select(i => all[i].Id), second.Items.Select(t => t.Instance));
    }

    [Fact]
    public async Task ListTasks_Filters_GiveWhatMatches()
    {
        var plain = await StartAsync(StoreSamples.Task(), reference: "REQ-1");
        var approval = await StartAsync(StoreSamples.Approval(), reference: "req-12");
        await approval.CommitAsync(Store, approval.CompleteStep());
        var timers = await StartAsync(StoreSamples.Timers());
        (TaskFilter Filter, TestInstance[] Expected)[] cases =
        [
            (Filter() with { Definition = "task" }, [plain]),
            (Filter() with { Instance = approval.Id }, [approval]),
            (Filter() with { Step = "decide" }, [plain, timers]),
            (Filter() with { Search = "Req-1" }, [plain, approval]),
            (Filter() with { Search = "req-12" }, [approval]),
            (Filter() with { Search = "DECIDE" }, [plain, timers]),
            (Filter() with { Search = "decide", Definition = "timers" }, [timers]),
            (Filter() with { Search = "nothing" }, []),
            (Filter() with { Definition = "task", Instance = approval.Id }, []),
            (Filter() with { Definition = "task", Step = "decide", Instance = plain.Id, Search = "r" }, [plain]),
        ];
        foreach (var scope in new[] { TaskScope.All, TaskScope.Available })
        {
            foreach (var (filter, expected) in cases)
            {
                var page = await Queries.ListTasksAsync(Tenant, filter with { Scope = scope }, new PageRequest(), Token);
                Assert.Equal(expected.Select(i => i.Id), page.Items.Select(t => t.Instance));
            }
        }

        static TaskFilter Filter() => new(TaskScope.All, s_ann);
    }

    [Theory]
    [InlineData(TaskScope.Mine, false)]
    [InlineData(TaskScope.Available, false)]
    [InlineData(TaskScope.Done, true)]
    public async Task ListTasks_ScopeThatContradictsIsOpen_GivesNothing(TaskScope scope, bool isOpen)
    {
        var done = await StartAsync(StoreSamples.Task(users: ["ann"]));
        await done.CommitAsync(Store, done.CompleteTask(s_ann));
        await TaskAsync(users: ["ann"]);
        await TaskAsync();

        Assert.Empty((await Queries.ListTasksAsync(Tenant, new TaskFilter(scope, s_ann) { IsOpen = isOpen }, new PageRequest(), Token)).Items);
    }

    [Fact]
    public async Task ListTasks_CursorOfAnotherList_Throws()
    {
        await TaskAsync();
        await TaskAsync();
        var open = await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.All, s_ann), new PageRequest(1), Token);

        await Assert.ThrowsAsync<InvalidCursorException>(() =>
            Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.Done, s_ann), new PageRequest(1, open.Next), Token));
    }

    [Fact]
    public async Task ListInstanceTasks_OpenAndClosed_OldestFirst()
    {
        var instance = await StartAsync(StoreSamples.Approval());
        await instance.CommitAsync(Store, instance.CompleteStep());
        var approve = instance.State.OpenTasks[0].Id;
        await TaskAsync();
        await instance.CommitAsync(Store, instance.CompleteTask(s_ann, "reject"));

        var tasks = await Queries.ListInstanceTasksAsync(Tenant, instance.Id, Token);

        Assert.Equal([(approve, HumanTaskStatus.Completed, "reject")], tasks.Select(t => (t.Id, t.Status, t.Outcome)));
        Assert.Empty(await Queries.ListInstanceTasksAsync(Tenant, new InstanceId(Guid.CreateVersion7()), Token));
    }

    [Fact]
    public async Task FindTask_CompletedTask_GivesAnswersAndComment()
    {
        var instance = await StartAsync(StoreSamples.Task(groups: ["managers"]));
        var id = instance.State.OpenTasks[0].Id;
        var open = await Queries.FindTaskAsync(Tenant, id, Token);
        Assert.Equal((null, null, true), (open!.Answers, open.Comment, open.IsOpen));

        await instance.CommitAsync(Store, instance.CompleteTask(s_bob, comment: "très bien", answers: new { amount = 1.50m }));

        var closed = await Queries.FindTaskAsync(Tenant, id, Token);
        Assert.Equal("""{"amount":1.50}""", JsonSerializer.Serialize(closed!.Answers));
        Assert.Equal(("très bien", "bob", false, HumanTaskStatus.Completed), (closed.Comment, closed.CompletedBy, closed.IsOpen, closed.Status));
        Assert.Equal(["managers"], closed.Groups);
        Assert.Null(await Queries.FindTaskAsync(Tenant, new HumanTaskId(Guid.CreateVersion7()), Token));
    }

    [Fact]
    public async Task CountTasks_MoreThanTheCap_StopsThere()
    {
        await Task.WhenAll(Enumerable.Range(0, TaskCounts.Cap + 20).Select(i => Task.Run(
            () => Store.CommitAsync(TestInstance.Begin(StoreSamples.Task(groups: ["managers", "finance"]), Time).Commit, Token), Token)));

        Assert.Equal(new TaskCounts(0, TaskCounts.Cap), await Queries.CountTasksAsync(s_ann, Token));
        Assert.Equal(new TaskCounts(0, 0), await Queries.CountTasksAsync(s_eve, Token));
    }

    [Fact]
    public async Task IsInvolved_StarterAssigneeDeciderAndCandidate_AreInvolved()
    {
        var offered = await StartAsync(StoreSamples.Task(groups: ["managers"]), by: "rita");
        var decided = await StartAsync(StoreSamples.Task(groups: ["managers"]), by: "rita");
        await decided.CommitAsync(Store, decided.CompleteTask(s_ann));
        var assigned = await StartAsync(StoreSamples.Task(users: ["eve"]), by: "rita");
        var withdrawn = await StartAsync(StoreSamples.Task(users: ["eve"]), by: "rita");
        await withdrawn.CommitAsync(Store, new InstanceCommand.Cancel("boss", "enough"));
        var anybody = await StartAsync(StoreSamples.Task(), by: "rita");
        TestInstance[] all = [offered, decided, assigned, withdrawn, anybody];

        Assert.Equal([true, true, true, true, true], await InvolvementAsync("rita", all));
        Assert.Equal([true, true, false, false, true], await InvolvementAsync(s_ann, all));
        Assert.Equal([true, false, false, false, true], await InvolvementAsync(s_bob, all));
        Assert.Equal([false, false, true, true, true], await InvolvementAsync(s_eve, all));
        Assert.False(await Queries.IsInvolvedAsync("rita", new InstanceId(Guid.CreateVersion7()), Token));
    }

    /// <summary>A second tenant whose people have the same names sees nothing, whatever it asks; and the first sees nothing of the second.</summary>
    [Fact]
    public async Task EveryQuery_OtherTenant_SeesNothing()
    {
        await AddAsync(Stored(document: "{}"));
        var instance = await StartAsync(StoreSamples.Approval(), by: "ann", reference: "REQ-1", startKey: "key");
        await instance.CommitAsync(Store, instance.CompleteStep());
        var open = instance.State.OpenTasks[0].Id;
        var done = await StartAsync(StoreSamples.Task(users: ["ann"]));
        var closed = done.State.OpenTasks[0].Id;
        await done.CommitAsync(Store, done.CompleteTask("ann"));
        await TaskAsync(users: ["ann"]);
        var other = Stranger.Tenant;

        Assert.Empty((await Queries.ListInstancesAsync(other, new InstanceFilter(), new PageRequest(), Token)).Items);
        foreach (var filter in new[] { new InstanceFilter { Search = "req" }, new InstanceFilter { Reference = "REQ-1" }, new InstanceFilter { StartedBy = "ann" }, new InstanceFilter { Definition = "approval" } })
        {
            Assert.Empty((await Queries.ListInstancesAsync(other, filter, new PageRequest(), Token)).Items);
        }

        foreach (var scope in Enum.GetValues<TaskScope>())
        {
            foreach (var filter in new[] { new TaskFilter(scope, Stranger), new TaskFilter(scope, Stranger) { Instance = instance.Id }, new TaskFilter(scope, Stranger) { Search = "a" } })
            {
                Assert.Empty((await Queries.ListTasksAsync(other, filter, new PageRequest(), Token)).Items);
                if (scope is not TaskScope.All)
                {
                    Assert.Empty((await Queries.ListTasksAsync(Tenant, filter, new PageRequest(), Token)).Items);
                }
            }
        }

        Assert.Empty((await Queries.ListTasksAsync(other, new TaskFilter(TaskScope.All, Stranger) { IsOpen = false }, new PageRequest(), Token)).Items);
        Assert.Null(await Queries.FindInstanceAsync(other, instance.Id, Token));
        Assert.Empty(await Queries.ListHistoryAsync(other, instance.Id, 0, 100, Token));
        Assert.Empty(await Queries.ListInstanceTasksAsync(other, instance.Id, Token));
        Assert.Null(await Queries.FindTaskAsync(other, open, Token));
        Assert.Null(await Queries.FindTaskAsync(other, closed, Token));
        Assert.Equal(new TaskCounts(0, 0), await Queries.CountTasksAsync(Stranger, Token));
        Assert.False(await Queries.IsInvolvedAsync(Stranger, instance.Id, Token));
        Assert.False(await Queries.IsInvolvedAsync(Stranger, done.Id, Token));
        Assert.Empty(await Queries.ListDefinitionsAsync(other, Token));
        Assert.Empty(await Queries.ListVersionsAsync(other, "approval", Token));
        Assert.Null(await Queries.FindDefinitionAsync(other, "approval", null, Token));
        Assert.Null(await Store.LoadAsync(other, instance.Id, Token));
        Assert.Null(await Store.FindTaskAsync(other, open, Token));
        Assert.Null(await Store.FindByStartKeyAsync(other, "approval", "key", Token));
        Assert.Null(await Definitions.FindAsync(other, "approval", null, Token));
        Assert.Null(await Definitions.FindAsync(other, "approval", SemanticVersion.Parse("1.0.0"), Token));

        Assert.Single((await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.Available, s_ann), new PageRequest(), Token)).Items);
    }

    private async Task<HumanTaskId> TaskAsync(string[]? users = null, string[]? groups = null) =>
        (await StartAsync(StoreSamples.Task(users: users, groups: groups))).State.OpenTasks[0].Id;

    private Task<Page<TaskSummary>> TasksAsync(TaskScope scope, Actor person) =>
        Queries.ListTasksAsync(Tenant, new TaskFilter(scope, person), new PageRequest(), Token);

    private async Task<IEnumerable<HumanTaskId>> IdsAsync(TaskScope scope, Actor person) => (await TasksAsync(scope, person)).Items.Select(t => t.Id);

    private async Task<List<bool>> InvolvementAsync(Actor person, TestInstance[] instances)
    {
        List<bool> involved = [];
        foreach (var instance in instances)
        {
            involved.Add(await Queries.IsInvolvedAsync(person, instance.Id, Token));
        }

        return involved;
    }
}
