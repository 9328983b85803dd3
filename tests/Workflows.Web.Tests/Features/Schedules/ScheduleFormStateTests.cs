using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Engine.Definitions;
using Workflows.Engine.Schedules;
using Workflows.Web.Features.Schedules;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Schedules;

public sealed class ScheduleFormStateTests : IAsyncLifetime
{
    private static readonly WorkflowDefinition s_form = WorkflowDefinition.Create("form", "1.0.0", d => d
        .StartForm("""{ "type": "object", "required": ["amount"], "properties": { "amount": { "type": "number" } } }""").Human("look", "Look at it"));

    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private OperateWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await OperateWorld.CreateAsync(s_form);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Open_New_ShowsTheNextRunsOfWhatIsEntered()
    {
        var state = await OpenAsync();
        Assert.Equal(("Europe/Berlin", 10), (state.TimeZone, state.Next.Length));

        state.Cron = "0 12 * * *";
        Assert.Equal(("Every day at 12:00", new DateTimeOffset(2026, 1, 2, 11, 0, 0, TimeSpan.Zero)), (state.When, state.Next[0]));
        state.Cron = "0 12 * *";
        Assert.Empty(state.Next);
        (state.IsInterval, state.EveryCount, state.EveryUnit) = (true, 2, IntervalUnit.Day);
        Assert.Equal(("Every 2 days", 10), (state.When, state.Next.Length));
    }

    [Fact]
    public async Task Problem_IsSaidOnceThePersonHasBeenThere()
    {
        var state = await OpenAsync();
        state.Cron = "61 * * * *";
        Assert.Null(state.Problem("/cron"));

        state.Touch("/cron");

        Assert.Equal("Minutes: Value must be a number between 0 and 59 (all inclusive).", state.Problem("/cron"));
        Assert.Null(state.Problem("/name"));
    }

    [Fact]
    public async Task Save_WithErrors_SaysThemAllAndThoseOfTheData()
    {
        var state = await OpenAsync();
        await state.ChooseAsync(OperateWorld.Olga, "form", Token);
        Assert.NotNull(state.StartForm);

        Assert.Null(await state.SaveAsync(OperateWorld.Olga, JsonElement.Parse("""{"amount":"much"}"""), Token));

        Assert.Equal("This is required.", state.Problem("/name"));
        Assert.Equal("/amount", Assert.Single(state.DataErrors).InstancePath);
        Assert.False(state.IsBusy);
    }

    [Fact]
    public async Task Save_InOrder_MakesItAndAnEditKeepsWhatItSays()
    {
        var state = await OpenAsync();
        await state.ChooseAsync(OperateWorld.Olga, "form", Token);
        (state.Name, state.Cron, state.From, state.Overlap) = (" Nightly ", "0 2 * * *", "2026-02-01T00:00", OverlapPolicy.Queue);
        var made = (await state.SaveAsync(OperateWorld.Olga, JsonElement.Parse("""{"amount":5}"""), Token))!;
        Assert.Equal(("Nightly", new DateTimeOffset(2026, 1, 31, 23, 0, 0, TimeSpan.Zero), "olga"), (made.Spec.Name, made.Spec.From, made.SavedBy));

        var edit = await OpenAsync(made);
        Assert.Equal("5", edit.StartData!["amount"]!.ToJsonString());
        edit.Name = "Later";
        var saved = (await edit.SaveAsync(OperateWorld.Olga, null, Token))!;

        Assert.Equal(made.Spec with { Name = "Later", Data = saved.Spec.Data }, saved.Spec);
        Assert.Equal(5, saved.Spec.Data.GetProperty("amount").GetInt32());
        Assert.Null(await edit.SaveAsync(OperateWorld.Olga, null, Token));
        Assert.Contains("It has changed since you looked", edit.Failure, StringComparison.Ordinal);
    }

    private async Task<ScheduleFormState> OpenAsync(Schedule? schedule = null)
    {
        var state = new ScheduleFormState(_world.Schedules, _world.Engine, _world.Host.Time, NullLogger<ScheduleFormState>.Instance);
        await state.OpenAsync(OperateWorld.Olga, schedule, s_berlin, Token);
        return state;
    }
}
