using System.Globalization;
using System.Text.Json.Nodes;
using Bunit;
using Workflows.Engine.Forms;
using Workflows.TestKit;
using Workflows.Web.Features.Forms;

namespace Workflows.Web.Tests.Features.Forms;

/// <summary>Fields that come and go with the answers.</summary>
public sealed class ConditionalFormTests : WebTestContext
{
    private const string Travel =
        """
        {
          "type": "object",
          "properties": { "kind": { "title": "Kind", "enum": ["car", "train"] } },
          "if": { "properties": { "kind": { "const": "car" } }, "required": ["kind"] },
          "then": { "properties": { "plate": { "type": "string", "title": "Plate" } }, "required": ["plate"] },
          "else": { "properties": { "seat": { "type": "string", "title": "Seat", "default": "window" } } }
        }
        """;

    [Fact]
    public void Answer_OfACondition_BringsItsFieldsAndTakesTheOthers()
    {
        var state = Open(Travel);
        Assert.Equal(["/kind", "/seat"], Places(state));

        Choose(state, "/kind", "car");

        Assert.Equal(["/kind", "/plate"], Places(state));
        Assert.Null(state.Submit());
        Assert.Equal(["Plate: This is required."], state.FindProblems().Select(problem => $"{problem.Place}: {problem.Message}"));
    }

    [Fact]
    public void Submit_AfterASwitch_LeavesOutWhatIsHiddenButTheDraftKeepsIt()
    {
        var state = Open(Travel);

        Choose(state, "/kind", "car");
        state.SetText(At(state, "/plate"), "B-XY 1");
        Choose(state, "/kind", "train");

        Assert.Equal("""{"seat":"window","kind":"train"}""", state.Submit()?.GetRawText());
        Assert.Equal("B-XY 1", (string?)state.Snapshot()["plate"]);
        Choose(state, "/kind", "car");
        Assert.Equal("B-XY 1", state.TextOf(At(state, "/plate")));
        Assert.Equal("""{"kind":"car","plate":"B-XY 1"}""", state.Submit()?.GetRawText());
    }

    [Fact]
    public void SetText_BesideACondition_KeepsTheFieldsThatStay()
    {
        var state = Open(Travel);
        var kind = At(state, "/kind");

        Choose(state, "/kind", "car");

        Assert.Same(kind, At(state, "/kind"));
        Assert.Equal(kind.Id, At(state, "/kind").Id);
    }

    [Fact]
    public void Submit_MembersNobodyKnows_AreKept()
    {
        var state = Open(Travel, """{ "kind": "train", "case": 7 }""");

        Assert.Equal("""{"kind":"train","case":7,"seat":"window"}""", state.Submit()?.GetRawText());
    }

    [Theory]
    [InlineData("dependentRequired", """{ "card": ["address"] }""")]
    [InlineData("dependencies", """{ "card": ["address"] }""")]
    public void SetText_OfAFieldOthersDependOn_MakesThemRequired(string keyword, string demand)
    {
        var state = Open($$"""{ "properties": { "card": { "type": "string" }, "address": { "type": "string" } }, "{{keyword}}": {{demand}} }""");
        Assert.False(At(state, "/address").Spec.IsRequired);

        state.SetText(At(state, "/card"), "4711");

        Assert.True(At(state, "/address").Spec.IsRequired);
        state.SetText(At(state, "/card"), "");
        Assert.False(At(state, "/address").Spec.IsRequired);
    }

    [Fact]
    public void SetText_OfAFieldWithADependentSchema_BringsItsFields()
    {
        var state = Open(
            """
            { "properties": { "card": { "type": "string" } }, "dependentSchemas": { "card": { "$ref": "#/$defs/billing" } },
              "$defs": { "billing": { "properties": { "address": { "type": "string" } }, "required": ["address"] } } }
            """);

        state.SetText(At(state, "/card"), "4711");

        Assert.Equal(["/card", "/address"], Places(state));
        Assert.True(At(state, "/address").Spec.IsRequired);
        state.SetText(At(state, "/address"), "Main Street");
        state.SetText(At(state, "/card"), "");
        Assert.Equal("{}", state.Submit()?.GetRawText());
    }

    [Fact]
    public void AddEntry_OfAListWithConditions_EachEntryFollowsItsOwnAnswers()
    {
        var state = Open($$"""{ "properties": { "trips": { "type": "array", "items": {{Travel}} } } }""", """{ "trips": [ { "kind": "car" }, { "kind": "train" } ] }""");

        Assert.Equal(["/trips", "/trips/0", "/trips/0/kind", "/trips/0/plate", "/trips/1", "/trips/1/kind", "/trips/1/seat"], Places(state));
        state.MoveEntry(At(state, "/trips/1"), -1);
        Choose(state, "/trips/0/kind", "car");

        Assert.Equal(["/trips", "/trips/0", "/trips/0/kind", "/trips/0/plate", "/trips/1", "/trips/1/kind", "/trips/1/plate"], Places(state));
    }

    [Fact]
    public void CopyEntry_BetweenOthers_StandsRightBehindItAndIsItsOwn()
    {
        var state = Open("""{ "properties": { "names": { "type": "array", "items": { "type": "string" } } } }""", """{ "names": ["a", "b"] }""");

        var copy = state.CopyEntry(At(state, "/names/0"));
        state.SetText(copy, "c");

        Assert.Equal(("/names/1", """{"names":["a","c","b"]}"""), (copy.Pointer, state.Submit()?.GetRawText()));
    }

    [Fact]
    public async Task List_Copyable_HasALabelledButtonThatCopies()
    {
        var form = FormSchema.Parse("""{ "properties": { "names": { "type": "array", "items": { "type": "string", "title": "Name" } } } }""", """{ "names": { "ui:options": { "copyable": true } } }""");
        var shown = Render<SchemaForm>(parameters => parameters.Add(p => p.Form, form).Add(p => p.Value, (JsonObject)JsonNode.Parse("""{ "names": ["a"] }""")!));

        await shown.Find("button[aria-label='Copy Name 1']").ClickAsync(new());

        Assert.Equal("""{"names":["a","a"]}""", shown.Instance.State.Snapshot().ToJsonString());
    }

    [Theory]
    [InlineData("rjsf-ifThenElse", 0)]
    [InlineData("rjsf-schemaDependencies", 1)]
    public void Form_SampleWithConditions_ShowsItsFieldsWithLabels(string name, int tuples)
    {
        var sample = JsonNode.Parse(File.ReadAllBytes(SharedFiles.Require($"form-samples/{name}.json")))!;
        var form = FormSchema.Parse(sample["schema"]!.ToJsonString(), sample["uiSchema"]!.ToJsonString());

        var shown = Render<SchemaForm>(parameters => parameters.Add(p => p.Form, form).Add(p => p.Value, sample["formData"] as JsonObject));

        Assert.Equal(tuples, shown.FindAll(".note").Count);
        Assert.All(shown.FindAll("input:not([type=radio]):not([type=checkbox]), select, textarea"), control => Assert.NotNull(shown.Find($"label[for='{control.Id}']")));
    }

    private static FormState Open(string schema, string? data = null)
    {
        var text = new FieldText(CultureInfo.InvariantCulture, TimeZoneInfo.Utc);
        return new FormState(FormSchema.Parse(schema), data is null ? null : (JsonObject)JsonNode.Parse(data)!, () => text, "f");
    }

    private static void Choose(FormState state, string pointer, string value)
    {
        var field = At(state, pointer);
        state.Answer(field, field.Spec.Choices.Single(choice => choice.Label == value).Value);
    }

    private static FormField At(FormState state, string pointer)
    {
        return state.Root.Walk().Single(field => field.Pointer == pointer);
    }

    private static IEnumerable<string> Places(FormState state)
    {
        return state.Root.Walk().Skip(1).Select(field => field.Pointer);
    }
}
