using System.Text.Json;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Tests.Forms;

public sealed class SchemaErrorTests
{
    [Fact]
    public void Validate_WrongData_ReportsEachErrorAtItsPlace()
    {
        var errors = Check(
            """
            {
              "type": "object",
              "required": ["name", "a/b"],
              "properties": {
                "name": { "type": "string" },
                "age": { "type": "integer", "minimum": 18 },
                "tags": { "type": "array", "items": { "type": "string", "maxLength": 3 } },
                "address": { "$ref": "#/$defs/address" }
              },
              "additionalProperties": false,
              "$defs": { "address": { "required": ["street"], "dependentRequired": { "zip": ["town"] } } }
            }
            """,
            """{ "age": 17.5, "tags": ["abc", "abcd", 7], "address": { "zip": "1" }, "extra~": 1 }""");

        Assert.Equal(
            [
                "/address/street required /$defs/address/required",
                "/address/town dependentRequired /$defs/address/dependentRequired",
                "/age minimum /properties/age/minimum",
                "/age type /properties/age/type",
                "/a~1b required /required",
                "/extra~0 additionalProperties /additionalProperties",
                "/name required /required",
                "/tags/1 maxLength /properties/tags/items/maxLength",
                "/tags/2 type /properties/tags/items/type",
            ],
            errors.Select(e => $"{e.InstancePath} {e.Keyword} {e.SchemaPath}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{ "type": "integer" }""", "1.5", "Enter a whole number.")]
    [InlineData("""{ "type": ["string", "null"] }""", "1", "This must be string or null.")]
    [InlineData("""{ "required": ["a"] }""", "{}", "This is required.")]
    [InlineData("""{ "dependentRequired": { "b": ["a"] } }""", """{ "b": 1 }""", "This is required when “b” is filled in.")]
    [InlineData("""{ "enum": ["red", "green", true] }""", "1", "Choose one of: red, green, yes.")]
    [InlineData("""{ "const": "red" }""", "1", "This must be red.")]
    [InlineData("""{ "minimum": 1 }""", "0", "Enter 1 or more.")]
    [InlineData("""{ "exclusiveMaximum": 10.50 }""", "11", "Enter less than 10.5.")]
    [InlineData("""{ "multipleOf": 0.01 }""", "0.001", "Enter a multiple of 0.01.")]
    [InlineData("""{ "minLength": 1 }""", "\"\"", "Enter at least 1 character.")]
    [InlineData("""{ "minLength": 3 }""", "\"ab\"", "Enter at least 3 characters.")]
    [InlineData("""{ "format": "email" }""", "\"ab\"", "Enter an e-mail address, such as name@example.com.")]
    [InlineData("""{ "maxItems": 1 }""", "[1, 2]", "At most 1 entry is allowed.")]
    [InlineData("""{ "properties": { "a": false } }""", """{ "a": 1 }""", "This value is not allowed here.")]
    public void Message_BrokenKeyword_IsASentence(string schema, string data, string message)
    {
        Assert.Equal(message, Assert.Single(Check(schema, data)).Message);
    }

    [Fact]
    public void Message_FormHasItsOwnText_TakesThatOne()
    {
        var form = FormSchema.Parse(
            """
            { "required": ["reason"], "properties": { "reason": { "type": "string", "minLength": 10 },
              "rows": { "items": { "properties": { "n": { "maximum": 5 } } } }, "pair": { "prefixItems": [ { "type": "string" }, { "type": "string" } ] } } }
            """,
            """
            { "reason": { "ui:errors": { "required": "Say why.", "minLength": "A sentence, please." } }, "rows": { "items": { "n": { "ui:errors": { "maximum": "Too many." } } } },
              "pair": { "items": [ {}, { "ui:errors": { "type": "Second as text." } } ] } }
            """);

        Assert.Equal(["Say why."], form.Validate(JsonElement.Parse("{}")).Select(e => e.Message));
        Assert.Equal(
            ["A sentence, please.", "Too many.", "Enter text.", "Second as text."],
            form.Validate(JsonElement.Parse("""{ "reason": "no", "rows": [ { "n": 6 } ], "pair": [1, 2] }""")).Select(e => e.Message));
    }

    [Fact]
    public void Validate_NoBranchMatches_ReportsTheOneThatWasMeant()
    {
        const string Schema =
            """
            { "oneOf": [
              { "properties": { "kind": { "const": "car" }, "seats": { "type": "integer" } }, "required": ["kind", "seats"] },
              { "$ref": "#/$defs/bike" } ],
              "$defs": { "bike": { "properties": { "kind": { "enum": ["bike"] }, "gears": { "minimum": 1 } }, "required": ["kind"] } } }
            """;

        Assert.Equal(["", "/seats"], Check(Schema, """{ "kind": "car" }""").Select(e => e.InstancePath));
        Assert.Equal(["", "/gears"], Check(Schema, """{ "kind": "bike", "gears": 0 }""").Select(e => e.InstancePath));
        Assert.Equal(["oneOf"], Check(Schema, """{ "kind": "boat" }""").Select(e => e.Keyword));
    }

    [Fact]
    public void Validate_OptionalText_ReportsWhatIsWrongWithTheText()
    {
        Assert.Equal(["anyOf", "minLength"], Check("""{ "anyOf": [ { "type": "null" }, { "type": "string", "minLength": 3 } ] }""", "\"a\"").Select(e => e.Keyword));
    }

    [Fact]
    public void Validate_KnownMemberIsWrong_IsNotCalledUnknownToo()
    {
        var errors = Check("""{ "allOf": [ { "properties": { "a": { "type": "string" } } } ], "unevaluatedProperties": false }""", """{ "a": 1, "b": 2 }""");

        Assert.Equal(["/a type", "/b unevaluatedProperties"], errors.Select(e => $"{e.InstancePath} {e.Keyword}"));
    }

    [Fact]
    public void Params_BrokenKeyword_CarryWhatItAskedFor()
    {
        var error = Assert.Single(Check("""{ "maximum": 10.50 }""", "11"));

        Assert.Equal(new Dictionary<string, object?> { ["limit"] = 10.5m }, error.Params);
    }

    private static IReadOnlyList<SchemaError> Check(string schema, string data)
    {
        return FormSchema.Parse(schema).Validate(JsonElement.Parse(data));
    }
}
