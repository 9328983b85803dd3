using System.Globalization;

namespace Workflows.Web.Features.Schedules;

/// <summary>Moments as browsers write them in a field: by the clock of the viewer, without a zone.</summary>
internal static class LocalMoment
{
    /// <summary>A moment such as <c>2026-01-31T08:00</c>; null when the text is none.</summary>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year is > 1900 and < 9000
            ? new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified))).ToUniversalTime()
            : null;
}
