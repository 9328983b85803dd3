using System.Text.Json;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Tests.Forms;

public sealed class FormSchemaTests
{
    [Fact]
    public void Parse_ManyMistakes_ReportsThemAllWithTheirPlaces()
    {
        var exception = Assert.Throws<FormSchemaException>(() => FormSchema.Parse(
            """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "objekt",
              "required": "name",
              "properties": {
                "name": { "type": "string", "minLength": -1, "maxLength": 1.5, "pattern": "(" },
                "a/b": { "$ref": "#/$defs/nowhere" },
                "other": { "$ref": "https://example.com/other.json" },
                "list": { "items": [ {} ], "allOf": [], "uniqueItems": 1 },
                "number": { "multipleOf": 0, "maximum": "7" },
                "odd": 7
              }
            }
            """,
            """{ "name": { "ui:errors": { "pattern": 1 } } }"""));

        Assert.Equal(
            [
                "/properties/a~1b/$ref schema.ref",
                "/properties/list/allOf schema.keyword",
                "/properties/list/items schema.keyword",
                "/properties/list/uniqueItems schema.keyword",
                "/properties/name/maxLength schema.keyword",
                "/properties/name/minLength schema.keyword",
                "/properties/name/pattern schema.regex",
                "/properties/number/maximum schema.keyword",
                "/properties/number/multipleOf schema.keyword",
                "/properties/odd schema.keyword",
                "/properties/other/$ref schema.remote",
                "/required schema.keyword",
                "/type schema.keyword",
                "/uiSchema/name/ui:errors schema.ui",
            ],
            exception.Problems.Select(problem => $"{problem.Pointer} {problem.Code}").Order(StringComparer.Ordinal));
        Assert.Contains("/properties/name/pattern: The pattern cannot be used: a closing parenthesis is missing (at character 2).", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "schema.json")]
    [InlineData("7", "schema.keyword")]
    [InlineData("""{ "title": "\ud800" }""", "schema.json")]
    [InlineData("""{ "$schema": "http://json-schema.org/draft-04/schema#" }""", "schema.draft")]
    [InlineData("""{ "minimum": 1e9999999 }""", "schema.limit")]
    [InlineData("""{ "$ref": "#" }""", "schema.ref")]
    [InlineData("""{ "$defs": { "a": { "allOf": [ { "$ref": "#/$defs/b" } ] }, "b": { "if": { "$ref": "#/$defs/a" } } } }""", "schema.ref")]
    public void Parse_UnusableSchema_SaysWhy(string schema, string code)
    {
        var exception = Assert.Throws<FormSchemaException>(() => FormSchema.Parse(schema));

        Assert.Equal(code, Assert.Single(exception.Problems).Code);
    }

    [Fact]
    public void Parse_RecursiveForm_FollowsTheDataDown()
    {
        var form = FormSchema.Parse(
            """{ "properties": { "name": { "type": "string" }, "parts": { "type": "array", "items": { "$ref": "#" } } }, "required": ["name"] }""");

        Assert.Equal(["/parts/0/parts/0/name"], Check(form, """{ "name": "a", "parts": [ { "name": "b", "parts": [ {} ] } ] }""").Select(e => e.InstancePath));
    }

    [Fact]
    public void TryCompile_DocumentDisposedAfterwards_FormStillWorks()
    {
        FormSchema? form;
        using (var document = JsonDocument.Parse("""{ "type": "object", "required": ["a"] }"""))
        {
            Assert.True(FormSchema.TryCompile(document.RootElement, null, out form, out _));
        }

        Assert.Equal("/a", Assert.Single(Check(form, "{}")).InstancePath);
        Assert.Equal("object", form.Schema.GetProperty("type").GetString());
    }

    [Fact]
    public void TryCompile_NoDocument_ReportsThatThereIsNone()
    {
        Assert.False(FormSchema.TryCompile(default, null, out var form, out var problems));

        Assert.Null(form);
        Assert.Equal([new FormSchemaProblem("", "schema.json", "There is no schema.")], problems);
    }

    [Fact]
    public void Equals_SameDocumentsButForWhiteSpace_AreEqual()
    {
        var form = FormSchema.Parse("""{"type":"object","title":"ä"}""", """{"ui:order":["a"]}""");

        Assert.Equal(form, FormSchema.Parse("""{ "type": "object",  "title": "\u00e4" }""", """ { "ui:order": [ "a" ] } """));
        Assert.Equal(form.GetHashCode(), FormSchema.Parse("""{ "type": "object",  "title": "ä" }""", """{"ui:order":["a"]}""").GetHashCode());
        Assert.NotEqual(form, FormSchema.Parse("""{"type":"object","title":"ä"}"""));
        Assert.NotEqual(FormSchema.Empty, form);
    }

    [Fact]
    public void Validate_ManyThreadsAtOnce_AllGetTheSameAnswer()
    {
        var form = FormSchema.Parse("""{ "properties": { "a": { "pattern": "^[a-z]+$" }, "b": { "$ref": "#/properties/a" } }, "required": ["c"] }""");
        var data = JsonElement.Parse("""{ "a": "x1", "b": "y2" }""");
        var expected = form.Validate(data);

        var answers = Enumerable.Range(0, 200).AsParallel().Select(_ => form.Validate(data)).ToList();

        Assert.Equal(3, expected.Count);
        Assert.All(answers, answer => Assert.Equal(expected, answer));
    }

    private static IReadOnlyList<SchemaError> Check(FormSchema form, string json)
    {
        return form.Validate(JsonElement.Parse(json));
    }
}
