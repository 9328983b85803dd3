namespace Workflows.Web.Viewing;

/// <summary>Who looks at this circuit's pages, as far as looks go: theme and time zone. Only the layout writes it.</summary>
public sealed class Viewer
{
    /// <summary>Raised after any property changed, on the circuit's dispatcher.</summary>
    public event Action? Changed;

    /// <summary>The zone that times are shown in; UTC until the browser has told.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Whether the dark palette is shown.</summary>
    public bool IsDark { get; private set; }

    /// <summary>The choice behind it.</summary>
    public ThemeChoice Theme { get; private set; } = ThemeChoice.System;

    /// <summary>Takes over what the browser told.</summary>
    public void Set(TimeZoneInfo zone, bool isDark, ThemeChoice theme)
    {
        if (Zone.Equals(zone) && IsDark == isDark && Theme == theme)
        {
            return;
        }

        (Zone, IsDark, Theme) = (zone, isDark, theme);
        Changed?.Invoke();
    }
}

/// <summary>Which palette a person wants; <see cref="System"/> follows the operating system.</summary>
public enum ThemeChoice
{
    System,
    Light,
    Dark,
}
