using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Forms;
using Workflows.Web.Features.Forms;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Features.Forms;

public sealed class SchemaViewTests : WebTestContext
{
    [Fact]
    public void View_DataOfAForm_IsShownInItsWordsAndOrder()
    {
        var view = Show(
            """
            { "ok": true, "no": false, "amount": 12499.90, "day": "2026-03-01", "at": "2026-07-01T08:15:00Z", "kind": 2, "tags": ["a", "b"], "mail": "ann@example.com", "extraField": "x" }
            """,
            """
            { "properties": { "amount": { "type": "number", "title": "Amount" }, "ok": { "type": "boolean", "title": "Urgent?" }, "no": { "type": "boolean" }, "day": { "type": "string", "format": "date", "title": "Day" },
              "at": { "type": "string", "format": "date-time", "title": "At" }, "kind": { "oneOf": [ { "const": 1, "title": "One" }, { "const": 2, "title": "Two" } ] },
              "tags": { "type": "array", "items": { "type": "string" } }, "mail": { "type": "string", "format": "email" }, "absent": { "type": "string", "title": "Reason" } } }
            """);

        Assert.Equal(
            [
                "Amount: 12,499.90", "Urgent?: Yes", "No: No", "Day: 1 Mar 2026", "At: 1 Jul 2026, 08:15", "Kind: Two", "Tags: a, b", "Mail: ann@example.com",
                "Reason: –No answer", "Extra field: x",
            ],
            Lines(view));
        Assert.Equal("mailto:ann%40example.com", view.Find("a").GetAttribute("href"));
    }

    [Fact]
    public async Task View_ZoneBecomesKnown_TellsTimesByIt()
    {
        var view = Show("""{ "at": "2026-07-01T08:15:00Z" }""", """{ "properties": { "at": { "type": "string", "format": "date-time" } } }""");

        await view.InvokeAsync(() => Services.GetRequiredService<Viewer>().Set(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), false, ThemeChoice.System));

        Assert.Equal(["At: 1 Jul 2026, 10:15"], Lines(view));
    }

    [Fact]
    public void View_NestedDataWithoutAForm_IsShownByItsNames()
    {
        var view = Show("""{ "costCenter": { "id": 7 }, "lines": [ { "what": "Chair" }, { "what": "Desk" } ], "none": [], "nothing": null }""");

        Assert.Equal(["Cost center", "Id", "Lines", "What", "What", "None", "Nothing"], view.FindAll("dt").Select(term => term.TextContent));
        Assert.Equal(2, view.FindAll("ol > li").Count);
    }

    [Fact]
    public void View_LongText_FoldsAway()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 100));

        var view = Show($$"""{ "comment": "{{text}}" }""");

        Assert.Equal(text, view.Find("details p").TextContent);
        Assert.True(view.Find("summary").TextContent.Length < 130);
    }

    [Fact]
    public void View_AddressThatRunsSomething_IsNoLink()
    {
        var view = Show("""{ "a": "javascript:alert(1)", "b": "https://example.com/x" }""", """{ "properties": { "a": { "type": "string", "format": "uri" }, "b": { "type": "string", "format": "uri" } } }""");

        Assert.Equal(["https://example.com/x"], view.FindAll("a").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void View_NothingToShow_SaysSo(string data)
    {
        Assert.Equal("There is no data.", Show(data).Find("p").TextContent);
    }

    private IRenderedComponent<SchemaView> Show(string data, string? schema = null)
    {
        return Render<SchemaView>(parameters => parameters
            .Add(p => p.Data, JsonElement.Parse(data))
            .Add(p => p.Form, schema is null ? null : FormSchema.Parse(schema)));
    }

    private static IEnumerable<string> Lines(IRenderedComponent<SchemaView> view)
    {
        return view.FindAll("dl > div").Select(line => $"{line.QuerySelector("dt")!.TextContent}: {line.QuerySelector("dd")!.Text().Trim()}");
    }
}
