using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Workflows.Engine.Forms;
using Workflows.Web.Features.Forms;

namespace Workflows.Web.Tests.Features.Forms;

public sealed class SchemaFormTests : WebTestContext
{
    private readonly List<string> _sent = [];

    [Fact]
    public async Task Form_FilledInAndSent_RaisesTheData()
    {
        var form = Show(
            """
            { "required": ["title", "amount", "ok", "kind"], "properties": {
              "title": { "type": "string", "title": "Title" }, "note": { "type": "string", "title": "Note" }, "amount": { "type": "number", "title": "Amount", "minimum": 0 },
              "ok": { "type": "boolean", "title": "Approve this request?" }, "due": { "type": "string", "format": "date", "title": "Due" },
              "kind": { "title": "Kind", "enum": ["a", "b", "c", "d", "e"] }, "speed": { "title": "Speed", "oneOf": [ { "const": 1, "title": "Slow" }, { "const": 2, "title": "Fast" } ] } } }
            """,
            """{ "note": { "ui:widget": "textarea" } }""");

        await TypeAsync(form, "Title", "New laptops");
        await TypeAsync(form, "Note", "They are\nold.");
        await TypeAsync(form, "Amount", "12.50");
        await TypeAsync(form, "Due", "2026-03-01");
        await Control(form, "Kind").ChangeAsync(new ChangeEventArgs { Value = "3" });
        await Radio(form, "Approve this request?", "No").ClickAsync();
        await Radio(form, "Speed", "Fast").ClickAsync();
        await form.Find("form").SubmitAsync();

        Assert.Equal(
            ["""{"title":"New laptops","note":"They are\nold.","amount":12.50,"due":"2026-03-01","kind":"d","ok":false,"speed":2}"""],
            _sent);
        Assert.Equal("textarea", Control(form, "Note").LocalName);
        Assert.Equal("date", Control(form, "Due").GetAttribute("type"));
        Assert.Equal("decimal", Control(form, "Amount").GetAttribute("inputmode"));
    }

    [Fact]
    public async Task Form_SentWithErrors_ListsThemAndDoesNotRaise()
    {
        var form = Show(
            """{ "required": ["title", "ok"], "properties": { "title": { "type": "string", "title": "Title" }, "ok": { "type": "boolean", "title": "Approve?" } } }""",
            """{ "title": { "ui:errors": { "required": "Give it a name." } } }""");

        await form.Find("form").SubmitAsync();

        Assert.Empty(_sent);
        Assert.Equal("2 things need your attention", form.Find(".summary .title").TextContent);
        Assert.Equal(["Title: Give it a name.", "Approve?: This is required."], form.FindAll(".summary li").Select(line => Words(line)));
        Assert.Equal($"#{Control(form, "Title").Id}", new Uri(form.Find(".summary a").GetAttribute("href")!).Fragment);
        JSInterop.VerifyFocusAsyncInvoke();

        var input = Control(form, "Title");
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("Give it a name.", form.Find($"#{input.GetAttribute("aria-describedby")}").TextContent.Trim());
    }

    [Fact]
    public async Task Form_ErrorsMended_DisappearAndItCanBeSent()
    {
        var form = Show("""{ "required": ["title"], "properties": { "title": { "type": "string", "title": "Title", "minLength": 3 } } }""");

        await form.Find("form").SubmitAsync();
        await TypeAsync(form, "Title", "ab");
        Assert.Equal(["Title: Enter at least 3 characters."], form.FindAll(".summary li").Select(line => Words(line)));
        await TypeAsync(form, "Title", "abc");

        Assert.Empty(form.FindAll(".summary"));
        Assert.Equal("false", Control(form, "Title").GetAttribute("aria-invalid"));
        await form.Find("form").SubmitAsync();
        Assert.Equal(["""{"title":"abc"}"""], _sent);
    }

    [Fact]
    public async Task Field_LeftEmpty_SaysThatItIsRequired()
    {
        var form = Show("""{ "required": ["title"], "properties": { "title": { "type": "string", "title": "Title" } } }""");
        Assert.Empty(form.FindAll(".error"));

        await Control(form, "Title").BlurAsync(new());

        Assert.Equal("This is required.", form.Find(".error").TextContent.Trim());
        Assert.Empty(form.FindAll(".summary"));
    }

    [Fact]
    public void Field_WordsOfItsAuthor_AreWiredToIt()
    {
        var form = Show(
            """{ "required": ["n"], "properties": { "n": { "type": "integer", "title": "Age", "description": "Of the applicant" }, "m": { "type": "integer", "title": "Count", "minimum": 1, "maximum": 5 } } }""",
            """{ "ui:order": ["m", "*"], "n": { "ui:help": "In years", "ui:placeholder": "42", "ui:autofocus": true } }""");

        var age = Control(form, "Age");
        Assert.Equal(["Count", "Age* (required)"], form.FindAll("label").Select(label => label.TextContent));
        Assert.Equal("Of the applicant · In years", form.Find($"#{age.GetAttribute("aria-describedby")}").TextContent);
        Assert.Equal(("42", "true"), (age.GetAttribute("placeholder"), age.GetAttribute("aria-required")));
        Assert.Equal("A whole number from 1 to 5", form.Find($"#{Control(form, "Count").GetAttribute("aria-describedby")}").TextContent);
    }

    [Fact]
    public async Task List_AddMoveRemove_ChangesTheData()
    {
        var focus = JSInterop.SetupModule("./Features/Forms/SchemaForm.razor.js");
        focus.Mode = JSRuntimeMode.Loose;
        var form = Show(
            """
            { "properties": { "lines": { "type": "array", "title": "Lines", "maxItems": 2, "items": { "type": "object", "title": "Line",
              "properties": { "what": { "type": "string", "title": "What" } } } } } }
            """);

        await Button(form, "Add line").ClickAsync();
        await TypeAsync(form, "What", "first");
        await Button(form, "Add line").ClickAsync();
        await Controls(form, "What").Last().ChangeAsync(new ChangeEventArgs { Value = "second" });

        Assert.Equal(["Lines", "Line 1", "Line 2"], form.FindAll("legend").Select(legend => legend.TextContent));
        Assert.True(Button(form, "Add line").HasAttribute("disabled"));
        Assert.Contains("No more than 2 are allowed.", form.Markup, StringComparison.Ordinal);

        await Button(form, "Move Line 2 up").ClickAsync();
        Assert.Equal(Button(form, "Move Line 1 down").Id, focus.Invocations["focusField"][^1].Arguments[0]);
        Assert.Equal(["second", "first"], Controls(form, "What").Select(input => input.GetAttribute("value")));
        await Button(form, "Remove Line 2").ClickAsync();
        await form.Find("form").SubmitAsync();

        Assert.Equal(["""{"lines":[{"what":"second"}]}"""], _sent);
        Assert.Equal("Line 2 was removed.", form.Find("[role=status]").TextContent);
    }

    [Fact]
    public async Task Checks_SeveralChosen_AreAList()
    {
        var form = Show("""{ "properties": { "kit": { "type": "array", "title": "Equipment", "uniqueItems": true, "items": { "enum": ["laptop", "phone"] } } } }""");

        await form.FindAll("[role=group] input[type=checkbox]")[1].ChangeAsync(new ChangeEventArgs { Value = true });
        await form.Find("form").SubmitAsync();

        Assert.Equal(["""{"kit":["phone"]}"""], _sent);
    }

    [Fact]
    public async Task YesNo_Optional_CanBeTakenBack()
    {
        var form = Show("""{ "properties": { "ok": { "type": "boolean", "title": "Urgent?" } } }""");

        await Radio(form, "Urgent?", "Yes").ClickAsync();
        await Button(form, "Clear the answer to Urgent?").ClickAsync();
        await form.Find("form").SubmitAsync();

        Assert.Equal(["{}"], _sent);
    }

    [Fact]
    public async Task Form_ThingsItHasNoFieldFor_AreNotedAndNeverBreakIt()
    {
        var form = Show(
            """
            { "properties": { "any": { "title": "Anything" }, "tuple": { "title": "Pair", "type": "array", "prefixItems": [ {}, {} ] }, "free": { "title": "Free", "type": "object" },
              "several": { "title": "Several", "type": ["string", "integer"] }, "self": { "title": "Self", "$ref": "#" }, "a": { "type": "string", "title": "A" } },
              "anyOf": [ { "properties": { "b": { "type": "string" } } }, { "properties": { "c": { "type": "string" } } } ] }
            """,
            value: """{ "any": { "kept": true } }""");

        Assert.Equal(
            [
                "Some fields depend on other answers and cannot be shown here.",
                "The field “Anything” cannot be shown here. It does not say what kind of value it holds.",
                "The field “Pair” cannot be shown here. Its entries are not all of one kind.",
                "The field “Free” cannot be shown here. It has no fields of its own.",
                "The field “Several” cannot be shown here. It allows values of several kinds.",
                "The field “Self” cannot be shown here. It contains itself.",
            ],
            form.FindAll(".note").Select(note => note.TextContent.Trim()));
        Assert.NotNull(Control(form, "A"));
        Assert.Equal("""{"any":{"kept":true}}""", (await form.InvokeAsync(form.Instance.ValidateAndGet))?.GetRawText());
    }

    [Fact]
    public async Task Form_WithButtonsOfItsPage_HandsOverWhenAsked()
    {
        var form = Show("""{ "required": ["a"], "properties": { "a": { "type": "string", "title": "A" } } }""", buttons: "<button type=\"button\">Approve</button>");

        await form.Find("form").SubmitAsync();
        Assert.Empty(form.FindAll(".summary"));
        Assert.Null(await form.InvokeAsync(form.Instance.ValidateAndGet));
        Assert.Equal("One thing needs your attention", form.Find(".summary .title").TextContent);

        await TypeAsync(form, "A", "x");
        Assert.Equal("""{"a":"x"}""", (await form.InvokeAsync(form.Instance.ValidateAndGet))?.GetRawText());
        Assert.Equal(["Approve"], form.FindAll("button").Select(button => button.TextContent));
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task ShowErrors_OfTheServer_StandAtTheFields()
    {
        var form = Show("""{ "properties": { "a": { "type": "string", "title": "A" } } }""");

        await form.InvokeAsync(() => form.Instance.ShowErrors([new FieldError("/a", "This number is taken.")]));

        Assert.Equal("This number is taken.", form.Find(".error").TextContent.Trim());
        Assert.Equal(["A: This number is taken."], form.FindAll(".summary li").Select(line => Words(line)));
    }

    [Fact]
    public async Task OnChange_EachChange_TellsTheDataSoFar()
    {
        var told = new List<string>();
        var value = JsonNode.Parse("""{ "a": "old" }""")!.AsObject();
        var form = Render<SchemaForm>(parameters => parameters
            .Add(p => p.Form, FormSchema.Parse("""{ "required": ["b"], "properties": { "a": { "type": "string", "title": "A" }, "b": { "type": "string" } } }"""))
            .Add(p => p.Value, value)
            .Add(p => p.OnChange, (JsonObject data) => told.Add(data.ToJsonString())));

        await TypeAsync(form, "A", "new");

        Assert.Equal(["""{"a":"new"}"""], told);
        Assert.Equal("""{"a":"old"}""", value.ToJsonString());
        Assert.True(form.Instance.IsDirty);
    }

    [Fact]
    public async Task Form_RenderedAgainWithTheSame_KeepsWhatWasTyped()
    {
        var schema = """{ "properties": { "a": { "type": "string", "title": "A" } } }""";
        var form = Show(schema);
        await TypeAsync(form, "A", "typed");

        form.Render(parameters => parameters.Add(p => p.Form, FormSchema.Parse(schema)));
        Assert.Equal("typed", Control(form, "A").GetAttribute("value"));

        form.Render(parameters => parameters.Add(p => p.Value, []));
        Assert.Equal("", Control(form, "A").GetAttribute("value") ?? "");
    }

    [Fact]
    public void Form_DisabledOrReadOnly_CannotBeChanged()
    {
        const string Schema =
            """{ "properties": { "a": { "type": "string", "title": "A", "readOnly": true }, "b": { "type": "boolean", "title": "B" }, "c": { "type": "string", "title": "C" }, "d": { "title": "D", "enum": [1,2,3,4,5] } } }""";

        var form = Show(Schema, value: """{ "a": "fixed" }""", disabled: true);

        Assert.Equal("fixed", form.Find(".value").TextContent);
        Assert.All(form.FindAll("input, select"), control => Assert.True(control.HasAttribute("disabled")));
        Assert.Empty(form.FindAll("button"));
    }

    [Fact]
    public void EmptyForm_HasAButtonOnly()
    {
        var form = Render<SchemaForm>(parameters => parameters.Add(p => p.Form, FormSchema.Empty).Add(p => p.SubmitLabel, "Start"));

        Assert.Empty(form.FindAll("input, .note"));
        Assert.Equal("Start", form.Find("button").TextContent);
    }

    private IRenderedComponent<SchemaForm> Show(string schema, string? ui = null, string? value = null, bool disabled = false, string? buttons = null)
    {
        var data = value is null ? null : JsonNode.Parse(value)!.AsObject();
        return Render<SchemaForm>(parameters =>
        {
            parameters
                .Add(p => p.Form, FormSchema.Parse(schema, ui))
                .Add(p => p.Value, data)
                .Add(p => p.Disabled, disabled)
                .Add(p => p.OnSubmit, (JsonElement sent) => _sent.Add(sent.GetRawText()));
            if (buttons is not null)
            {
                parameters.AddChildContent(buttons);
            }
        });
    }

    private static IElement Control(IRenderedComponent<SchemaForm> form, string label)
    {
        return Controls(form, label).Single();
    }

    private static IEnumerable<IElement> Controls(IRenderedComponent<SchemaForm> form, string label)
    {
        return form.FindAll("label[for]")
            .Where(element => element.ChildNodes[0].TextContent == label)
            .Select(element => form.Find($"#{element.GetAttribute("for")}"));
    }

    private static Task TypeAsync(IRenderedComponent<SchemaForm> form, string label, string text)
    {
        return Control(form, label).ChangeAsync(new ChangeEventArgs { Value = text });
    }

    private static IElement Radio(IRenderedComponent<SchemaForm> form, string question, string answer)
    {
        return form.FindAll("[role=radiogroup]")
            .Single(group => form.Find($"#{group.GetAttribute("aria-labelledby")}").ChildNodes[0].TextContent == question)
            .QuerySelectorAll("label")
            .Single(label => label.TextContent.Trim() == answer)
            .QuerySelector("input")!;
    }

    private static IElement Button(IRenderedComponent<SchemaForm> form, string name)
    {
        return form.FindAll("button").Single(button => (button.GetAttribute("aria-label") ?? button.TextContent.Trim()) == name);
    }

    private static string Words(IElement element)
    {
        return string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
