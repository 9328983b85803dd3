using System.Text.Json;
using Workflows.Engine.Forms;
using Workflows.Engine.Forms.Compilation;

namespace Workflows.Engine.Tests.Forms;

/// <summary>Forms that ask for a schema, and metaschemas of their own making.</summary>
public sealed class MetaschemaTests
{
    private const string Draft202012 = "https://json-schema.org/draft/2020-12/schema";
    private const string Draft7 = "http://json-schema.org/draft-07/schema#";

    [Theory]
    [InlineData(Draft202012, """{ "type": "object", "properties": { "a": { "minLength": 1, "items": { "$ref": "#/$defs/x" } } }, "$defs": { "x": true } }""", "")]
    [InlineData(Draft202012, """{ "properties": { "a": { "minLength": -1 } } }""", "/schema/properties/a/minLength minimum")]
    [InlineData(Draft202012, """{ "prefixItems": [ { "required": ["a", "a"] } ] }""", "/schema/prefixItems/0/required uniqueItems")]
    [InlineData(Draft202012, """{ "pattern": "(" }""", "/schema/pattern format")]
    [InlineData(Draft202012, "1", "/schema type")]
    [InlineData(Draft7, """{ "items": [ { "type": "string" } ], "dependencies": { "a": ["b"], "c": { "minimum": 1 } } }""", "")]
    [InlineData(Draft7, """{ "definitions": { "x": { "enum": 1 } } }""", "/schema/definitions/x/enum type")]
    [InlineData(Draft7, """{ "properties": { "a": { "if": 1 } } }""", "/schema/properties/a/if type")]
    public void Validate_FieldThatIsASchema_IsCheckedByTheMetaschema(string metaschema, string schema, string expected)
    {
        var form = FormSchema.Parse($$"""{ "properties": { "schema": { "$ref": "{{metaschema}}" } } }""");

        var errors = form.Validate(JsonElement.Parse($$"""{ "schema": {{schema}} }"""));

        Assert.Equal(expected, string.Join(", ", errors.Select(error => $"{error.InstancePath} {error.Keyword}").Distinct()));
    }

    [Fact]
    public void Validate_EveryMetaschema_IsASchemaByItself()
    {
        string[] addresses = ["schema", "meta/core", "meta/applicator", "meta/unevaluated", "meta/validation", "meta/meta-data", "meta/format-annotation", "meta/content"];
        var form = FormSchema.Parse($$"""{ "$ref": "{{Draft202012}}" }""");
        var old = FormSchema.Parse($$"""{ "$ref": "{{Draft7}}" }""");

        Assert.All(addresses, address => Assert.Empty(form.Validate(SchemaLibrary.BuiltIn.Find($"https://json-schema.org/draft/2020-12/{address}")!.Value)));
        Assert.Empty(old.Validate(SchemaLibrary.BuiltIn.Find(Draft7.TrimEnd('#'))!.Value));
    }

    [Theory]
    [InlineData("https://json-schema.org/draft/2020-12/nothing")]
    [InlineData("https://json-schema.org/draft/2019-09/schema")]
    [InlineData("http://localhost/schema.json")]
    [InlineData("file:///etc/passwd")]
    public void Parse_ReferenceToAnUnknownDocument_IsRefused(string address)
    {
        var problems = Assert.Throws<FormSchemaException>(() => FormSchema.Parse($$"""{ "properties": { "a": { "$ref": "{{address}}" } } }""")).Problems;

        Assert.Equal("/properties/a/$ref schema.remote", $"{problems[0].Pointer} {Assert.Single(problems).Code}");
    }

    [Theory]
    [InlineData("""{ "https://json-schema.org/draft/2020-12/vocab/core": true, "https://example.com/vocab/ours": true }""", false)]
    [InlineData("""{ "https://json-schema.org/draft/2020-12/vocab/core": true, "https://example.com/vocab/ours": false }""", true)]
    public void TryCompile_MetaschemaWithAnUnknownVocabulary_IsRefusedWhenItIsRequired(string vocabularies, bool accepted)
    {
        var library = SchemaLibrary.BuiltIn.With([KeyValuePair.Create("https://example.com/meta", JsonElement.Parse($$"""{ "$vocabulary": {{vocabularies}} }"""))]);
        var schema = JsonElement.Parse("""{ "$schema": "https://example.com/meta" }""");

        Assert.Equal(accepted, FormSchema.TryCompile(schema, null, library, assertFormats: true, out _, out var problems));
        Assert.Equal(accepted ? [] : ["/$schema schema.draft"], problems.Select(problem => $"{problem.Pointer} {problem.Code}"));
    }
}
