using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Workflows.EndToEnd.Tests.Harness;

/// <summary>Checks pages with axe.</summary>
internal static class Accessibility
{
    private const string HasSettled = "() => document.getAnimations().every(a => a.playState !== 'running' || a.effect.getComputedTiming().iterations === Infinity)";

    /// <summary>The page as it stands has no violation, in light and in dark.</summary>
    public static async Task IsAccessibleAsync(this Visitor visitor)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await visitor.WearAsync(scheme);
            var found = await visitor.Page.RunAxe();
            Assert.True(found.Violations.Length == 0, $"{visitor.Page.Url} in {scheme}:{Environment.NewLine}{Text(found)}");
        }

        await visitor.WearAsync(ColorScheme.Light);
    }

    /// <summary>Puts the page into light or dark, and waits until it looks like it.</summary>
    public static async Task WearAsync(this Visitor visitor, ColorScheme scheme)
    {
        await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });

        // The style sheets follow at once; MudBlazor's palette comes over the circuit.
        await visitor.Page.WaitForFunctionAsync(
            """
            theme => {
              const mud = getComputedStyle(document.documentElement).getPropertyValue('--mud-palette-background'); // rgba(251, 251, 252, 1)
              const isDark = Number(/\((\d+)/.exec(mud)?.[1]) < 128;
              return document.documentElement.dataset.theme === theme && (mud === '' || isDark === (theme === 'dark'));
            }
            """,
            scheme is ColorScheme.Dark ? "dark" : "light");
        await visitor.Page.WaitForFunctionAsync(HasSettled);
    }

    private static string Text(AxeResult found) => string.Join(
        Environment.NewLine,
        found.Violations.Select(v => $"{v.Id}: {v.Help}{string.Concat(v.Nodes.Take(5).Select(n => $"{Environment.NewLine}    {n.Target} {n.Html}"))}"));
}
