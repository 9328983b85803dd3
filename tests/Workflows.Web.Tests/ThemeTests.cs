using System.Globalization;
using System.Text.RegularExpressions;
using MudBlazor;
using Workflows.TestKit;

namespace Workflows.Web.Tests;

/// <summary>The colours can be read, in light and in dark, and MudBlazor's are those of the style sheet.</summary>
public sealed partial class ThemeTests
{
    private static readonly Dictionary<string, Dictionary<string, string>> s_tokens = Read();

    public static TheoryData<string, string, string> Pairs()
    {
        var pairs = new TheoryData<string, string, string>();
        foreach (var theme in new[] { "light", "dark" })
        {
            foreach (var ground in new[] { "bg", "surface", "sunken", "hover" })
            {
                pairs.Add(theme, "text", ground);
                pairs.Add(theme, "muted", ground);
                pairs.Add(theme, "accent", ground);
            }

            pairs.Add(theme, "accent", "accent-bg"); // the active entry of the navigation
            pairs.Add(theme, "on-accent", "accent");
            foreach (var status in new[] { "waiting", "running", "completed", "failed", "canceled", "paused" })
            {
                pairs.Add(theme, status, $"{status}-bg");
                pairs.Add(theme, status, "surface");
                pairs.Add(theme, "text", $"{status}-bg"); // labels in diagrams
            }

            pairs.Add(theme, "overdue", "surface");
            pairs.Add(theme, "overdue", "bg");
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Tokens_TextOnGround_HasEnoughContrast(string theme, string text, string ground)
    {
        var contrast = Contrast(s_tokens[theme][text], s_tokens[theme][ground]);

        Assert.True(contrast >= 4.5, $"{text} on {ground} has {contrast:0.00}");
    }

    [Fact]
    public void Palettes_Always_AreThoseOfTheStyleSheet()
    {
        Assert.Equal(FromTokens("light"), FromPalette(Theme.Default.PaletteLight));
        Assert.Equal(FromTokens("dark"), FromPalette(Theme.Default.PaletteDark));
    }

    private static string[] FromTokens(string theme)
    {
        string[] names = ["bg", "surface", "sunken", "line", "text", "muted", "accent", "on-accent", "running", "completed", "waiting", "failed"];
        return [.. names.Select(name => s_tokens[theme][name])];
    }

    private static string[] FromPalette(Palette palette)
    {
        MudBlazor.Utilities.MudColor[] colours =
        [
            palette.Background, palette.Surface, palette.BackgroundGray, palette.LinesDefault, palette.TextPrimary, palette.TextSecondary,
            palette.Primary, palette.PrimaryContrastText, palette.Info, palette.Success, palette.Warning, palette.Error,
        ];
        return [.. colours.Select(colour => colour.ToString(MudBlazor.Utilities.MudColorOutputFormats.Hex))];
    }

    private static Dictionary<string, Dictionary<string, string>> Read()
    {
        return Block().Matches(Repository.Read("src/Workflows.Web/wwwroot/css/tokens.css")).ToDictionary(
            block => block.Groups["theme"].Value,
            block => Token().Matches(block.Groups["body"].Value).ToDictionary(token => token.Groups["name"].Value, token => token.Groups["colour"].Value));
    }

    // As WCAG 2 defines it.
    private static double Contrast(string first, string second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    [GeneratedRegex("""\[data-theme="(?<theme>\w+)"\] \{(?<body>[^}]*)\}""")]
    private static partial Regex Block();

    [GeneratedRegex("--wf-(?<name>[a-z-]+): (?<colour>#[0-9a-f]{6});")]
    private static partial Regex Token();
}
