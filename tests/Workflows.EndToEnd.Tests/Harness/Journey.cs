using Microsoft.Playwright;

namespace Workflows.EndToEnd.Tests.Harness;

/// <summary>A journey of one or more people through the product, in real browser windows.</summary>
public abstract class Journey(ProductFixture product) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];

    private protected ProductFixture Product { get; } = product;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Closes the windows. Keeps a picture of each when the journey failed, and fails it when something went wrong in one.</summary>
    public async ValueTask DisposeAsync()
    {
        var hasFailed = TestContext.Current.TestState?.Result is TestResult.Failed;
        List<string> problems = [];
        foreach (var (visitor, number) in _visitors.Select((visitor, index) => (visitor, index + 1)))
        {
            if (hasFailed)
            {
                await KeepPictureAsync(visitor.Page, number);
            }

            problems.AddRange(visitor.Problems);
            await visitor.Context.CloseAsync();
        }

        GC.SuppressFinalize(this);
        if (hasFailed)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, problems));
        }
        else
        {
            Assert.Empty(problems);
        }
    }

    /// <summary>A window of its own: own cookies, own console.</summary>
    private protected async Task<Visitor> VisitAsync(int width = 1280, int height = 800)
    {
        var visitor = await Product.NewVisitorAsync(width, height);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>A window in which a demo person is signed in, at a page.</summary>
    private protected async Task<Visitor> VisitAsAsync(string person, string path = "/", int width = 1280, int height = 800)
    {
        var visitor = await VisitAsync(width, height);
        await visitor.SignInAsync(person, path);
        return visitor;
    }

    private static async Task KeepPictureAsync(IPage page, int number)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "failures"));
        var file = Path.Combine(folder.FullName, $"{TestContext.Current.TestMethod?.MethodName}-{number}.png");
        try
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
            TestContext.Current.TestOutputHelper?.WriteLine($"{page.Url} looked like {file}");
        }
        catch (PlaywrightException gone)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{page.Url} could not be kept: {gone.Message}");
        }
    }
}
