namespace Workflows.Web.Viewing;

/// <summary>What the browser told in its last visit (viewer.js writes it), so that the first paint is right.</summary>
internal readonly record struct ViewerCookie(bool IsDark, TimeZoneInfo Zone)
{
    public const string Name = "wf-viewer";
    public const string ThemeName = "wf-theme";

    /// <summary>Reads <c>light~Europe/Berlin</c>; anything else is light and UTC, as a cookie is only what somebody sent.</summary>
    public static ViewerCookie Parse(string? value)
    {
        var parts = (value ?? "").Split('~', 2);
        return new ViewerCookie(parts[0] == "dark", FindZone(parts.Length == 2 ? parts[1] : ""));
    }

    /// <summary>Reads the cookie of the chosen theme.</summary>
    public static ThemeChoice ParseTheme(string? value)
    {
        return value switch
        {
            "light" => ThemeChoice.Light,
            "dark" => ThemeChoice.Dark,
            _ => ThemeChoice.System,
        };
    }

    public static TimeZoneInfo FindZone(string id)
    {
        return id.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
    }
}
