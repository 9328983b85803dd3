using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Workflows.Engine.Forms.Compilation;
using Workflows.Engine.Forms.Rules;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms;

/// <summary>
/// A form: a JSON Schema (draft 2020-12 or draft-07) with an optional UI schema (react-jsonschema-form's vocabulary), compiled once. Immutable, safe to
/// share between threads, and free of side effects. Two forms are equal when their documents are the same but for white space.
/// </summary>
public sealed class FormSchema : IEquatable<FormSchema>
{
    private readonly CompiledSchema _compiled;
    private readonly UiErrors? _messages;
    private readonly string _canonicalText;

    private FormSchema(JsonElement schema, JsonElement? uiSchema, CompiledSchema compiled)
    {
        Schema = schema;
        UiSchema = uiSchema;
        _compiled = compiled;
        _messages = uiSchema is { } ui ? new UiErrors(ui) : null;
        _canonicalText = JsonSerializer.Serialize(schema) + "\n" + (uiSchema is { } hints ? JsonSerializer.Serialize(hints) : "");
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

    /// <summary>Compiles a form, or says everything that is wrong with it. Without a <c>$schema</c> the draft is told by the keywords used.</summary>
    public static bool TryCompile(
        JsonElement schema,
        JsonElement? uiSchema,
        [NotNullWhen(true)] out FormSchema? form,
        out IReadOnlyList<FormSchemaProblem> problems)
    {
        return TryCompile(schema, uiSchema, SchemaLibrary.BuiltIn, assertFormats: true, out form, out problems);
    }

    /// <summary>Checks data against the schema. Never throws, whatever the data; an empty list means valid.</summary>
    /// <remarks>
    /// At most 100 errors are reported. Data of more than 1 MiB, 64 levels, or more work than its size allows for gives one error with the keyword
    /// <c>limit</c>.
    /// </remarks>
    public IReadOnlyList<SchemaError> Validate(JsonElement instance)
    {
        var flaw = JsonInspector.Inspect(instance, FormLimits.MaxInstanceBytes, out var nodes);
        if (flaw != JsonFlaw.None)
        {
            return [Evaluation.Limit(flaw.ToString())];
        }

        var run = new Evaluation(_compiled, _messages, FormLimits.WorkBudget(nodes));
        _compiled.Root.Evaluate(instance, run, null);
        return run.Finish();
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

    /// <summary>As the public one, with a library of further documents, and with formats as annotations, which is what the specification's own tests ask for.</summary>
    internal static bool TryCompile(
        JsonElement schema,
        JsonElement? uiSchema,
        SchemaLibrary library,
        bool assertFormats,
        [NotNullWhen(true)] out FormSchema? form,
        out IReadOnlyList<FormSchemaProblem> problems)
    {
        var found = FindFlaws(schema, "");
        CompiledSchema? compiled = null;
        JsonElement copy = default;
        if (found.Count == 0)
        {
            // The caller may dispose of the document.
            copy = schema.Clone();
            compiled = SchemaCompiler.Compile(copy, library, assertFormats, out var schemaProblems);
            found.AddRange(schemaProblems);
        }

        if (uiSchema is { } ui)
        {
            found.AddRange(CheckUiSchema(ui));
        }

        problems = found;
        form = compiled is not null && found.Count == 0 ? new FormSchema(copy, uiSchema?.Clone(), compiled) : null;
        return form is not null;
    }

    private static IEnumerable<FormSchemaProblem> CheckUiSchema(JsonElement uiSchema)
    {
        const string Pointer = "/uiSchema";
        if (FindFlaws(uiSchema, Pointer) is { Count: > 0 } flaws)
        {
            return flaws;
        }

        return uiSchema.ValueKind != JsonValueKind.Object
            ? [new FormSchemaProblem(Pointer, "schema.ui", "A UI schema is an object.")]
            : UiErrors.FindBroken(uiSchema, Pointer)
                .Take(FormLimits.MaxProblems)
                .Select(pointer => new FormSchemaProblem(pointer, "schema.ui", "\"ui:errors\" is an object of texts by keyword."));
    }

    private static List<FormSchemaProblem> FindFlaws(JsonElement document, string pointer)
    {
        return JsonInspector.Inspect(document, FormLimits.MaxSchemaBytes, out _) switch
        {
            JsonFlaw.None => [],
            JsonFlaw.Absent => [new FormSchemaProblem(pointer, "schema.json", "There is no schema.")],
            JsonFlaw.TooLarge => [new FormSchemaProblem(pointer, "schema.limit", $"This is larger than {FormLimits.MaxSchemaBytes / 1024} KiB.")],
            JsonFlaw.TooDeep => [new FormSchemaProblem(pointer, "schema.limit", $"This is nested more than {FormLimits.MaxJsonDepth} levels deep.")],
            JsonFlaw.BrokenText => [new FormSchemaProblem(pointer, "schema.json", "A text in this is not valid Unicode.")],
            _ => [new FormSchemaProblem(pointer, "schema.limit", $"A number in this is too long (more than {FormLimits.MaxNumberLength} characters) or too large.")],
        };
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
