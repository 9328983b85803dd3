using System.Collections.Immutable;
using System.Globalization;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Web.Features.Instances;

/// <summary>What the list of instances is narrowed to, as the page's address says it. What an address says wrong narrows nothing.</summary>
internal sealed record InstancesQuery
{
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>The statuses that people choose from; the others are passed through in moments.</summary>
    public static ImmutableArray<InstanceStatus> Choices { get; } =
        [InstanceStatus.Running, InstanceStatus.Waiting, InstanceStatus.Failed, InstanceStatus.Completed, InstanceStatus.Canceled];

    /// <summary>The key of a definition.</summary>
    public string? Definition { get; init; }

    /// <summary>The statuses; empty is any.</summary>
    public ImmutableArray<InstanceStatus> Statuses { get; init; } = [];

    /// <summary>The beginning of a reference or title.</summary>
    public string? Search { get; init; }

    /// <summary>Who started it.</summary>
    public string? StartedBy { get; init; }

    /// <summary>Started on this day or later, in the viewer's zone.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Started on this day or earlier, in the viewer's zone.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only with an open incident.</summary>
    public bool HasIncident { get; init; }

    /// <summary>Whether it narrows anything.</summary>
    public bool IsEmpty => this == new InstancesQuery();

    /// <summary>Reads the parts of an address.</summary>
    public static InstancesQuery Parse(string? definition, string? status, string? q, string? startedBy, string? from, string? to, bool? incident) => new()
    {
        Definition = Some(definition),
        Statuses = [.. (status ?? "").Split(',').Select(ParseStatus).OfType<InstanceStatus>().Distinct().Order()],
        Search = Some(q),
        StartedBy = Some(startedBy),
        From = ParseDate(from),
        To = ParseDate(to),
        HasIncident = incident is true,
    };

    /// <summary>The same with a status added, or taken away when it was there.</summary>
    public InstancesQuery Toggle(InstanceStatus status) =>
        this with { Statuses = Statuses.Contains(status) ? Statuses.Remove(status) : [.. Statuses.Add(status).Order()] };

    /// <summary>The parts of an address that says this; null for what narrows nothing.</summary>
    public Dictionary<string, object?> ToParameters() => new()
    {
        ["definition"] = Some(Definition),
        ["status"] = Statuses.IsEmpty ? null : string.Join(',', Statuses.Select(Name)),
        ["q"] = Some(Search),
        ["startedBy"] = Some(StartedBy),
        ["from"] = From?.ToString(DateFormat, CultureInfo.InvariantCulture),
        ["to"] = To?.ToString(DateFormat, CultureInfo.InvariantCulture),
        ["incident"] = HasIncident ? true : null,
    };

    /// <summary>The same for the store; days begin at midnight in <paramref name="zone"/>.</summary>
    public InstanceFilter ToFilter(TimeZoneInfo zone) => new()
    {
        Definition = Definition,
        Statuses = Statuses,
        Search = Search,
        StartedBy = StartedBy,
        From = From is { } from ? Midnight(from, zone) : null,
        To = To is { } to && to < DateOnly.MaxValue ? Midnight(to.AddDays(1), zone) : null,
        HasIncident = HasIncident ? true : null,
    };

    /// <summary>The stored name of a status.</summary>
    public static string Name(InstanceStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>Reads a day as browsers write it.</summary>
    public static DateOnly? ParseDate(string? text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public bool Equals(InstancesQuery? other) =>
        other is not null
        && (Definition, Search, StartedBy, From, To, HasIncident) == (other.Definition, other.Search, other.StartedBy, other.From, other.To, other.HasIncident)
        && Statuses.SequenceEqual(other.Statuses);

    public override int GetHashCode() => HashCode.Combine(Definition, Search, StartedBy, From, To, HasIncident, Statuses.Length);

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        // Where clocks go forward at midnight, the day begins later.
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static InstanceStatus? ParseStatus(string text) =>
        Enum.TryParse<InstanceStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status) && !char.IsAsciiDigit(text[0]) ? status : null;
}
