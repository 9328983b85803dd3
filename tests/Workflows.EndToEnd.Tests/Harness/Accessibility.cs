using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Workflows.EndToEnd.Tests.Harness;

/// <summary>Checks pages with axe.</summary>
internal static class Accessibility
{
    private const string HasSettled = "() => document.getAnimations().every(a => a.playState !== 'running' || a.effect.getComputedTiming().iterations === Infinity)";

    // Run in the page itself. Deque's own wrapper opens a second page for each run, which takes four times as long.
    private const string Check = """
        async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
          .map(found => `${found.id}: ${found.help}\n` + found.nodes.slice(0, 5).map(node => `    ${node.target} ${node.html}\n`).join("")).join("")
        """;

    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>The page as it stands has no violation, in light and in dark.</summary>
    public static async Task IsAccessibleAsync(this Visitor visitor)
    {
        await visitor.Page.EvaluateAsync(s_axe);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await visitor.WearAsync(scheme);
            var violations = await visitor.Page.EvaluateAsync<string>(Check);
            Assert.True(violations.Length == 0, $"{visitor.Page.Url} in {scheme}:{Environment.NewLine}{violations}");
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
}
