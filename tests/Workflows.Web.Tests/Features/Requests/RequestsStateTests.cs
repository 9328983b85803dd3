using Workflows.Web.Features.Requests;

namespace Workflows.Web.Tests.Features.Requests;

public sealed class RequestsStateTests : WorkBenchTests
{
    [Theory]
    [InlineData(null, "Taxi for fiona, Bus, Train for managers")]
    [InlineData("open", "Taxi for fiona, Train for managers")]
    [InlineData("completed", "Bus")]
    [InlineData("canceled", "")]
    [InlineData("unheard-of", "Taxi for fiona, Bus, Train for managers")]
    public async Task LoadAsync_Status_ShowsWhatThePersonStartedWithWhomItWaitsFor(string? status, string expected)
    {
        await Bench.StartExpenseAsync("Train");
        await Bench.DecideAsync(await Bench.StartExpenseAsync("Bus"), WorkBench.Max, "reject", "No");
        var approved = await Bench.DecideAsync(await Bench.StartExpenseAsync("Taxi"), WorkBench.Max, "approve");
        await Bench.ClaimAsync(approved.OpenTasks.Single().Id, WorkBench.Fiona);
        await Bench.StartExpenseAsync("of somebody else", by: WorkBench.Mona);
        var state = Bench.Requests();

        await state.LoadAsync(WorkBench.Rita, status, Token);

        Assert.Equal(expected, Shown(state));
    }

    [Fact]
    public async Task Refresh_ARequestMoved_IsUpdatedInItsPlace()
    {
        var first = await Bench.StartExpenseAsync("Train");
        await Bench.StartExpenseAsync("Bus");
        var state = Bench.Requests();
        await state.LoadAsync(WorkBench.Rita, null, Token);

        await Bench.DecideAsync(first, WorkBench.Max, "approve");
        await Bench.StartExpenseAsync("Taxi");
        await state.Requests.RefreshAsync(Token);

        Assert.Equal(("Bus for managers, Train for finance", 1), (Shown(state), state.Requests.Rows.Value!.NewCount));
    }

    private static string Shown(RequestsState state)
    {
        return string.Join(", ", state.Requests.Rows.Value!.Rows.Select(row => row.Item).Select(request =>
            request.Waiting.IsEmpty
                ? request.Instance.Title
                : $"{request.Instance.Title} for {string.Join(" and ", request.Waiting.Select(task => task.Assignee ?? task.Groups[0]))}"));
    }
}
