using System.Text.Json;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Tests.Forms;

public sealed class Draft7Tests
{
    private const string Named = """ "$schema": "http://json-schema.org/draft-07/schema#", """;

    [Theory]
    [InlineData("""{ "items": [ { "type": "string" } ], "additionalItems": false }""", """["a"]""", """["a", 1]""")]
    [InlineData("""{ "items": [ { "type": "string" } ], "additionalItems": { "type": "integer" } }""", """["a", 1]""", """["a", "b"]""")]
    [InlineData("""{ "dependencies": { "card": ["address"] } }""", """{ "card": 1, "address": 2 }""", """{ "card": 1 }""")]
    [InlineData("""{ "dependencies": { "card": { "required": ["address"] } } }""", """{ "address": 2 }""", """{ "card": 1 }""")]
    [InlineData("""{ "definitions": { "n": { "minimum": 3 } }, "properties": { "a": { "$ref": "#/definitions/n" } } }""", """{ "a": 3 }""", """{ "a": 2 }""")]
    [InlineData("""{ "definitions": { "n": { "$id": "#n", "minimum": 3 } }, "properties": { "a": { "$ref": "#n" } } }""", """{ "a": 3 }""", """{ "a": 2 }""")]
    public void Validate_OldKeywordsWithoutDraft_MeanWhatTheyMeantInDraft7(string schema, string valid, string invalid)
    {
        var form = FormSchema.Parse(schema);

        Assert.Empty(form.Validate(JsonElement.Parse(valid)));
        Assert.NotEmpty(form.Validate(JsonElement.Parse(invalid)));
    }

    [Fact]
    public void Validate_SiblingsOfReference_AreIgnoredInDraft7Only()
    {
        var data = JsonElement.Parse("""{ "a": 5 }""");

        Assert.Empty(FormSchema.Parse("""{ "definitions": { "n": {} }, "properties": { "a": { "$ref": "#/definitions/n", "maximum": 3 } } }""").Validate(data));
        Assert.NotEmpty(FormSchema.Parse("""{ "$defs": { "n": {} }, "properties": { "a": { "$ref": "#/$defs/n", "maximum": 3 } } }""").Validate(data));
    }

    [Fact]
    public void Validate_NewerKeyword_CountsUnlessDraft7IsNamed()
    {
        const string Schema = """ "definitions": {}, "dependentRequired": { "a": ["b"] } """;
        var data = JsonElement.Parse("""{ "a": 1 }""");

        Assert.NotEmpty(FormSchema.Parse($$"""{ {{Schema}} }""").Validate(data));
        Assert.Empty(FormSchema.Parse($$"""{ {{Named}} {{Schema}} }""").Validate(data));
    }

    [Fact]
    public void Parse_FieldCalledLikeAnOldKeyword_DoesNotMakeItDraft7()
    {
        var form = FormSchema.Parse("""{ "properties": { "definitions": { "prefixItems": [ { "type": "string" } ] }, "dependencies": {} } }""");

        Assert.Equal("/definitions/0", Assert.Single(form.Validate(JsonElement.Parse("""{ "definitions": [1] }"""))).InstancePath);
    }
}
