using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Engine.Forms;
using Workflows.Web.Features.Forms;

namespace Workflows.Web.Tests.Features.Forms;

public sealed class FormStateTests
{
    [Fact]
    public void Submit_NothingFilledIn_SaysWhatIsMissingAndGivesNoData()
    {
        var state = Open("""{ "required": ["title"], "properties": { "title": { "type": "string", "title": "Title" }, "note": { "type": "string", "minLength": 5 } } }""");

        Assert.Empty(state.FindProblems());
        Assert.Null(state.Submit());

        Assert.Equal(["Title: This is required."], Problems(state));
    }

    [Fact]
    public void SetText_EmptiedAgain_CountsAsAbsent()
    {
        var state = Open("""{ "properties": { "note": { "type": "string", "minLength": 5, "format": "email" } } }""");

        state.SetText(At(state, "/note"), "abc");
        state.SetText(At(state, "/note"), "  ");

        Assert.Equal("{}", state.Submit()?.GetRawText());
    }

    [Fact]
    public void SetText_EmptyValueGiven_TakesThatInstead()
    {
        var state = Open("""{ "required": ["note"], "properties": { "note": { "type": "string" } } }""", ui: """{ "note": { "ui:emptyValue": "" } }""");

        state.SetText(At(state, "/note"), "abc");
        state.SetText(At(state, "/note"), "");

        Assert.Equal("""{"note":""}""", state.Submit()?.GetRawText());
    }

    [Fact]
    public void ErrorOf_BeforeAndAfterLeavingTheField_OnlySpeaksAfter()
    {
        var state = Open("""{ "required": ["a", "b"], "properties": { "a": { "type": "string" }, "b": { "type": "string" } } }""");

        Assert.Null(state.ErrorOf(At(state, "/a")));
        FormState.Touch(At(state, "/a"));

        Assert.Equal("This is required.", state.ErrorOf(At(state, "/a")));
        Assert.Null(state.ErrorOf(At(state, "/b")));
        Assert.Empty(state.FindProblems());
    }

    [Theory]
    [InlineData("en-GB", "1,250.50", "1250.50")]
    [InlineData("de-DE", "1.250,50", "1250.50")]
    [InlineData("de-DE", "1.5", "1.5")]
    [InlineData("en-GB", "12,5", "12.5")]
    [InlineData("fr-FR", "1 250,5", "1250.5")]
    [InlineData("de-CH", "1’250.5", "1250.5")]
    [InlineData("en-GB", "-3", "-3")]
    public void SetText_NumberAsPeopleWriteIt_IsTheNumber(string culture, string typed, string expected)
    {
        var state = Open("""{ "properties": { "n": { "type": "number" } } }""", culture: culture);

        state.SetText(At(state, "/n"), typed);

        Assert.Equal($$"""{"n":{{expected}}}""", state.Submit()?.GetRawText());
    }

    [Theory]
    [InlineData("number", "12abc", "Enter a number, such as 12.5.")]
    [InlineData("integer", "x", "Enter a whole number, such as 12.")]
    [InlineData("integer", "1.5", "Enter a whole number.")]
    [InlineData("number", "1,2,3", "Enter a number, such as 12.5.")]
    public void SetText_NoSuchNumber_KeepsWhatWasTypedAndSaysSo(string type, string typed, string message)
    {
        var state = Open($$"""{ "required": ["n"], "properties": { "n": { "type": "{{type}}", "title": "Number" } } }""");

        state.SetText(At(state, "/n"), typed);

        Assert.Null(state.Submit());
        Assert.Equal([$"Number: {message}"], Problems(state));
        Assert.Equal(typed, state.TextOf(At(state, "/n")));
    }

    [Fact]
    public void SetText_DatesAndTimes_BecomeWhatTheSchemaWants()
    {
        var state = Open(
            """{ "properties": { "d": { "type": "string", "format": "date" }, "t": { "type": "string", "format": "time" }, "i": { "type": "string", "format": "date-time" } } }""");

        state.SetText(At(state, "/d"), "2026-02-28");
        state.SetText(At(state, "/t"), "09:30");
        state.SetText(At(state, "/i"), "2026-07-01T08:15");

        Assert.Equal("""{"d":"2026-02-28","t":"09:30:00\u002B01:00","i":"2026-07-01T08:15:00\u002B02:00"}""", state.Submit()?.GetRawText());
        Assert.Equal(["2026-02-28", "09:30", "2026-07-01T08:15"], new[] { "/d", "/t", "/i" }.Select(pointer => state.TextOf(At(state, pointer))));
    }

    [Fact]
    public void Answer_YesNo_NoAnswerIsNotNo()
    {
        var state = Open("""{ "required": ["ok"], "properties": { "ok": { "type": "boolean" } } }""");
        var field = At(state, "/ok");

        Assert.Null(state.ChosenOf(field));
        Assert.Null(state.Submit());
        state.Answer(field, field.Spec.Choices[1].Value);

        Assert.Equal("No", state.ChosenOf(field)?.Label);
        Assert.Equal("""{"ok":false}""", state.Submit()?.GetRawText());
        state.Clear(field);
        Assert.Null(state.Submit());
    }

    [Fact]
    public void Open_Defaults_FillWhatIsMissing()
    {
        var state = Open(
            """
            { "required": ["address", "lines"], "properties": {
              "country": { "type": "string", "default": "DE" }, "given": { "type": "string", "default": "other" }, "terms": { "const": "v1" },
              "address": { "type": "object", "properties": { "town": { "type": "string", "default": "Bonn" } } },
              "billing": { "type": "object", "required": ["town"], "properties": { "town": { "type": "string" }, "country": { "type": "string", "default": "DE" } } },
              "lines": { "type": "array", "minItems": 1, "items": { "type": "object", "properties": { "count": { "type": "integer", "default": 1 } } } } } }
            """,
            """{ "given": "mine", "kept": [1] }""");

        Assert.Equal(
            """{"given":"mine","kept":[1],"country":"DE","address":{"town":"Bonn"},"lines":[{"count":1}]}""",
            state.Submit()?.GetRawText());
        Assert.False(state.IsDirty);
    }

    [Fact]
    public void Open_AnyValue_RoundTripsUnchanged()
    {
        const string Data = """{"text":"a","number":12.50,"flag":false,"list":[{"x":1},{"x":null}],"unknown":{"deep":[true]},"wrong":"not an object","null":null}""";
        var state = Open(
            """
            { "properties": { "text": { "type": "string" }, "number": { "type": "number" }, "flag": { "type": "boolean" },
              "list": { "type": "array", "items": { "type": "object", "properties": { "x": { "type": ["integer", "null"] } } } },
              "wrong": { "type": "object", "properties": { "y": { "type": "string" } } }, "null": { "type": "null" } } }
            """,
            Data);

        Assert.Equal(Data, state.Snapshot().ToJsonString());
    }

    [Fact]
    public void SetText_InOptionalGroup_MakesTheGroupAndTakesItAwayWhenEmpty()
    {
        var state = Open("""{ "properties": { "address": { "type": "object", "required": ["town"], "properties": { "street": { "type": "string" }, "town": { "type": "string" } } } } }""");

        state.SetText(At(state, "/address/street"), "Main Street 1");
        Assert.Null(state.Submit());
        Assert.Equal("/address/town", state.FindProblems().Single().Field.Pointer);

        state.SetText(At(state, "/address/street"), "");
        Assert.Equal("{}", state.Submit()?.GetRawText());
    }

    [Fact]
    public void Entries_AddMoveRemove_KeepDataFieldsAndErrorsTogether()
    {
        var state = Open(
            """{ "properties": { "lines": { "type": "array", "title": "Lines", "maxItems": 3, "items": { "type": "object", "title": "Line", "required": ["n"], "properties": { "n": { "type": "integer", "title": "Number" } } } } } }""",
            """{ "lines": [ { "n": 1 } ] }""");
        var list = At(state, "/lines");
        var first = list.Children[0];

        var second = state.AddEntry(list);
        state.SetText(second.Children[0], "x");
        var third = state.AddEntry(list);
        state.SetText(third.Children[0], "3");
        Assert.False(FormState.CanAdd(list));

        state.MoveEntry(second, -1);
        Assert.Equal(["/lines/0", "/lines/1", "/lines/2"], new[] { second, first, third }.Select(entry => entry.Pointer));
        Assert.Null(state.Submit());
        Assert.Equal(["Lines › Line 1 › Number: Enter a whole number, such as 12."], Problems(state));

        state.RemoveEntry(second);
        Assert.Equal("""{"lines":[{"n":1},{"n":3}]}""", state.Submit()?.GetRawText());
        state.RemoveEntry(first);
        state.RemoveEntry(third);
        Assert.Equal("{}", state.Submit()?.GetRawText());
        Assert.True(state.IsDirty);
    }

    [Fact]
    public void Entries_OfTexts_EachHasItsPlace()
    {
        var state = Open("""{ "required": ["tags"], "properties": { "tags": { "type": "array", "title": "Tags", "minItems": 2, "items": { "type": "string" } } } }""");
        var list = At(state, "/tags");

        state.SetText(list.Children[1], "b");

        Assert.Null(state.Submit());
        Assert.Equal(["Tags › Entry 1: Enter text."], Problems(state));
        state.SetText(list.Children[0], "a");
        Assert.Equal("""{"tags":["a","b"]}""", state.Submit()?.GetRawText());
    }

    [Fact]
    public void SetChecked_SeveralChoices_StayInTheirOrder()
    {
        var state = Open("""{ "properties": { "kit": { "type": "array", "uniqueItems": true, "items": { "enum": ["laptop", "phone", "desk"] } } } }""");
        var field = At(state, "/kit");

        state.SetChecked(field, field.Spec.Choices[2], true);
        state.SetChecked(field, field.Spec.Choices[0], true);
        Assert.Equal("""{"kit":["laptop","desk"]}""", state.Submit()?.GetRawText());

        state.SetChecked(field, field.Spec.Choices[0], false);
        state.SetChecked(field, field.Spec.Choices[2], false);
        Assert.Equal("{}", state.Submit()?.GetRawText());
    }

    [Fact]
    public void Clear_RequiredFieldThatMayBeNull_AnswersNull()
    {
        var state = Open("""{ "required": ["n"], "properties": { "n": { "anyOf": [ { "type": "integer" }, { "type": "null" } ] } } }""");

        state.SetText(At(state, "/n"), "5");
        state.SetText(At(state, "/n"), "");

        Assert.Equal("""{"n":null}""", state.Submit()?.GetRawText());
    }

    [Fact]
    public void ShowServerErrors_AtFieldsAndElsewhere_StayUntilTheFieldChanges()
    {
        var state = Open("""{ "properties": { "a": { "type": "string", "title": "A" }, "b": { "type": "string", "title": "B" } } }""");

        state.ShowServerErrors([new FieldError("/a", "Taken."), new FieldError("/b", "Too late."), new FieldError("/c/d", "Unknown."), new FieldError("", "Closed.")]);

        Assert.Equal([": C: Unknown.", "A: Taken.", "B: Too late."], Problems(state));
        Assert.Equal("Taken.", state.ErrorOf(At(state, "/a")));
        state.SetText(At(state, "/a"), "other");
        Assert.Equal(["B: Too late."], Problems(state));
        Assert.NotNull(state.Submit());
    }

    [Fact]
    public void Problems_ErrorNoFieldCanShow_IsListedAllTheSame()
    {
        var state = Open("""{ "properties": { "a": { "type": "string" } }, "additionalProperties": false }""", """{ "extraField": 1 }""");

        Assert.Null(state.Submit());
        Assert.Equal([": Extra field: This field is not known here."], Problems(state));
    }

    private static FormState Open(string schema, string? value = null, string? ui = null, string culture = "en-GB")
    {
        var text = new FieldText(CultureInfo.GetCultureInfo(culture), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        return new FormState(FormSchema.Parse(schema, ui), value is null ? null : JsonNode.Parse(value)!.AsObject(), () => text, "f");
    }

    private static FormField At(FormState state, string pointer)
    {
        return state.Root.Walk().Single(field => field.Pointer == pointer);
    }

    private static IEnumerable<string> Problems(FormState state)
    {
        return state.FindProblems().Select(problem => $"{problem.Place}: {problem.Message}");
    }
}
