using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Schedules;

/// <summary>Says everything that is wrong with what a schedule says, each at its place. Pure: whether the workflow is there, and takes the data, others know.</summary>
public static class ScheduleCheck
{
    private static readonly FrozenDictionary<string, object?> s_noParams = FrozenDictionary<string, object?>.Empty;

    /// <summary>Checks a specification.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="now">The time: what is over can no longer be asked for.</param>
    /// <returns>The problems, with JSON pointers into the specification; none when it is in order.</returns>
    public static ImmutableArray<SchemaError> Check(ScheduleSpec spec, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var problems = ImmutableArray.CreateBuilder<SchemaError>();
        CheckTexts(spec, problems);
        CheckTimes(spec, problems);
        if (spec.Data.ValueKind is not JsonValueKind.Object)
        {
            problems.Add(Problem("/data", "type", "The data of a start is an object."));
        }

        if (spec.CatchUpLimit is < 1 or > ScheduleLimits.MaxCatchUp)
        {
            problems.Add(Problem("/catchUpLimit", "range", $"From 1 to {ScheduleLimits.MaxCatchUp} missed runs can be made up."));
        }

        if (problems.Count == 0 && ScheduleTimes.TryRead(spec, now, out var times) && times.After(now) is null)
        {
            problems.Add(spec.Until <= now
                ? Problem("/until", "past", "This is past: nothing would ever be due.")
                : Problem(spec.Cron is null ? "/every" : "/cron", "never", "No such moment comes" + (spec.Until is null ? "." : " before the end.")));
        }

        return problems.DrainToImmutable();
    }

    /// <summary>A problem at a place.</summary>
    internal static SchemaError Problem(string place, string code, string message) => new(place, code, "", s_noParams) { Message = message };

    private static void CheckTexts(ScheduleSpec spec, ImmutableArray<SchemaError>.Builder problems)
    {
        Required("/name", spec.Name);
        Required("/definition", spec.Definition);
        Short("/name", spec.Name);
        Short("/title", spec.Title);
        Short("/reference", spec.Reference);
        Short("/cron", spec.Cron);

        void Required(string place, string text)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                problems.Add(Problem(place, "required", "This is required."));
            }
        }

        void Short(string place, string? text)
        {
            if (text?.Length > ScheduleLimits.MaxText)
            {
                problems.Add(Problem(place, "maxLength", $"At most {ScheduleLimits.MaxText} characters."));
            }
        }
    }

    private static void CheckTimes(ScheduleSpec spec, ImmutableArray<SchemaError>.Builder problems)
    {
        switch (spec)
        {
            case { Cron: null, Every: null }:
                problems.Add(Problem("/cron", "required", "Say when: give a cron expression, or an interval in every."));
                break;
            case { Cron: not null, Every: not null }:
                problems.Add(Problem("/every", "ambiguous", "Give either a cron expression or an interval, not both."));
                break;
            case { Cron: { } cron } when ScheduleTimes.ReadCron(cron).Problem is { } problem:
                problems.Add(Problem("/cron", "cron", problem));
                break;
            case { Every: { } every } when ScheduleTimes.ReadInterval(every) is null:
                problems.Add(Problem("/every", "duration", $"'{every}' is not an interval: write a duration of whole seconds such as PT15M or P1D, from one second to ten years."));
                break;
        }

        if (spec.Every is null && ScheduleTimes.FindZone(spec.TimeZone) is null)
        {
            problems.Add(Problem("/timeZone", "timeZone", $"'{spec.TimeZone}' is not a time zone that is known here: write a name such as Europe/Berlin or UTC."));
        }

        if (spec.Until <= spec.From)
        {
            problems.Add(Problem("/until", "order", "The end lies before the beginning."));
        }
    }
}
