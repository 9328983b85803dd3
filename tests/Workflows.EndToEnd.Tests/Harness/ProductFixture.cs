using Microsoft.Playwright;
using Workflows.EndToEnd.Tests.Harness;
using Xunit.Sdk;

[assembly: AssemblyFixture(typeof(ProductFixture))]
[assembly: Xunit.v3.Parallelization(Mode = ParallelMode.None)]
[assembly: Trait("Category", "EndToEnd")]

namespace Workflows.EndToEnd.Tests.Harness;

/// <summary>One server and one browser for all journeys. Each journey has visitors of its own, and data of its own by its references.</summary>
public sealed class ProductFixture : IAsyncLifetime
{
    private const float Patience = 30_000;

    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private ProductHost? _host;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The server's address, without a slash at the end.</summary>
    internal string Address => _host!.Address;

    internal IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(s_places, File.Exists) is not { } chromium)
        {
            return;
        }

        _host = new ProductHost();
        _host.StartServer();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        Assertions.SetDefaultExpectTimeout(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    /// <summary>A browser window of its own: own cookies, own console. Skips the test where there is no Chromium, unless on CI, where it fails.</summary>
    internal async Task<Visitor> NewVisitorAsync(int width = 1280, int height = 800)
    {
        if (_browser is null)
        {
            const string Missing = "Chromium is not installed (on Debian: apt-get install chromium).";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Assert.Fail(Missing);
        }

        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            ColorScheme = ColorScheme.Light,
        });
        context.SetDefaultTimeout(Patience);
        return new Visitor(context, await context.NewPageAsync());
    }
}
