using System.Text.Json;
using Workflows.TestKit.Fakes;
using Workflows.Web.Features.Start;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Features.Start;

public sealed class StartFormStateTests : WorkBenchTests
{
    [Fact]
    public async Task StartAsync_ValidData_StartsAsThePersonAndSaysWhatComesNext()
    {
        var state = await OpenAsync();

        var started = await StartAsync(state);

        var instance = Assert.Single(await Bench.StartedByAsync(WorkBench.Rita));
        Assert.Equal((instance.Id, "“Train” is started. Next: Manager approval (the group managers)."), (started?.Instance, started?.Text));
    }

    [Fact]
    public async Task StartAsync_PressedTwice_StartsOnce()
    {
        var state = await OpenAsync();

        await Task.WhenAll(StartAsync(state), StartAsync(state));
        await StartAsync(state);

        Assert.Single(await Bench.StartedByAsync(WorkBench.Rita));
    }

    [Fact]
    public async Task StartAsync_AnswerWasLost_TheNextTryFindsTheSameRequest()
    {
        var state = await OpenAsync();
        Bench.BrokenEngine.Fault = Fault.After;
        Assert.Null(await StartAsync(state));
        Assert.Equal((Loading.ServerFailed, false), (state.Problem, state.IsBusy));

        Bench.BrokenEngine.Fault = Fault.None;
        var started = await StartAsync(state);

        Assert.Equal(Assert.Single(await Bench.StartedByAsync(WorkBench.Rita)).Id, started?.Instance);
    }

    [Fact]
    public async Task StartAsync_AnswerWasLostAndTheDataChanged_PointsToTheFirstAndStartsAnotherOnlyWhenAskedAgain()
    {
        var state = await OpenAsync();
        Bench.BrokenEngine.Fault = Fault.After;
        await StartAsync(state);
        Bench.BrokenEngine.Fault = Fault.None;

        Assert.Null(await StartAsync(state, amount: 600));
        var first = Assert.Single(await Bench.StartedByAsync(WorkBench.Rita));
        Assert.Equal(first.Id, state.Existing);

        Assert.NotNull(await StartAsync(state, amount: 600));
        Assert.Equal(2, (await Bench.StartedByAsync(WorkBench.Rita)).Count);
    }

    [Fact]
    public async Task StartAsync_DataTheServerRefuses_ShowsItAtItsFieldAndStartsNothing()
    {
        var state = await OpenAsync();

        Assert.Null(await StartAsync(state, amount: 0));

        Assert.Equal(["/amount"], state.Errors.Select(error => error.InstancePath));
        Assert.Empty(await Bench.StartedByAsync(WorkBench.Rita));
    }

    [Fact]
    public async Task LoadAsync_UnknownWorkflow_IsMissing()
    {
        var state = Bench.StartForm();

        await state.LoadAsync(WorkBench.Rita, "nothing", Token);

        Assert.Equal((true, "There is no workflow 'nothing'."), (state.Definition.IsMissing, state.Definition.Failure));
    }

    private static Task<Started?> StartAsync(StartFormState state, decimal amount = 500)
    {
        return state.StartAsync(JsonSerializer.SerializeToElement(new { amount, purpose = "Train" }), Token);
    }

    private async Task<StartFormState> OpenAsync()
    {
        var state = Bench.StartForm();
        await state.LoadAsync(WorkBench.Rita, "expense", Token);
        return state;
    }
}
