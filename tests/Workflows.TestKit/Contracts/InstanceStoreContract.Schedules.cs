using Workflows.Engine;
using Workflows.Engine.Schedules;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>Where schedules live.</content>
public abstract partial class InstanceStoreContract
{
    [Fact]
    public async Task WriteSchedule_NewThenChanged_IsThereAsWritten()
    {
        var made = Made("Nightly");
        Assert.True(await Schedules.WriteScheduleAsync(made, null, Token));
        var next = ScheduleChanges.Pause(made, "olga", "maintenance", Time.GetUtcNow()) with { Writes = 2 };
        Assert.True(await Schedules.WriteScheduleAsync(next, null, Token));

        Assert.Equal(ScheduleJson.Write(next), ScheduleJson.Write((await Schedules.FindScheduleAsync(Tenant, made.Id, Token))!));
        Assert.Null(await Schedules.FindScheduleAsync(Tenant, new ScheduleId(Guid.CreateVersion7()), Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task WriteSchedule_DecidedOnAnotherWrite_IsFalseAndChangesNothing(long writes)
    {
        var made = Made("Nightly");
        await Schedules.WriteScheduleAsync(made, null, Token);
        await Schedules.WriteScheduleAsync(made with { Writes = 2 }, null, Token);

        Assert.False(await Schedules.WriteScheduleAsync(made with { Writes = writes, SavedBy = "lost" }, null, Token));
        Assert.False(await Schedules.RemoveScheduleAsync(Tenant, made.Id, writes == 2 ? 1 : writes, null, Token));

        Assert.Equal(2, (await Schedules.FindScheduleAsync(Tenant, made.Id, Token))!.Writes);
    }

    [Fact]
    public async Task WriteSchedule_RacingWriters_OneWins()
    {
        var made = Made("Nightly");
        await Schedules.WriteScheduleAsync(made, null, Token);

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => Schedules.WriteScheduleAsync(made with { Writes = 2, SavedBy = $"writer {i}" }, null, Token))));

        var winner = Assert.Single(Enumerable.Range(0, 8), i => written[i]);
        Assert.Equal($"writer {winner}", (await Schedules.FindScheduleAsync(Tenant, made.Id, Token))!.SavedBy);
    }

    [Fact]
    public async Task ListDueSchedules_SomeAreDue_GivesThoseLongestDueFirst()
    {
        Assert.Null(await Schedules.NextScheduleAsync(Token));
        var now = Time.GetUtcNow();
        Schedule late = Made("Late") with { LookAt = now.AddMinutes(-5) }, due = Made("Due") with { LookAt = now }, over = Made("Over") with { LookAt = null };
        Schedule soon = Made("Soon") with { LookAt = now.AddTicks(1) }, theirs = Made("Theirs", Stranger.Tenant) with { LookAt = now.AddMinutes(-1) };
        foreach (var schedule in new[] { soon, due, over, late, theirs })
        {
            Assert.True(await Schedules.WriteScheduleAsync(schedule, null, Token));
        }

        Assert.Equal([(Tenant, late.Id), (Stranger.Tenant, theirs.Id), (Tenant, due.Id)], await Schedules.ListDueSchedulesAsync(now, 10, Token));
        Assert.Equal([(Tenant, late.Id)], await Schedules.ListDueSchedulesAsync(now, 1, Token));
        Assert.Equal(late.LookAt, await Schedules.NextScheduleAsync(Token));
    }

    [Fact]
    public async Task Schedules_InAnotherTenant_AreNotThere()
    {
        Schedule ours = Made("Ours"), theirs = Made("Theirs", Stranger.Tenant);
        await Schedules.WriteScheduleAsync(ours, null, Token);
        await Schedules.WriteScheduleAsync(theirs, null, Token);

        Assert.Equal([ours.Id], (await Schedules.ListSchedulesAsync(Tenant, Token)).Select(s => s.Id));
        Assert.Null(await Schedules.FindScheduleAsync(Tenant, theirs.Id, Token));
        Assert.False(await Schedules.RemoveScheduleAsync(Tenant, theirs.Id, 1, null, Token));
        Assert.True(await Schedules.RemoveScheduleAsync(Stranger.Tenant, theirs.Id, 1, null, Token));
        Assert.Empty(await Schedules.ListSchedulesAsync(Stranger.Tenant, Token));
    }

    private Schedule Made(string name, TenantId? tenant = null) => ScheduleChanges.Create(
        new ScheduleId(Guid.CreateVersion7(Time.GetUtcNow())), tenant ?? Tenant, new ScheduleSpec { Name = name, Definition = "report", Cron = "0 2 * * *" }, "ada", Time.GetUtcNow());
}
