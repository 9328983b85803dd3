using System.Collections.Concurrent;
using Workflows.EndToEnd.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>A developer who reads the API's reference on the server itself.</summary>
public sealed class ApiReferenceJourneys(ProductFixture product) : Journey(product)
{
    [Fact]
    public async Task Reference_ShowsTheOperations_AndLoadsNothingFromElsewhere()
    {
        var visitor = await VisitAsync();
        var requested = new ConcurrentQueue<string>();
        visitor.Page.Request += (_, request) => requested.Enqueue(request.Url);

        await visitor.Page.GotoAsync("/scalar/");

        await Expect(visitor.Page.GetByText("List the definitions, each by its latest published version").First).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { NameRegex = new("Tasks") }).First).ToBeVisibleAsync();
        Assert.All(requested, url => Assert.True(
            url.StartsWith($"{Product.Address}/", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal), url));
    }
}
