using MudBlazor;

namespace Workflows.Web;

/// <summary>The one theme: what MudBlazor needs to look like the rest of the page. The colours are those of tokens.css.</summary>
internal static class Theme
{
    private static readonly string[] s_font =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"];

    public static MudTheme Default { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#4549c9",
            PrimaryContrastText = "#ffffff",
            Secondary = "#5b606c",
            SecondaryContrastText = "#ffffff",
            Tertiary = "#4549c9",
            Info = "#1b5dbf",
            InfoContrastText = "#ffffff",
            Success = "#186a3c",
            SuccessContrastText = "#ffffff",
            Warning = "#855000",
            WarningContrastText = "#ffffff",
            Error = "#b3231a",
            ErrorContrastText = "#ffffff",
            Background = "#fbfbfc",
            BackgroundGray = "#f3f4f6",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b1d22",
            DrawerBackground = "#fbfbfc",
            DrawerText = "#1b1d22",
            DrawerIcon = "#5b606c",
            TextPrimary = "#1b1d22",
            TextSecondary = "#5b606c",
            TextDisabled = "#5b606c",
            ActionDefault = "#5b606c",
            ActionDisabled = "#868b97",
            ActionDisabledBackground = "#eceef1",
            Divider = "#e3e5e9",
            DividerLight = "#e3e5e9",
            LinesDefault = "#e3e5e9",
            LinesInputs = "#868b97",
            TableLines = "#e3e5e9",
            TableHover = "#f3f4f6",
            TableStriped = "#fbfbfc",
            OverlayDark = "rgb(16 18 27 / 40%)",
            Skeleton = "#eceef1",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#a3a8ff",
            PrimaryContrastText = "#14152b",
            Secondary = "#a2a6b1",
            SecondaryContrastText = "#111215",
            Tertiary = "#a3a8ff",
            Info = "#82b4ff",
            InfoContrastText = "#111215",
            Success = "#67cc8e",
            SuccessContrastText = "#111215",
            Warning = "#f0b955",
            WarningContrastText = "#111215",
            Error = "#ff9187",
            ErrorContrastText = "#111215",
            Background = "#111215",
            BackgroundGray = "#0c0d0f",
            Surface = "#18191d",
            AppbarBackground = "#18191d",
            AppbarText = "#e9eaed",
            DrawerBackground = "#111215",
            DrawerText = "#e9eaed",
            DrawerIcon = "#a2a6b1",
            TextPrimary = "#e9eaed",
            TextSecondary = "#a2a6b1",
            TextDisabled = "#a2a6b1",
            ActionDefault = "#a2a6b1",
            ActionDisabled = "#757a87",
            ActionDisabledBackground = "#222429",
            Divider = "#2a2c32",
            DividerLight = "#2a2c32",
            LinesDefault = "#2a2c32",
            LinesInputs = "#757a87",
            TableLines = "#2a2c32",
            TableHover = "#222429",
            TableStriped = "#18191d",
            OverlayDark = "rgb(0 0 0 / 60%)",
            Skeleton = "#222429",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = s_font, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = Heading<H1Typography>("1.375rem"),
            H2 = Heading<H2Typography>("1rem"),
            H3 = Heading<H3Typography>("0.875rem"),
            H4 = Heading<H4Typography>("0.875rem"),
            H5 = Heading<H5Typography>("0.875rem"),
            H6 = Heading<H6Typography>("1rem"),
            Subtitle1 = Text<Subtitle1Typography>("0.875rem"),
            Subtitle2 = Text<Subtitle2Typography>("0.8125rem", "600"),
            Body1 = Text<Body1Typography>("0.875rem"),
            Body2 = Text<Body2Typography>("0.8125rem"),
            Caption = Text<CaptionTypography>("0.75rem"),
            Button = Text<ButtonTypography>("0.875rem", "500"),
        },
        // One elevation, for what floats.
        Shadows = new Shadow { Elevation = [.. Enumerable.Repeat("var(--wf-shadow)", 26).Select((shadow, level) => level == 0 ? "none" : shadow)] },
    };

    private static T Heading<T>(string size)
        where T : BaseTypography, new()
    {
        var style = Text<T>(size, "600");
        style.LineHeight = "1.3";
        return style;
    }

    private static T Text<T>(string size, string weight = "400")
        where T : BaseTypography, new()
    {
        return new T
        {
            FontFamily = s_font,
            FontSize = size,
            FontWeight = weight,
            LineHeight = "1.5",
            LetterSpacing = "normal",
            TextTransform = "none",
        };
    }
}
