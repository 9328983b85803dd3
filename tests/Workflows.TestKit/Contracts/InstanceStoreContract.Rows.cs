using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>The rows beside the state: tasks and timers.</content>
public abstract partial class InstanceStoreContract
{
    [Fact]
    public async Task FindTask_LifeOfATask_TellsHowItStands()
    {
        var instance = await StartAsync(StoreSamples.Task(groups: ["managers"]));
        var id = instance.State.OpenTasks[0].Id;
        var ann = new Actor("ann", ["managers"], Tenant);
        Assert.Equal(new StoredTask(instance.Id, HumanTaskStatus.Offered, null, null, null, null, 1), await Store.FindTaskAsync(Tenant, id, Token));

        await instance.CommitAsync(Store, new InstanceCommand.ClaimTask(id, ann));
        Assert.Equal(new StoredTask(instance.Id, HumanTaskStatus.Allocated, null, null, null, null, 2), await Store.FindTaskAsync(Tenant, id, Token));

        await instance.CommitAsync(Store, new InstanceCommand.ReleaseTask(id, ann));
        Assert.Equal(new StoredTask(instance.Id, HumanTaskStatus.Offered, null, null, null, null, 3), await Store.FindTaskAsync(Tenant, id, Token));

        Time.Advance(TimeSpan.FromMinutes(5));
        await instance.CommitAsync(Store, instance.CompleteTask(ann, comment: "well"));
        Assert.Equal(new StoredTask(instance.Id, HumanTaskStatus.Completed, "ann", null, Time.GetUtcNow(), "well", 4), await Store.FindTaskAsync(Tenant, id, Token));
    }

    [Fact]
    public async Task FindTask_Outcome_IsKept()
    {
        var instance = await StartAsync(StoreSamples.Approval());
        await instance.CommitAsync(Store, instance.CompleteStep());
        var id = instance.State.OpenTasks[0].Id;

        await instance.CommitAsync(Store, instance.CompleteTask("ann", "reject"));

        Assert.Equal(new StoredTask(instance.Id, HumanTaskStatus.Completed, "ann", "reject", Time.GetUtcNow(), null, 3), await Store.FindTaskAsync(Tenant, id, Token));
    }

    [Fact]
    public async Task FindTask_CanceledInstance_SaysWhy()
    {
        var instance = await StartAsync(StoreSamples.Task());
        var id = instance.State.OpenTasks[0].Id;

        await instance.CommitAsync(Store, new InstanceCommand.Cancel("boss", "not needed"));

        var task = await Store.FindTaskAsync(Tenant, id, Token);
        Assert.Equal((HumanTaskStatus.Canceled, null, Time.GetUtcNow(), 2L), (task!.Status, task.CompletedBy, task.ClosedAt, task.Revision));
        Assert.Contains("not needed", task.Comment);
    }

    [Fact]
    public async Task FindTask_UnknownTask_GivesNull() => Assert.Null(await Store.FindTaskAsync(Tenant, new HumanTaskId(Guid.CreateVersion7()), Token));

    [Fact]
    public async Task ListDueTimers_SeveralTimers_GivesTheDueOnesEarliestFirst()
    {
        var started = Time.GetUtcNow();
        var first = await StartAsync(StoreSamples.Timers());
        Time.Advance(TimeSpan.FromMinutes(30));
        var second = await StartAsync(StoreSamples.Timers(), by: Stranger);

        Assert.Equal(started.AddHours(1), await Store.NextTimerAsync(Token));
        Assert.Empty(await Store.ListDueTimersAsync(started.AddHours(1).AddTicks(-1), 10, Token));

        var due = await Store.ListDueTimersAsync(started.AddHours(2), 10, Token);
        Assert.Equal(
            [
                new DueTimer(Tenant, first.Id, TokenIn(first, "first"), TimerKind.Step, started.AddHours(1)),
                new DueTimer(Stranger.Tenant, second.Id, TokenIn(second, "first"), TimerKind.Step, started.AddHours(1.5)),
                new DueTimer(Tenant, first.Id, TokenIn(first, "second"), TimerKind.Step, started.AddHours(2)),
            ],
            due);
        Assert.Equal(due.Take(2), await Store.ListDueTimersAsync(started.AddHours(9), 2, Token));
        Assert.Contains(new DueTimer(Tenant, first.Id, TokenIn(first, "decide"), TimerKind.Timeout, started.AddHours(3)), await Store.ListDueTimersAsync(started.AddHours(9), 10, Token));
    }

    [Fact]
    public async Task NextTimer_NoTimer_GivesNull()
    {
        await StartAsync(StoreSamples.Task());

        Assert.Null(await Store.NextTimerAsync(Token));
    }

    [Fact]
    public async Task ListDueTimers_BranchLeaves_OnlyItsTimersGo()
    {
        var instance = await StartAsync(StoreSamples.Timers());
        Time.Advance(TimeSpan.FromHours(1));

        await instance.CommitAsync(Store, new InstanceCommand.FireTimer(TokenIn(instance, "first"), TimerKind.Step));
        await AssertTimersAsync(instance);
        Assert.Equal(2, instance.State.Timers.Count);

        await instance.CommitAsync(Store, instance.CompleteTask("ann"));
        await AssertTimersAsync(instance);
        Assert.Single(instance.State.Timers);

        await instance.CommitAsync(Store, new InstanceCommand.Cancel("boss", "enough"));
        Assert.Empty(await Store.ListDueTimersAsync(DateTimeOffset.MaxValue, 10, Token));
        Assert.Null(await Store.NextTimerAsync(Token));
    }

    [Fact]
    public async Task ListDueTimers_SetAndFiredInOneCommit_LeavesNone()
    {
        var (instance, start) = TestInstance.Begin(StoreSamples.Timers(), Time);
        var begun = instance.TakeOver(start);
        begun.State.Revision = 0;
        var canceled = begun.Decide(new InstanceCommand.Cancel("boss", "at once"));

        await Store.CommitAsync(new InstanceCommit(canceled.Next, 0, [.. start.Events, .. canceled.Events], 1) { StoredTimers = [] }, Token);

        Assert.Null(await Store.NextTimerAsync(Token));
        var page = await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.All, "ann"), new PageRequest(), Token);
        Assert.Empty(page.Items);
    }

    /// <summary>Whatever happens to instances, in whatever order and grouping: the rows say the same as the states.</summary>
    [Fact]
    public async Task Commit_RandomWalks_RowsAgreeWithStates()
    {
        var random = new Random(20_260_102);
        var people = new[] { "ann", "bob" }.Select(id => new Actor(id, ["managers"], Tenant)).ToArray();
        List<TestInstance> instances = [];
        for (var i = 0; i < 12; i++)
        {
            instances.Add(await StartAsync((i % 3) switch { 0 => StoreSamples.Timers(), 1 => StoreSamples.Approval(), _ => StoreSamples.Task(groups: ["managers", "others"]) }));
        }

        for (var turn = 1; turn <= 200; turn++)
        {
            Time.Advance(TimeSpan.FromMinutes(random.Next(3)));
            var instance = instances[random.Next(instances.Count)];
            if (PossibleCommands(instance.State, people[random.Next(people.Length)]) is { Count: > 0 } commands)
            {
                await instance.CommitAsync(Store, commands[random.Next(commands.Count)]);
            }

            if (turn % 10 == 0)
            {
                await AssertTimersAsync([.. instances]);
                await AssertOpenTasksAsync(instances, people[0]);
            }
        }

        Assert.Contains(instances, i => i.State.Status is InstanceStatus.Completed);
        Assert.Contains(instances, i => i.State.Status is InstanceStatus.Canceled);
    }

    private async Task AssertOpenTasksAsync(List<TestInstance> instances, Actor person)
    {
        var expected = instances.SelectMany(i => i.State.OpenTasks).ToList();
        var open = await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.All, person), new PageRequest(200), Token);
        Assert.Equal(expected.Select(t => (t.Id.Value, t.Status, t.Assignee)).Order(), open.Items.Select(t => (t.Id.Value, t.Status, t.Assignee)).Order());
        var offered = await Queries.ListTasksAsync(Tenant, new TaskFilter(TaskScope.Available, person), new PageRequest(200), Token);
        Assert.Equal(expected.Where(t => t.Assignee is null).Select(t => t.Id.Value).Order(), offered.Items.Select(t => t.Id.Value).Order());
    }

    private static List<InstanceCommand> PossibleCommands(WorkflowInstance state, Actor person)
    {
        List<InstanceCommand> commands = [];
        if (state.IsEnded)
        {
            return commands;
        }

        foreach (var task in state.OpenTasks)
        {
            commands.Add(task.Assignee is null ? new InstanceCommand.ClaimTask(task.Id, person) : new InstanceCommand.ReleaseTask(task.Id, new Actor(task.Assignee, ["managers"], Tenant)));
        }

        commands.AddRange(state.Timers.Take(1).Select(t => new InstanceCommand.FireTimer(t.Token, t.Kind)));
        commands.AddRange(state.Tokens.Where(t => t.Status is StepStatus.Running).Select(t => new InstanceCommand.CompleteStep(t.Id, t.Attempt, DataChange.None)));
        if (state.Position > 12)
        {
            commands.Add(new InstanceCommand.Cancel("boss", "enough"));
        }

        return commands;
    }

    private async Task AssertTimersAsync(params TestInstance[] instances)
    {
        var expected = instances.SelectMany(i => i.State.Timers.Select(t => new DueTimer(i.State.Tenant, i.Id, t.Token, t.Kind, t.DueAt)));
        Assert.Equal(expected.OrderBy(t => (t.DueAt, t.Instance.Value, t.Token)), (await Store.ListDueTimersAsync(DateTimeOffset.MaxValue, 1000, Token)).OrderBy(t => (t.DueAt, t.Instance.Value, t.Token)));
    }

    private static int TokenIn(TestInstance instance, string step) => instance.State.Tokens.Single(t => t.Step == step).Id;
}
