using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>What is open, part by part.</content>
public abstract partial class InstanceStoreContract
{
    private static readonly AuditRow s_act = new(Tenant, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "ada", null, "stuck.repair", null, null, null, "it was in the way");

    [Fact]
    public async Task OpenVersions_OneByOne_AreThoseOfOpenInstances()
    {
        var first = await StartAsync(StoreSamples.Task("b"));
        await StartAsync(StoreSamples.Task("b"));
        await StartAsync(StoreSamples.Approval("a", "1.10.0"));
        await StartAsync(StoreSamples.Approval("a", "1.9.0"));
        var ended = await StartAsync(StoreSamples.Task("c"));
        await ended.CommitAsync(Store, new InstanceCommand.Cancel("rita", "No."));

        List<OpenVersion> found = [];
        while (await Attention.NextOpenVersionAsync(found.LastOrDefault(), Token) is { } next)
        {
            found.Add(next);
        }

        Assert.Equal(["a 1.9.0", "a 1.10.0", "b 1.0.0"], found.Select(v => $"{v.Definition} {v.Version}"));
        Assert.Equal(2, (await Attention.ListOpenInstancesAsync(found[2], 10, Token)).Count);
        Assert.Equal(first.Id, Assert.Single(await Attention.ListOpenInstancesAsync(found[2], 1, Token)));
        Assert.Empty(await Attention.ListOpenInstancesAsync(new OpenVersion(Tenant, "c", new SemanticVersion(1, 0, 0)), 10, Token));
    }

    [Fact]
    public async Task OpenTasks_InParts_AreAllThereWithThoseTheyAreFor()
    {
        var first = await StartAsync(StoreSamples.Task(), title: "Laptop");
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = await StartAsync(StoreSamples.Task());
        var ended = await StartAsync(StoreSamples.Task());
        await ended.CommitAsync(Store, new InstanceCommand.Cancel("rita", "No."));

        var page = await Attention.ListOpenTasksAsync(null, 1, Token);
        var rest = await Attention.ListOpenTasksAsync(page[^1], 10, Token);

        Assert.Equal((first.Id, "Laptop", "task", false), (page[0].Instance, page[0].InstanceTitle, page[0].Definition, page[0].IsLeftOver));
        Assert.Equal(first.State.OpenTasks[0].Id, page[0].Id);
        Assert.Equal(first.State.OpenTasks[0].Assignee, page[0].Assignee);
        Assert.Equal(first.State.OpenTasks[0].Users, page[0].Users);
        Assert.Equal(first.State.OpenTasks[0].Groups, page[0].Groups);
        Assert.Equal(second.Id, Assert.Single(rest).Instance);
    }

    [Fact]
    public async Task LeftOverTask_OfAnEndedInstance_IsFoundAndTakenAwayOnce()
    {
        var instance = await StartAsync(StoreSamples.Task());
        var task = instance.State.OpenTasks[0].Id;
        await EndLeavingTasksAsync(instance);
        Assert.True(Assert.Single(await Attention.ListOpenTasksAsync(null, 10, Token)).IsLeftOver);

        Assert.True(await Attention.CloseLeftOverTaskAsync(Tenant, task, Time.GetUtcNow(), "it was in the way", s_act, Token));
        Assert.False(await Attention.CloseLeftOverTaskAsync(Tenant, task, Time.GetUtcNow(), "it was in the way", s_act, Token));

        Assert.Empty(await Attention.ListOpenTasksAsync(null, 10, Token));
        var closed = (await Store.FindTaskAsync(Tenant, task, Token))!;
        Assert.Equal((HumanTaskStatus.Canceled, Time.GetUtcNow(), "it was in the way"), (closed.Status, closed.ClosedAt, closed.Comment));
        Assert.Single((await Audit.ListActsAsync(Tenant, new AuditFilter { Action = "stuck.repair" }, new PageRequest(), Token)).Items);
        Assert.Equal(0, (await Queries.CountTasksAsync(new Actor("max", ["managers"], Tenant), Token)).Available);
    }

    [Fact]
    public async Task LeftOverTask_OfAnOpenInstance_IsNotTakenAway()
    {
        var instance = await StartAsync(StoreSamples.Task());

        Assert.False(await Attention.CloseLeftOverTaskAsync(Tenant, instance.State.OpenTasks[0].Id, Time.GetUtcNow(), "it was in the way", s_act, Token));

        Assert.Equal(HumanTaskStatus.Offered, (await Store.FindTaskAsync(Tenant, instance.State.OpenTasks[0].Id, Token))!.Status);
        Assert.Empty((await Audit.ListActsAsync(Tenant, new AuditFilter { Action = "stuck.repair" }, new PageRequest(), Token)).Items);
    }

    /// <summary>Ends an instance and says nothing of its tasks, as no decision does: their rows stay open.</summary>
    private async Task EndLeavingTasksAsync(TestInstance instance)
    {
        var commit = instance.Decide(new InstanceCommand.Cancel("rita", "No."));
        await instance.CommitAsync(Store, commit with { Events = [.. commit.Events.Where(e => e is InstanceCanceled)] });
    }
}
