using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>What stands still, over all instances.</content>
public abstract partial class InstanceStoreContract
{
    [Fact]
    public async Task ListIncidents_OpenedThenRetried_IsThereUntilThen()
    {
        var failed = await StoppedAsync("Order 17 timed out.", reference: "REQ-1");

        var incident = Assert.Single((await IncidentsAsync()).Items);

        var opened = failed.State.Incidents[0];
        Assert.Equal(
            new IncidentSummary(
                failed.Id, opened.Id, IncidentFingerprint.Of("machines", opened), "machines", failed.State.Version, failed.State.Title, "REQ-1", "step1", opened.Code, opened.Message, opened.At),
            incident);
        await failed.CommitAsync(Store, new InstanceCommand.Retry(opened.Id, "olga"));
        Assert.Empty((await IncidentsAsync()).Items);
        Assert.Empty(await Incidents.ListIncidentGroupsAsync(Tenant, null, Token));
    }

    [Fact]
    public async Task ListIncidents_InstanceCanceledOrRemoved_AreGone()
    {
        TestInstance canceled = await StoppedAsync("One"), removed = await StoppedAsync("Two");

        await canceled.CommitAsync(Store, new InstanceCommand.Cancel("olga", "gone"));
        await Retention.RemoveAsync(Tenant, [(removed.Id, removed.State.Revision)], null, Token);

        Assert.Empty((await IncidentsAsync()).Items);
    }

    [Fact]
    public async Task ListIncidents_PageAfterPage_GivesEachOnceTheLatestFirst()
    {
        List<InstanceId> all = [];
        for (var i = 0; i < 7; i++)
        {
            all.Insert(0, (await StoppedAsync($"Order {i} timed out.")).Id);
            if (i % 3 == 0)
            {
                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        await StoppedAsync("Something else went wrong.", by: Stranger);
        List<InstanceId> listed = [];
        var page = await IncidentsAsync(limit: 3);
        while (true)
        {
            listed.AddRange(page.Items.Select(i => i.Instance));
            if (page.Next is not { } next)
            {
                break;
            }

            page = await IncidentsAsync(limit: 3, cursor: next);
        }

        Assert.Equal(all, listed);
        await Assert.ThrowsAsync<InvalidCursorException>(() => IncidentsAsync(cursor: new Cursor(ListKind.Instances, 1, 1).ToString()));
    }

    [Fact]
    public async Task ListIncidentGroups_SomeCauses_GivesEachWithItsCountFirstAndLast()
    {
        var first = await StoppedAsync("Order 17 timed out.");
        Time.Advance(TimeSpan.FromMinutes(1));
        var other = await StoppedAsync("The account is closed.");
        var last = await StoppedAsync("Order 18 timed out.");
        await StoppedAsync("Order 19 timed out.", by: Stranger);

        var groups = await Incidents.ListIncidentGroupsAsync(Tenant, null, Token);

        Assert.Equal(
            [(2, first.State.Incidents[0].At, last.Id), (1, other.State.Incidents[0].At, other.Id)],
            groups.Select(g => (g.Count, g.FirstAt, g.Latest.Instance)));
        Assert.Equal(groups[0], Assert.Single(await Incidents.ListIncidentGroupsAsync(Tenant, groups[0].Fingerprint, Token)));
        Assert.Empty(await Incidents.ListIncidentGroupsAsync(Tenant, "nothing", Token));
        Assert.Equal(
            [last.Id, first.Id],
            (await Incidents.ListIncidentsAsync(Tenant, new IncidentFilter { Fingerprint = groups[0].Fingerprint }, new PageRequest(), Token)).Items.Select(i => i.Instance));
        Assert.Equal(3, (await Incidents.ListIncidentsAsync(Tenant, new IncidentFilter { Definition = "machines" }, new PageRequest(), Token)).Items.Length);
        Assert.Empty((await Incidents.ListIncidentsAsync(Tenant, new IncidentFilter { Definition = "other" }, new PageRequest(), Token)).Items);
    }

    private Task<Page<IncidentSummary>> IncidentsAsync(int limit = 25, string? cursor = null) =>
        Incidents.ListIncidentsAsync(Tenant, new IncidentFilter(), new PageRequest(limit, cursor), Token);

    /// <summary>An instance whose first step failed with a message.</summary>
    private async Task<TestInstance> StoppedAsync(string message, string? reference = null, Engine.HumanTasks.Actor? by = null)
    {
        var instance = await StartAsync(StoreSamples.Machines(), by, reference);
        var token = instance.State.Tokens[0];
        await instance.CommitAsync(Store, new InstanceCommand.FailStep(token.Id, token.Attempt, message));
        return instance;
    }
}
