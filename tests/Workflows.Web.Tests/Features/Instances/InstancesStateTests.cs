using Workflows.Engine.Instances;
using Workflows.TestKit;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class InstancesStateTests : IAsyncLifetime
{
    private OperateWorld _world = null!;

    private InstancesState State => field ??= new(_world.Engine, OperateWorld.Log<InstancesState>());

    public async ValueTask InitializeAsync() => _world = await OperateWorld.CreateAsync(Sample.Approval("2.0.0", "other"));

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Load_Operator_SeesEverythingWithTheNamesOfTheSteps()
    {
        await _world.StartAsync(title: "First");
        await _world.StartAsync(title: "Second", by: OperateWorld.Max, definition: "other");

        await LoadAsync(OperateWorld.Olga, new InstancesQuery());

        Assert.Equal([("Second", "Manager approval"), ("First", "Manager approval")], State.Instances.Rows.Value!.Rows.Select(row => (row.Item.Instance.Title, row.Item.Where)));
        Assert.Equal(["approval", "other"], State.Definitions.Select(definition => definition.Key).Order());
        Assert.True(State.SeesAll.Allowed);
    }

    [Fact]
    public async Task Load_SomebodyElse_SeesOnlyTheirOwnAndIsToldWhy()
    {
        await _world.StartAsync(title: "Rita's");
        await _world.StartAsync(title: "Max's", by: OperateWorld.Max);

        await LoadAsync(OperateWorld.Rita, new InstancesQuery());

        Assert.Equal(["Rita's"], State.Instances.Rows.Value!.Rows.Select(row => row.Item.Instance.Title));
        Assert.Equal((false, "Only people with the role operator or admin may see what they have no part in."), (State.SeesAll.Allowed, State.SeesAll.Reason));
    }

    [Fact]
    public async Task Load_Narrowed_ShowsWhatMatches()
    {
        var done = await _world.StartAsync(title: "Done");
        await _world.DecideAsync(done, "reject", "No.");
        await _world.StartAsync(title: "Open");

        await LoadAsync(OperateWorld.Olga, new InstancesQuery().Toggle(InstanceStatus.Completed));
        Assert.Equal(["Done"], State.Instances.Rows.Value!.Rows.Select(row => row.Item.Instance.Title));

        await LoadAsync(OperateWorld.Olga, new InstancesQuery { Search = "op" });
        Assert.Equal(["Open"], State.Instances.Rows.Value!.Rows.Select(row => row.Item.Instance.Title));
    }

    [Fact]
    public async Task Refresh_AfterChanges_UpdatesRowsInPlaceAndCountsNewOnes()
    {
        var first = await _world.StartAsync(title: "First");
        await LoadAsync(OperateWorld.Olga, new InstancesQuery().Toggle(InstanceStatus.Waiting));

        await _world.DecideAsync(first, "reject", "No.");
        await _world.StartAsync(title: "Second");
        await State.Instances.RefreshAsync(TestContext.Current.CancellationToken);

        var list = State.Instances.Rows.Value!;
        var row = Assert.Single(list.Rows);
        Assert.Equal(("First", true, 1), (row.Item.Instance.Title, row.IsGone, list.NewCount));
    }

    private Task LoadAsync(Web.Auth.Person person, InstancesQuery query) => State.LoadAsync(person, query, TimeZoneInfo.Utc, TestContext.Current.CancellationToken);
}
