using Workflows.Engine.HumanTasks;
using Workflows.Engine.Storage;
using Workflows.TestKit.Fakes;
using Workflows.Web.Features.Inbox;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Features.Inbox;

public sealed class InboxStateTests : WorkBenchTests
{
    [Fact]
    public async Task LoadAsync_NoScopeAndNothingOfOnesOwn_ShowsWhatIsAvailable()
    {
        await Bench.StartExpenseAsync("Train");

        var state = await OpenAsync(new InboxQuery());

        Assert.Equal((TaskScope.Available, "Train", new TaskCounts(0, 1)), (state.Scope, Shown(state), state.Counts));
    }

    [Fact]
    public async Task LoadAsync_NoScopeAndSomethingOfOnesOwn_ShowsThat()
    {
        await Bench.StartExpenseAsync("Train");
        await Bench.ClaimAsync(await Bench.StartExpenseAsync("Bus"), WorkBench.Max);

        var state = await OpenAsync(new InboxQuery());

        Assert.Equal((TaskScope.Mine, "Bus"), (state.Scope, Shown(state)));
    }

    [Theory]
    [InlineData(TaskScope.Mine, "Bus")]
    [InlineData(TaskScope.Available, "Train, Taxi")]
    [InlineData(TaskScope.Done, "Plane")]
    public async Task LoadAsync_Scope_ShowsItsTasks(TaskScope scope, string expected)
    {
        await Bench.StartExpenseAsync("Train");
        await Bench.ClaimAsync(await Bench.StartExpenseAsync("Bus"), WorkBench.Max);
        await Bench.DecideAsync(await Bench.StartExpenseAsync("Plane"), WorkBench.Max, "approve");
        await Bench.StartExpenseAsync("Taxi");

        Assert.Equal(expected, Shown(await OpenAsync(new InboxQuery(scope))));
    }

    [Fact]
    public async Task LoadAsync_AnotherWorkflow_ShowsNoTaskOfThisOne()
    {
        await Bench.StartExpenseAsync();

        Assert.Equal("", Shown(await OpenAsync(new InboxQuery(TaskScope.Available, Definition: "leave"))));
    }

    [Fact]
    public async Task LoadAsync_OnlyTheSelectionChanged_DoesNotReadAgain()
    {
        var task = await Bench.StartExpenseAsync("Train");
        var state = await OpenAsync(new InboxQuery());
        var reads = Bench.BrokenQueries.Calls;

        await state.LoadAsync(WorkBench.Max, new InboxQuery(Task: task), Token);

        Assert.Equal((reads, "Train", task), (Bench.BrokenQueries.Calls, Shown(state), state.Query.Task));
    }

    [Fact]
    public async Task LoadAsync_ReadingFails_SaysSoUntilItIsTriedAgain()
    {
        await Bench.StartExpenseAsync("Train");
        Bench.BrokenQueries.Fault = Fault.Before;
        var state = await OpenAsync(new InboxQuery());
        Assert.Equal(Loading.ServerFailed, state.Tasks.Rows.Failure);

        Bench.BrokenQueries.Fault = Fault.None;
        await state.Tasks.ReloadAsync(Token);

        Assert.Equal("Train", Shown(state));
    }

    [Fact]
    public async Task Refresh_OthersWork_MovesNoRow()
    {
        var first = await Bench.StartExpenseAsync("Train");
        await Bench.StartExpenseAsync("Bus");
        var state = await OpenAsync(new InboxQuery());

        await Bench.ClaimAsync(first, WorkBench.Mona);
        await Bench.StartExpenseAsync("Taxi");
        await state.Tasks.RefreshAsync(Token);

        Assert.Equal(("Train (gone), Bus", 1, new TaskCounts(0, 2)), (Shown(state), state.Tasks.Rows.Value!.NewCount, state.Counts));
        await state.Tasks.ReloadAsync(Token);
        Assert.Equal(("Bus, Taxi", 0), (Shown(state), state.Tasks.Rows.Value!.NewCount));
    }

    [Fact]
    public async Task Refresh_ScopeThatWasChosen_StaysWhenItIsEmptied()
    {
        var task = await Bench.StartExpenseAsync("Train");
        await Bench.ClaimAsync(task, WorkBench.Max);
        await Bench.StartExpenseAsync("Bus");
        var state = await OpenAsync(new InboxQuery());

        await Bench.DecideAsync(task, WorkBench.Max, "approve");
        await state.Tasks.ReloadAsync(Token);

        Assert.Equal((TaskScope.Mine, ""), (state.Scope, Shown(state)));
    }

    [Fact]
    public async Task LoadMore_LongList_GoesOnWhereItEnded()
    {
        for (var i = 0; i < 30; i++)
        {
            await Bench.StartExpenseAsync($"{i}");
        }

        var state = await OpenAsync(new InboxQuery());
        Assert.Equal(25, state.Tasks.Rows.Value!.Rows.Length);

        await state.Tasks.LoadMoreAsync(Token);

        Assert.Equal(string.Join(", ", Enumerable.Range(0, 30)), Shown(state));
    }

    [Fact]
    public async Task Neighbor_FromTheSelectedRow_IsTheNextOpenOne()
    {
        var ids = await StartThreeAsync();
        var state = await OpenAsync(new InboxQuery(Task: ids[0]));
        await Bench.ClaimAsync(ids[1], WorkBench.Mona);
        await state.Tasks.RefreshAsync(Token);

        Assert.Equal((ids[2], (HumanTaskId?)null), (state.Neighbor(1), state.Neighbor(-1)));
    }

    [Fact]
    public async Task Neighbor_NothingSelected_IsTheFirstRow()
    {
        var ids = await StartThreeAsync();

        Assert.Equal(ids[0], (await OpenAsync(new InboxQuery())).Neighbor(1));
    }

    [Fact]
    public async Task NextAfter_Task_IsTheOneBelowElseTheOneAboveElseNone()
    {
        var ids = await StartThreeAsync();
        var state = await OpenAsync(new InboxQuery());

        Assert.Equal((ids[2], ids[1]), (state.NextAfter(ids[1]), state.NextAfter(ids[2])));

        await Bench.ClaimAsync(ids[0], WorkBench.Mona);
        await Bench.ClaimAsync(ids[1], WorkBench.Mona);
        await state.Tasks.RefreshAsync(Token);

        Assert.Null(state.NextAfter(ids[2]));
    }

    private static string Shown(InboxState state)
    {
        return string.Join(", ", state.Tasks.Rows.Value!.Rows.Select(row => row.IsGone ? $"{row.Item.InstanceTitle} (gone)" : row.Item.InstanceTitle));
    }

    private async Task<HumanTaskId[]> StartThreeAsync()
    {
        return [await Bench.StartExpenseAsync(), await Bench.StartExpenseAsync(), await Bench.StartExpenseAsync()];
    }

    private async Task<InboxState> OpenAsync(InboxQuery query)
    {
        var state = Bench.Inbox();
        await state.LoadAsync(WorkBench.Max, query, Token);
        return state;
    }
}
