using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine;
using Workflows.Engine.Forms;
using Workflows.Engine.Instances;
using Workflows.Engine.Schedules;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Schedules;

/// <summary>A schedule that is being written: what it says so far, what is wrong with it, and when it would start something.</summary>
internal sealed class ScheduleFormState(GuardedSchedules schedules, GuardedEngine engine, TimeProvider time, ILogger<ScheduleFormState> logger)
{
    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm";

    private readonly HashSet<string> _touched = [];
    private ImmutableArray<SchemaError> _refused = [];
    private Schedule? _schedule;
    private JsonElement _data = JsonElement.Parse("{}");

    public string Name { get; set; } = "";

    /// <summary>The key of the workflow; empty while none is chosen.</summary>
    public string Definition { get; private set; } = "";

    /// <summary>Whether an interval counts, not the calendar.</summary>
    public bool IsInterval { get; set; }

    public string Cron { get; set; } = "0 8 * * 1-5";

    public int EveryCount { get; set; } = 1;

    public IntervalUnit EveryUnit { get; set; } = IntervalUnit.Hour;

    public string TimeZone { get; set; } = "UTC";

    /// <summary>The beginning by the viewer's clock, as browsers write it; empty for none.</summary>
    public string From { get; set; } = "";

    /// <summary>The end, like <see cref="From"/>.</summary>
    public string Until { get; set; } = "";

    public OverlapPolicy Overlap { get; set; } = OverlapPolicy.Skip;

    public CatchUpPolicy CatchUp { get; set; } = CatchUpPolicy.Last;

    public int CatchUpLimit { get; set; } = 10;

    public string Title { get; set; } = "";

    public string Reference { get; set; } = "";

    /// <summary>By whose clock <see cref="From"/> and <see cref="Until"/> are read.</summary>
    public TimeZoneInfo ViewerZone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>What can be started.</summary>
    public ImmutableArray<DefinitionSummary> Definitions { get; private set; } = [];

    /// <summary>What the start asks for; null when no workflow is chosen, or it asks for nothing.</summary>
    public FormSchema? StartForm { get; private set; }

    /// <summary>The data that is known already.</summary>
    public JsonObject? StartData { get; private set; }

    /// <summary>What the server found wrong with the data, by pointers into it.</summary>
    public ImmutableArray<SchemaError> DataErrors => [.. _refused.Where(e => IsData(e.InstancePath)).Select(e => e with { InstancePath = e.InstancePath["/data".Length..] })];

    /// <summary>Why it was not saved, when no field is at fault.</summary>
    public string? Failure { get; private set; }

    public bool IsBusy { get; private set; }

    /// <summary>Whether a schedule is changed, not made.</summary>
    public bool IsEdit => _schedule is not null;

    /// <summary>When it would start something, in words; null while that cannot be said.</summary>
    public string? When => IsInterval ? ScheduleWords.When(SpecOf()) : CronWords.Of(Cron);

    /// <summary>The next runs; empty while the times cannot be read.</summary>
    public ImmutableArray<DateTimeOffset> Next =>
        ScheduleTimes.TryRead(SpecOf(), _schedule?.CreatedAt ?? time.GetUtcNow(), out var times) ? times.Next(time.GetUtcNow(), 10) : [];

    /// <summary>By whose clock the next runs are shown.</summary>
    public TimeZoneInfo Zone => ScheduleWords.ZoneOf(SpecOf(), ViewerZone);

    /// <summary>Begins a new schedule, or opens one.</summary>
    public async Task OpenAsync(Person person, Schedule? schedule, TimeZoneInfo viewerZone, CancellationToken cancellationToken)
    {
        ViewerZone = viewerZone;
        TimeZone = viewerZone.Id;
        try
        {
            Definitions = [.. await engine.ListStartableAsync(person, cancellationToken)];
            if (schedule is not null)
            {
                Take(schedule);
                await ReadFormAsync(person, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Failure = Loading.Explain(logger, failure);
        }
    }

    /// <summary>Chooses the workflow.</summary>
    public async Task ChooseAsync(Person person, string definition, CancellationToken cancellationToken)
    {
        (Definition, StartForm, StartData, _data) = (definition, null, null, JsonElement.Parse("{}"));
        Touch("/definition");
        await ReadFormAsync(person, cancellationToken);
    }

    /// <summary>The person has been to a field: from now on it says what is wrong with it.</summary>
    public void Touch(string place)
    {
        _touched.Add(place);
        _refused = [.. _refused.Where(e => e.InstancePath != place)];
    }

    /// <summary>What is wrong with a field that the person has been to.</summary>
    public string? Problem(string place) =>
        _touched.Contains(place) ? Problems().FirstOrDefault(e => e.InstancePath == place)?.Message : null;

    /// <summary>Saves. Null when it was not saved; then the fields, or <see cref="Failure"/>, say why.</summary>
    /// <param name="person">Who saves.</param>
    /// <param name="data">The filled start form; null when it asks for nothing.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    public async Task<Schedule?> SaveAsync(Person person, JsonElement? data, CancellationToken cancellationToken)
    {
        if (IsBusy)
        {
            return null;
        }

        _data = data ?? _data;
        (IsBusy, Failure, _refused) = (true, null, []);
        _touched.UnionWith(Problems().Select(e => e.InstancePath));
        try
        {
            return await (_schedule is { } schedule
                ? schedules.SaveAsync(person, schedule.Id, SpecOf(), schedule.Revision, cancellationToken)
                : schedules.CreateAsync(person, SpecOf(), cancellationToken));
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.InvalidSchedule invalid)
        {
            _refused = invalid.Errors;
            _touched.UnionWith(invalid.Errors.Select(e => e.InstancePath));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Failure = Loading.Explain(logger, failure);
        }
        finally
        {
            IsBusy = false;
        }

        return null;
    }

    /// <summary>What is wrong as far as that is known here, and what the server found.</summary>
    private IEnumerable<SchemaError> Problems() => ScheduleCheck.Check(SpecOf(), time.GetUtcNow()).Concat(_refused);

    private ScheduleSpec SpecOf() => new()
    {
        Name = Name.Trim(),
        Definition = Definition,
        Version = _schedule?.Spec.Version,
        Data = _data,
        Title = Title.Trim() is { Length: > 0 } title ? title : null,
        Reference = Reference.Trim() is { Length: > 0 } reference ? reference : null,
        Cron = IsInterval ? null : Cron.Trim(),
        Every = IsInterval ? IntervalUnits.Text(EveryCount, EveryUnit) : null,
        TimeZone = TimeZone.Trim(),
        From = Moment(From),
        Until = Moment(Until),
        Overlap = Overlap,
        CatchUp = CatchUp,
        CatchUpLimit = CatchUpLimit,
    };

    private void Take(Schedule schedule)
    {
        var spec = schedule.Spec;
        (_schedule, Name, Definition, _data) = (schedule, spec.Name, spec.Definition, spec.Data);
        (IsInterval, Cron, TimeZone) = (spec.Every is not null, spec.Cron ?? Cron, spec.TimeZone);
        (EveryCount, EveryUnit) = spec.Every is { } every ? IntervalUnits.Split(every) : (EveryCount, EveryUnit);
        (From, Until) = (Text(spec.From), Text(spec.Until));
        (Overlap, CatchUp, CatchUpLimit) = (spec.Overlap, spec.CatchUp, spec.CatchUpLimit);
        (Title, Reference) = (spec.Title ?? "", spec.Reference ?? "");
    }

    private async Task ReadFormAsync(Person person, CancellationToken cancellationToken)
    {
        try
        {
            var definition = await engine.GetDefinitionAsync(person, Definition, _schedule?.Spec.Version, cancellationToken);
            StartForm = definition.StartForm.Equals(FormSchema.Empty) ? null : definition.StartForm;
            StartData = JsonNode.Parse(_data.GetRawText()) as JsonObject;
        }
        catch (WorkflowException refused)
        {
            Failure = refused.Message;
        }
    }

    private string Text(DateTimeOffset? moment) => moment is { } at ? TimeZoneInfo.ConvertTime(at, ViewerZone).ToString(MomentFormat, CultureInfo.InvariantCulture) : "";

    private DateTimeOffset? Moment(string text) => LocalMoment.Parse(text, ViewerZone);

    private static bool IsData(string pointer) => pointer.StartsWith("/data/", StringComparison.Ordinal);
}
