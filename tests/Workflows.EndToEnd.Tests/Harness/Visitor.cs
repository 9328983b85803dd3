using System.Collections.Concurrent;
using Microsoft.Playwright;
using Workflows.Web;
using Workflows.Web.Auth;

namespace Workflows.EndToEnd.Tests.Harness;

/// <summary>Somebody with a browser window. What goes wrong in it (errors in the console, failed requests) is collected, and fails the journey at its end.</summary>
public sealed class Visitor
{
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly List<string> _tolerated = [];

    internal Visitor(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        page.Console += (_, message) => Note(message.Type == "error", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"script: {error}");
        page.Response += (_, response) => Note(response.Status >= 400, $"{response.Status} {response.Request.Method} {response.Url}");

        // Leaving a page ends what it was still asking for: no failure.
        page.RequestFailed += (_, request) => Note(request.Failure != "net::ERR_ABORTED", $"{request.Failure} {request.Method} {request.Url}");
    }

    internal IBrowserContext Context { get; }

    internal IPage Page { get; }

    /// <summary>What went wrong in the window so far, without what is tolerated.</summary>
    internal IReadOnlyList<string> Problems => [.. _problems.Where(problem => !_tolerated.Exists(text => problem.Contains(text, StringComparison.OrdinalIgnoreCase)))];

    /// <summary>Makes problems that contain the text none: for journeys that cause them on purpose.</summary>
    internal void Tolerate(string text) => _tolerated.Add(text);

    /// <summary>Opens a page of the product and waits until it can be used.</summary>
    internal async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await IsReadyAsync();
    }

    /// <summary>Opens a page as a demo person, not signed in yet: the sign-in page comes first and leads back.</summary>
    internal async Task SignInAsync(string person, string path = Urls.Home)
    {
        await Page.GotoAsync(path);
        await ChooseDemoPersonAsync(person);
    }

    /// <summary>Signs in on the sign-in page that is shown.</summary>
    internal async Task ChooseDemoPersonAsync(string person)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = DemoPeople.All.Single(demo => demo.Id == person).Name }).ClickAsync();
        await IsReadyAsync();
    }

    /// <summary>Waits until the page's circuit is there: before, buttons are only pictures.</summary>
    internal Task IsReadyAsync() => Page.Locator(".shell[data-interactive]").WaitForAsync();

    /// <summary>The page's one main heading.</summary>
    internal ILocator Heading(string text) => Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = text });

    internal ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    internal ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private void Note(bool isProblem, string problem)
    {
        if (isProblem)
        {
            _problems.Enqueue(problem);
        }
    }
}
