using Workflows.Engine.Storage;
using Workflows.TestKit.Fakes;
using Workflows.Web.Features.Home;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Features.Home;

public sealed class HomeStateTests : WorkBenchTests
{
    [Fact]
    public async Task LoadAsync_TasksAndRequests_ShowsOnesOwnTasksBeforeTheAvailableOnes()
    {
        await Bench.StartExpenseAsync("Train");
        await Bench.ClaimAsync(await Bench.StartExpenseAsync("Bus"), WorkBench.Max);
        await Bench.StartExpenseAsync("Taxi", by: WorkBench.Max);

        var state = await OpenAsync();

        Assert.Equal(("Bus, Train, Taxi", new TaskCounts(1, 2)), (Tasks(state), state.Counts));
        Assert.Equal(["Taxi"], state.Requests.Rows.Value!.Rows.Select(row => row.Item.Instance.Title));
        Assert.Equal(["Expense approval", "Leave"], state.QuickStart.Value!.Definitions.Select(definition => definition.Name));
    }

    [Fact]
    public async Task LoadAsync_ManyTasks_ShowsTheOldestSix()
    {
        for (var i = 0; i < 8; i++)
        {
            await Bench.StartExpenseAsync($"{i}");
        }

        Assert.Equal("0, 1, 2, 3, 4, 5", Tasks(await OpenAsync()));
    }

    [Fact]
    public async Task RefreshAsync_OthersWork_MovesNoRow()
    {
        var task = await Bench.StartExpenseAsync("Train");
        var state = await OpenAsync();

        await Bench.DecideAsync(task, WorkBench.Mona, "approve");
        await Bench.StartExpenseAsync("Bus");
        await state.RefreshAsync(Token);

        Assert.Equal(("Train (gone)", 1), (Tasks(state), state.Tasks.Rows.Value!.NewCount));
    }

    [Fact]
    public async Task LoadAsync_ReadingFails_SaysSoForEachPart()
    {
        Bench.BrokenQueries.Fault = Fault.Before;

        var state = await OpenAsync();

        Assert.Equal(
            (Loading.ServerFailed, Loading.ServerFailed, Loading.ServerFailed),
            (state.Tasks.Rows.Failure, state.Requests.Rows.Failure, state.QuickStart.Failure));
    }

    private static string Tasks(HomeState state)
    {
        return string.Join(", ", state.Tasks.Rows.Value!.Rows.Select(row => row.IsGone ? $"{row.Item.InstanceTitle} (gone)" : row.Item.InstanceTitle));
    }

    private async Task<HomeState> OpenAsync()
    {
        var state = Bench.Home();
        await state.LoadAsync(WorkBench.Max, Token);
        return state;
    }
}
