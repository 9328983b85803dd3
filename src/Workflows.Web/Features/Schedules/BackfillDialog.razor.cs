using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Workflows.Engine.Runtime;
using Workflows.Web.Auth;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Schedules;

public sealed partial class BackfillDialog : IDisposable
{
    private const int MostShown = 10;

    private readonly CancellationTokenSource _stop = new();
    private string _from = "";
    private string _to = "";
    private Loaded<BackfillPlan>? _plan;

    /// <summary>Says which runs were due from one moment through another.</summary>
    [Parameter, EditorRequired]
    public required Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<Loaded<BackfillPlan>>> Plan { get; set; }

    /// <summary>By whose clock the runs are told.</summary>
    [Parameter, EditorRequired]
    public required TimeZoneInfo Zone { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; init; } = null!;

    [Inject]
    private TimeProvider Time { get; init; } = null!;

    private int ToStart => _plan?.Value?.Runs.Count(run => run.Instance is null) ?? 0;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>Asks; gives the range whose runs are to be started, or null when the person went back.</summary>
    internal static async Task<BackfillRange?> ShowAsync(IDialogService dialogs, ScheduleState state, Person person, TimeZoneInfo zone)
    {
        var parameters = new DialogParameters<BackfillDialog> { { dialog => dialog.Plan, (from, to, token) => state.PlanAsync(person, from, to, token) }, { dialog => dialog.Zone, zone } };
        var shown = await dialogs.ShowAsync<BackfillDialog>("Backfill", parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true });
        return await shown.Result is { Canceled: false, Data: BackfillRange range } ? range : null;
    }

    protected override Task OnInitializedAsync()
    {
        // The last day, in whole minutes.
        var now = TimeZoneInfo.ConvertTime(Time.GetUtcNow(), Viewer.Zone);
        (_from, _to) = (Text(now.AddDays(-1)), Text(now));
        return PlanAsync();

        static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
    }

    private static string Summary(BackfillPlan plan)
    {
        var before = plan.Runs.Count(run => run.Instance is not null);
        var toStart = plan.Runs.Length - before;
        return plan.Runs.IsEmpty
            ? "Nothing was due in this time."
            : $"{Words.Count(toStart, "run")} would be started{(before == 0 ? "" : $"; {before} {(before == 1 ? "was" : "were")} started before")}{(toStart == 0 ? "." : ":")}";
    }

    private Task SetFromAsync(string text)
    {
        _from = text;
        return PlanAsync();
    }

    private Task SetToAsync(string text)
    {
        _to = text;
        return PlanAsync();
    }

    private async Task PlanAsync() => _plan = RangeOf() is { } range
        ? await Plan(range.From, range.To, _stop.Token)
        : Loaded<BackfillPlan>.Failed("Say from when to when.");

    private BackfillRange? RangeOf() =>
        LocalMoment.Parse(_from, Viewer.Zone) is { } from && LocalMoment.Parse(_to, Viewer.Zone) is { } to ? new BackfillRange(from, to) : null;

    private void Confirm()
    {
        if (RangeOf() is { } range)
        {
            Dialog.Close(DialogResult.Ok(range));
        }
    }
}

/// <summary>A time that is past.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The last one.</param>
internal sealed record BackfillRange(DateTimeOffset From, DateTimeOffset To);
