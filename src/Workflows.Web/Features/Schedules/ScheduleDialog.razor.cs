using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Workflows.Engine.Schedules;
using Workflows.Web.Auth;
using Workflows.Web.Features.Forms;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Schedules;

public sealed partial class ScheduleDialog : IDisposable
{
    private const string NamePlace = "/name";
    private const string DefinitionPlace = "/definition";
    private const string CronPlace = "/cron";
    private const string EveryPlace = "/every";
    private const string ZonePlace = "/timeZone";
    private const string OverlapPlace = "/overlap";
    private const string CatchUpPlace = "/catchUpLimit";
    private const string FromPlace = "/from";
    private const string UntilPlace = "/until";
    private const string TitlePlace = "/title";
    private const string ReferencePlace = "/reference";

    private static readonly (string Words, string Cron)[] s_presets =
        [("Every hour", "0 * * * *"), ("Every day at 8", "0 8 * * *"), ("Weekdays at 8", "0 8 * * 1-5"), ("First of the month", "0 8 1 * *")];

    private static readonly string[] s_zones =
        [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/', StringComparison.Ordinal)).Prepend("UTC").Distinct(StringComparer.Ordinal)];

    private readonly CancellationTokenSource _stop = new();
    private SchemaForm? _form;
    private bool _showDataErrors;

    /// <summary>The schedule to change; null for a new one.</summary>
    [Parameter]
    public Schedule? Schedule { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private ScheduleFormState State { get; init; } = null!;

    [Inject]
    private Viewer Viewer { get; init; } = null!;

    private string WorkflowName => NameOf(State.Definition);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>Opens the dialog; gives the schedule that was saved, or null.</summary>
    internal static async Task<Schedule?> ShowAsync(IDialogService dialogs, Schedule? schedule)
    {
        var parameters = new DialogParameters<ScheduleDialog> { { dialog => dialog.Schedule, schedule } };
        var options = new DialogOptions { MaxWidth = MaxWidth.Medium, FullWidth = true, CloseOnEscapeKey = false, CloseButton = true, BackdropClick = false };
        var shown = await dialogs.ShowAsync<ScheduleDialog>(schedule is null ? "New schedule" : "Edit the schedule", parameters, options);
        return await shown.Result is { Canceled: false, Data: Schedule saved } ? saved : null;
    }

    protected override async Task OnInitializedAsync() => await State.OpenAsync(await PersonAsync(), Schedule, Viewer.Zone, _stop.Token);

    protected override void OnAfterRender(bool firstRender)
    {
        if (_showDataErrors && _form is not null)
        {
            _showDataErrors = false;
            _form.ShowErrors(State.DataErrors.Select(error => new FieldError(error.InstancePath, error.Message)));
        }
    }

    private static Task<IEnumerable<string>> FindZonesAsync(string? text, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<string>>(
        [.. s_zones.Where(id => string.IsNullOrWhiteSpace(text) || id.Replace('_', ' ').Contains(text.Replace('_', ' '), StringComparison.OrdinalIgnoreCase))]);

    private EventCallback<string> Set(Action<string?> set, string place) => Set<string>(set, place);

    private EventCallback<T> Set<T>(Action<T> set, string place) => EventCallback.Factory.Create<T>(this, value =>
    {
        set(value);
        State.Touch(place);
    });

    private void Preset(string cron)
    {
        State.Cron = cron;
        State.Touch(CronPlace);
    }

    private string NameOf(string? key) => State.Definitions.FirstOrDefault(definition => definition.Key == key)?.Name ?? key ?? "";

    private async Task ChooseAsync(string key) => await State.ChooseAsync(await PersonAsync(), key, _stop.Token);

    private async Task SaveAsync()
    {
        JsonElement? data = null;
        if (_form is not null && State.StartForm is not null)
        {
            data = _form.ValidateAndGet();
            if (data is null)
            {
                return; // the form says what is wrong
            }
        }

        if (await State.SaveAsync(await PersonAsync(), data, _stop.Token) is { } saved)
        {
            Dialog.Close(DialogResult.Ok(saved));
            return;
        }

        _showDataErrors = !State.DataErrors.IsEmpty;
    }

    private async Task<Person> PersonAsync() => Person.From((await Authentication).User);
}
