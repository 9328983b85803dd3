using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Web.Auth;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class InstanceStateTests : IAsyncLifetime
{
    private OperateWorld _world = null!;

    private InstanceState State => field ??= new(_world.Engine, _world.Callbacks, OperateWorld.Log<InstanceState>());

    private InstanceView View => State.View.Value!;

    public async ValueTask InitializeAsync() => _world = await OperateWorld.CreateAsync(Loop());

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Load_Requester_SeesTheirInstanceAndMayCancelIt()
    {
        var instance = await _world.StartAsync(title: "Laptop");

        await LoadAsync(OperateWorld.Rita, instance);

        Assert.Equal(("Laptop", "Simple approval", 1, false), (View.Instance.Title, View.Definition.Name, View.Tasks.Length, View.IsOperator));
        Assert.Equal((true, false), (View.Cancel.Allowed, View.Retry.Allowed));
        Assert.Equal(View.Instance.Position, View.History.Last);
    }

    [Fact]
    public async Task Load_SomebodyWithoutPart_IsToldThatThereIsNothing()
    {
        await LoadAsync(OperateWorld.Uma, await _world.StartAsync());

        Assert.Null(State.View.Value);
        Assert.True(State.View.IsMissing);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("01900000-0000-7000-8000-000000000000")]
    public async Task Load_NoInstance_IsMissing(string id)
    {
        await State.LoadAsync(OperateWorld.Olga, id, TestContext.Current.CancellationToken);

        Assert.True(State.View.IsMissing);
    }

    [Fact]
    public async Task Refresh_AfterADecision_AddsWhatHappened()
    {
        var instance = await _world.StartAsync();
        await LoadAsync(OperateWorld.Olga, instance);
        var before = View.History.Entries;

        await _world.DecideAsync(instance);
        await State.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(InstanceStatus.Completed, View.Instance.Status);
        Assert.Equal(before, View.History.Entries[..before.Length]);
        Assert.IsType<InstanceCompleted>(View.History.Entries[^1].Event);
        Assert.Equal(Enumerable.Range(1, (int)View.Instance.Position).Select(position => (long)position), View.History.Entries.Select(entry => entry.Position));
    }

    [Fact]
    public async Task Cancel_Open_EndsItWithTheReason()
    {
        await LoadAsync(OperateWorld.Rita, await _world.StartAsync());

        Assert.True(await State.CancelAsync("Bought elsewhere.", TestContext.Current.CancellationToken));

        Assert.Equal((InstanceStatus.Canceled, "Bought elsewhere."), (View.Instance.Status, View.Instance.Reason));
        Assert.Equal((false, "It is canceled."), (View.Cancel.Allowed, View.Cancel.Reason));
    }

    [Fact]
    public async Task Cancel_WhenItEndedMeanwhile_SaysSoAndShowsHow()
    {
        var instance = await _world.StartAsync();
        await LoadAsync(OperateWorld.Rita, instance);
        await _world.DecideAsync(instance);

        Assert.False(await State.CancelAsync("Bought elsewhere.", TestContext.Current.CancellationToken));

        Assert.Contains("the instance is completed", State.Failure, StringComparison.Ordinal);
        Assert.Equal(InstanceStatus.Completed, View.Instance.Status);
    }

    [Fact]
    public async Task Retry_AfterTheCauseIsMended_GoesOn()
    {
        _world.Pay.IsBroken = true;
        var instance = await _world.StartAsync();
        await _world.DecideAsync(instance);
        await LoadAsync(OperateWorld.Olga, instance);
        Assert.Equal("The bank did not answer.", Assert.Single(StepRuns.Of(View.History.Entries, "pay")).Errors.Single().Split(": ")[^1]);

        _world.Pay.IsBroken = false;
        Assert.True(await State.RetryAsync(View.Instance.Incidents.Single().Id, TestContext.Current.CancellationToken));

        Assert.Equal(InstanceStatus.Completed, View.Instance.Status);
    }

    [Fact]
    public async Task Retry_Requester_IsRefused()
    {
        _world.Pay.IsBroken = true;
        var instance = await _world.StartAsync();
        await _world.DecideAsync(instance);
        await LoadAsync(OperateWorld.Rita, instance);

        Assert.False(await State.RetryAsync(1, TestContext.Current.CancellationToken));

        Assert.Contains("operator", State.Failure, StringComparison.Ordinal);
        Assert.Single(View.Instance.Incidents);
    }

    [Fact]
    public async Task LoadEarlier_LongHistory_ReadsItPieceByPiece()
    {
        var instance = await _world.StartAsync(new { rounds = 0 }, definition: "loop");
        Assert.True(instance.Position > 2 * HistoryWindow.Size, $"The sample's history is too short: {instance.Position}.");
        await LoadAsync(OperateWorld.Olga, instance);
        Assert.Equal((HistoryWindow.Size, instance.Position - HistoryWindow.Size), (View.History.Entries.Length, View.History.EarlierCount));

        while (View.History.HasEarlier)
        {
            var before = View.History.EarlierCount;
            await State.LoadEarlierAsync(TestContext.Current.CancellationToken);
            Assert.True(View.History.EarlierCount < before);
        }

        Assert.Equal(instance.Position, View.History.Entries.Length);
        Assert.IsType<InstanceStarted>(View.History.Entries[0].Event);
    }

    [Fact]
    public async Task WithdrawnByCancel_NamesTasksAndTimers()
    {
        await LoadAsync(OperateWorld.Rita, await _world.StartAsync());

        Assert.Equal(
            ["The task “Manager approval”, offered to the group managers", "The timer of “Manager approval”"],
            InstanceState.WithdrawnByCancel(View.Instance, View.Definition, id => id));
    }

    private Task LoadAsync(Person person, InstanceSnapshot instance) => State.LoadAsync(person, instance.Id.ToString(), TestContext.Current.CancellationToken);

    /// <summary>Counts to 150, then waits.</summary>
    private static WorkflowDefinition Loop() => WorkflowDefinition.Create("loop", "1.0.0", d => d
        .Set("count", ("rounds", "data.rounds + 1"))
        .Exclusive("more")
        .Human("wait", "Wait")
        .Edge("count", "more")
        .Edge("more", "count", when: "data.rounds < 150")
        .Edge("more", "wait", otherwise: true));
}
