using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>What people did.</content>
public abstract partial class InstanceStoreContract
{
    [Fact]
    public async Task Commit_OfActsOfPeople_KeepsWhoDidWhatAndHow()
    {
        var (instance, start) = TestInstance.Begin(StoreSamples.Approval(), Time, by: "rita", title: "A chair");
        await instance.CommitAsync(Store, start with { Channel = "page" });
        await instance.CommitAsync(Store, instance.CompleteStep());
        Time.Advance(TimeSpan.FromMinutes(1));
        await instance.CommitAsync(Store, instance.Decide(instance.CompleteTask("ann", "approve", "fine")) with { Channel = "api" });

        var acts = (await Audit.ListActsAsync(Tenant, new AuditFilter(), new PageRequest(10), Token)).Items;

        Assert.Equal(
            [("task.complete", "ann", "api", "approve", "approve: fine"), ("instance.start", "rita", "page", "approval 1.0.0", null)],
            acts.Select(a => (a.Action, a.Actor, a.Channel!, a.Subject!, a.Note)));
        Assert.All(acts, a => Assert.Equal((instance.Id, "A chair"), (a.Instance, a.Title)));
        Assert.Equal(Time.GetUtcNow(), acts[0].At);
    }

    [Fact]
    public async Task Commit_ThatLosesItsRace_LeavesNoAct()
    {
        var (instance, start) = TestInstance.Begin(StoreSamples.Approval(), Time, by: "rita");
        await instance.CommitAsync(Store, start);
        var late = instance.Decide(new InstanceCommand.Cancel("zoe", "too late"));
        await instance.CommitAsync(Store, new InstanceCommand.Cancel("boss", "enough"));

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Store.CommitAsync(late, Token));

        Assert.Equal(["instance.cancel", "instance.start"], (await Audit.ListActsAsync(Tenant, new AuditFilter(), new PageRequest(10), Token)).Items.Select(a => a.Action));
    }

    [Fact]
    public async Task WriteSchedule_WithAnAct_KeepsItOnlyWhenItIsWritten()
    {
        var made = Made("Nightly");
        var act = new Act(new Actor("olga") { Channel = "api" }, "schedule.create").To(made.Id.ToString(), "Nightly", Time.GetUtcNow());
        Assert.True(await Schedules.WriteScheduleAsync(made, act, Token));
        Assert.False(await Schedules.WriteScheduleAsync(made, act with { Action = "schedule.save" }, Token));
        Assert.False(await Schedules.RemoveScheduleAsync(Tenant, made.Id, 7, act with { Action = "schedule.delete" }, Token));
        Assert.False(await Definitions.WriteAsync([new DefinitionChange.Save(Stored(), 7)], [], [act with { Action = "definition.publish" }], Token));
        Assert.False(await Events.RemoveWebhookAsync(Tenant, new(Guid.NewGuid()), 1, act with { Action = "webhook.delete" }, Token));

        var kept = Assert.Single((await Audit.ListActsAsync(Tenant, new AuditFilter(), new PageRequest(10), Token)).Items);
        Assert.Equal(("schedule.create", "olga", "api", made.Id.ToString(), "Nightly", default(InstanceId?)), (kept.Action, kept.Actor, kept.Channel, kept.Subject, kept.Title, kept.Instance));
    }

    [Fact]
    public async Task ListActs_FilteredAndPaged_LatestFirstAndOnlyTheTenants()
    {
        var began = Time.GetUtcNow();
        foreach (var (actor, action) in new[] { ("ann", "a"), ("bob", "a"), ("ann", "b"), ("ann", "a") })
        {
            await Audit.AddActAsync(new Act(new Actor(actor), action).To("x", null, Time.GetUtcNow()), Token);
            await Audit.AddActAsync(new Act(Stranger, "theirs").To("x", null, Time.GetUtcNow()), Token);
            Time.Advance(TimeSpan.FromHours(1));
        }

        var first = await List(new AuditFilter { Actor = "ann" }, new PageRequest(2));
        var rest = await List(new AuditFilter { Actor = "ann" }, new PageRequest(2, first.Next));

        Assert.Equal(["a", "b"], first.Items.Select(a => a.Action));
        Assert.Equal(["a"], rest.Items.Select(a => a.Action));
        Assert.Null(rest.Next);
        Assert.Equal(["ann", "bob", "ann"], (await List(new AuditFilter { Action = "a" }, new PageRequest(10))).Items.Select(a => a.Actor));
        Assert.Equal(["b", "a"], (await List(new AuditFilter { From = began.AddHours(1), To = began.AddHours(3) }, new PageRequest(10))).Items.Select(a => a.Action));
        Assert.Equal(4, (await Audit.ListActsAsync(Stranger.Tenant, new AuditFilter(), new PageRequest(10), Token)).Items.Length);
        Assert.Empty((await List(new AuditFilter { Instance = new InstanceId(Guid.NewGuid()) }, new PageRequest(10))).Items);

        Task<Page<AuditEntry>> List(AuditFilter filter, PageRequest page) => Audit.ListActsAsync(Tenant, filter, page, Token);
    }

    [Fact]
    public async Task AddAct_WithALongNote_KeepsItsBeginning()
    {
        await Audit.AddActAsync(new Act("ann", "a", new string('x', 5000)).To("x", new string('y', 999) + "😀", Time.GetUtcNow()), Token);

        var kept = Assert.Single((await Audit.ListActsAsync(Tenant, new AuditFilter(), new PageRequest(10), Token)).Items);
        Assert.Equal((1000, new string('y', 999)), (kept.Note!.Length, kept.Title));
    }
}
