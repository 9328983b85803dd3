using System.Globalization;
using System.Xml;
using Workflows.Engine.Definitions;
using Workflows.Web.Api.Problems;

namespace Workflows.Web.Api;

/// <summary>Parameters and headers that the framework does not read, or not as we mean them.</summary>
internal static class Parameters
{
    public const int MaxLimit = 200;

    /// <summary>The longest that a request waits.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    /// <summary>How many rows: from 1 to <see cref="MaxLimit"/>, 50 when nobody says.</summary>
    public static int Limit(int? limit) =>
        limit is null or (>= 1 and <= MaxLimit)
            ? limit ?? 50
            : throw ApiProblemException.Parameter("limit", $"The parameter 'limit' must be from 1 to {MaxLimit}, not {limit}.");

    /// <summary>A version, or null.</summary>
    public static SemanticVersion? Version(string? text) =>
        text is null ? null
        : SemanticVersion.TryParse(text, out var version) ? version
        : throw ApiProblemException.Parameter("version", $"'{text}' is not a version: write three numbers, for example 1.0.0.");

    /// <summary>How long to wait: seconds such as <c>5s</c>, or ISO 8601 such as <c>PT5S</c>; more than <see cref="MaxWait"/> counts as that.</summary>
    public static TimeSpan Wait(string? text, TimeSpan orElse)
    {
        if (text is null)
        {
            return orElse;
        }

        var wait = text is [.. var number, 's'] && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, MaxWait.TotalSeconds))
            : Iso(text);
        return wait is { } given && given >= TimeSpan.Zero
            ? TimeSpan.FromTicks(Math.Min(given.Ticks, MaxWait.Ticks))
            : throw ApiProblemException.Parameter("wait", $"'{text}' is not a time to wait: write seconds such as 5s, or an ISO 8601 duration such as PT5S.");
    }

    /// <summary>A value by its name in lower case.</summary>
    public static TEnum Name<TEnum>(string parameter, string text)
        where TEnum : struct, Enum =>
        Enum.GetNames<TEnum>().FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<TEnum>(found)
            : throw ApiProblemException.Parameter(
                parameter, $"The parameter '{parameter}' must be {string.Join(", ", Enum.GetNames<TEnum>().Select(name => name.ToLowerInvariant()))}, not '{text}'.");

    /// <summary>One of the formats that there are, the first when nobody says.</summary>
    public static string Format(string? format, params ReadOnlySpan<string> known) =>
        format is null ? known[0]
        : known.Contains(format) ? format
        : throw ApiProblemException.Parameter("format", $"The parameter 'format' must be {string.Join(", ", known[..^1])} or {known[^1]}, not '{format}'.");

    /// <summary>Whether a graph is asked for as a flowchart.</summary>
    public static bool IsMermaid(string? format) => Format(format, "json", "mermaid") is "mermaid";

    private static TimeSpan? Iso(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            return null;
        }
    }
}
