using Workflows.Engine.Instances;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class RepairStateTests : IAsyncLifetime
{
    private OperateWorld _world = null!;

    private RepairState State => field ??= new(_world.Engine, OperateWorld.Log<RepairState>());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await OperateWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Begin_AtOnePlace_ChoosesIt()
    {
        await BeginAsync(await _world.StartAsync());

        Assert.Equal("Manager approval (waiting)", Assert.Single(State.Places).Text);
        Assert.Equal(State.Places[0].Token, State.Token);
        Assert.Equal(["approve", "reject", "timeout"], State.Outcomes.Select(o => o.Id));
    }

    [Fact]
    public async Task Preview_OfWhatCannotBe_SaysWhyAndOfWhatCan_SaysWhat()
    {
        var instance = await _world.StartAsync();
        await BeginAsync(instance);

        await State.PreviewAsync(Cancellation);
        Assert.False(State.IsReady);
        Assert.StartsWith("No edge of 'approve' can be taken", State.Refusal, StringComparison.Ordinal);

        (State.Kind, State.Outcome) = (RepairKind.Force, "reject");
        await State.PreviewAsync(Cancellation);
        Assert.True(State.IsReady);
        Assert.Contains(State.Preview!.Events, e => e is StepOverridden { Outcome: "reject" });
        Assert.Equal(InstanceStatus.Waiting, (await ReadAsync(instance)).Status);
    }

    [Theory]
    [InlineData("{", "That is not JSON: line 1, character 2.")]
    [InlineData("7", "Write an object: the members to change, as { \"amount\": 100 }.")]
    [InlineData("{}", null)]
    public async Task Preview_OfDataThatCannotBeRead_SaysWhere(string patch, string? refusal)
    {
        await BeginAsync(await _world.StartAsync());
        (State.Kind, State.Patch) = (RepairKind.EditData, patch);

        await State.PreviewAsync(Cancellation);

        Assert.Equal((refusal, false), (State.Refusal, State.IsReady));
    }

    [Fact]
    public async Task Do_AfterSomebodyElseWasFaster_SaysSoAndChangesNothing()
    {
        var instance = await _world.StartAsync();
        await BeginAsync(instance);
        (State.Kind, State.Outcome, State.Reason) = (RepairKind.Force, "approve", "The board said so.");
        await _world.DecideAsync(instance, "reject", "No.");

        Assert.Null(await State.DoAsync(Cancellation));

        Assert.StartsWith("It has changed since you looked", State.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(await _world.Host.HistoryAsync(instance.Id), e => e is StepOverridden);
    }

    [Fact]
    public async Task Do_SkipWhatFailed_GoesOn()
    {
        _world.Pay.IsBroken = true;
        var instance = await _world.DecideAsync(await _world.StartAsync());
        await BeginAsync(instance);
        State.Reason = "Paid by hand.";
        await State.PreviewAsync(Cancellation);

        var done = await State.DoAsync(Cancellation);

        Assert.Equal((InstanceStatus.Completed, true), (done!.Instance.Status, done.Instance.Incidents.IsEmpty));
        Assert.Equal("Paid by hand.", Assert.Single((await _world.Host.HistoryAsync(instance.Id)).OfType<StepOverridden>()).Reason);
    }

    private async Task BeginAsync(InstanceSnapshot instance)
    {
        var definition = await _world.Engine.GetDefinitionAsync(OperateWorld.Olga, instance.Definition, instance.Version, Cancellation);
        State.Begin(OperateWorld.Olga, instance, definition, null);
    }

    private Task<InstanceSnapshot> ReadAsync(InstanceSnapshot instance) => _world.Engine.GetInstanceAsync(OperateWorld.Olga, instance.Id, Cancellation);
}
