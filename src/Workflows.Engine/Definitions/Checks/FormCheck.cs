using System.Text.Json;
using Workflows.Engine.Definitions.Documents;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions.Checks;

/// <summary>What a form needs beyond being a JSON Schema, so that its answers can become data.</summary>
internal static class FormCheck
{
    /// <summary>Keywords that may allow members which <c>properties</c> does not list.</summary>
    private static readonly string[] s_otherSources = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "patternProperties", "dependentSchemas", "dependencies"];

    private static readonly string[] s_decision = ["by", "comment", "outcome"];

    /// <param name="form">The form.</param>
    /// <param name="place">Its JSON pointer.</param>
    /// <param name="savesDecision">Whether the answers are stored in one object with who decided, what and why.</param>
    /// <param name="isPrefilled">Whether fields that nobody fills in may get their values from the data.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Check(FormSchema form, string place, bool savesDecision, bool isPrefilled, ProblemList problems)
    {
        var (schema, at) = (form.Schema, place + "/schema");
        if (schema.ValueKind is not JsonValueKind.Object || !schema.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String || !type.ValueEquals("object"))
        {
            problems.Error(ProblemCodes.FormNotObject, at, "The answers become members of the data, so the schema needs \"type\": \"object\".");
            return;
        }

        if (savesDecision && schema.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object)
        {
            foreach (var name in s_decision.Where(n => properties.TryGetProperty(n, out _)))
            {
                problems.Error(
                    ProblemCodes.FormReservedMember,
                    $"{at}/properties/{name}",
                    $"'{name}' is where the decision is stored beside the answers. Rename the field, or set saveAs to \"\" to merge the answers into the data.");
            }
        }

        CheckRequired(schema, at, problems);
        CheckWidgets(schema, form.UiSchema ?? default, at, !isPrefilled, problems);
    }

    /// <summary>Fields that must be filled in, but that the page of the form does not let people fill in.</summary>
    private static void CheckWidgets(JsonElement schema, JsonElement ui, string at, bool isAsked, ProblemList problems)
    {
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind is not JsonValueKind.Object
            || !schema.TryGetProperty("required", out var required) || required.ValueKind is not JsonValueKind.Array)
        {
            return;
        }

        foreach (var name in required.EnumerateArray().Where(n => n.ValueKind is JsonValueKind.String).Select(n => n.GetString()!).Distinct())
        {
            if (!properties.TryGetProperty(name, out var field) || field.ValueKind is not JsonValueKind.Object || field.TryGetProperty("default", out _) || field.TryGetProperty("const", out _))
            {
                continue;
            }

            var place = DocumentText.Join(at + "/properties", name);
            var hints = ui.ValueKind is JsonValueKind.Object && ui.TryGetProperty(name, out var own) ? own : default;
            if (isAsked && (Hint(hints, "widget") is { ValueKind: JsonValueKind.String } widget && widget.ValueEquals("hidden") ? "hidden"
                : IsOn(Hint(hints, "readonly")) || IsOn(Hint(hints, "disabled")) || (field.TryGetProperty("readOnly", out var readOnly) && IsOn(readOnly)) ? "read-only"
                : null) is { } how)
            {
                problems.Warning(
                    ProblemCodes.FormRequiredHidden, place, $"'{DefinitionParts.Clip(name)}' is required, but {how} and without a default, so nobody can fill it in. Give it a default, show it, or do not require it.");
            }
            else if (WhyUnsupported(field) is { } why)
            {
                problems.Warning(ProblemCodes.FormRequiredUnsupported, place, $"'{DefinitionParts.Clip(name)}' is required, but pages have no widget for it: {why}");
            }
            else
            {
                CheckWidgets(field, hints, place, isAsked, problems);
            }
        }
    }

    /// <summary>Why pages cannot show a field, and what to do about it; null when they can, or when that depends on more than the field itself says.</summary>
    private static string? WhyUnsupported(JsonElement field)
    {
        if (s_otherSources.Any(k => field.TryGetProperty(k, out _)) || field.TryGetProperty("enum", out _))
        {
            return null;
        }

        var hasType = field.TryGetProperty("type", out var type);
        List<string> types = !hasType ? [] : type.ValueKind is JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.ToString()).Where(t => t is not "null")] : [type.ToString()];
        if (types.Count > 1)
        {
            return "it allows values of several kinds. Give it one type.";
        }

        var kind = types.FirstOrDefault() ?? (field.TryGetProperty("properties", out _) ? "object" : field.TryGetProperty("items", out _) ? "array" : null);
        return kind switch
        {
            null or "null" => "it does not say what kind of value it holds. Give it a type.",
            "object" when !field.TryGetProperty("properties", out var fields) || fields.ValueKind is not JsonValueKind.Object || !fields.EnumerateObject().Any() =>
                "it is an object without fields. Give it properties.",
            "array" when !field.TryGetProperty("items", out var items) || items.ValueKind is not JsonValueKind.Object || field.TryGetProperty("prefixItems", out _) =>
                "its entries are not all of one kind. Give it items.",
            _ => null,
        };
    }

    /// <summary>What the UI schema says of a field: <c>ui:x</c>, or <c>x</c> under <c>ui:options</c>.</summary>
    private static JsonElement Hint(JsonElement hints, string name) =>
        hints.ValueKind is not JsonValueKind.Object ? default
        : hints.TryGetProperty("ui:" + name, out var value) || (hints.TryGetProperty("ui:options", out var options) && options.ValueKind is JsonValueKind.Object && options.TryGetProperty(name, out value)) ? value
        : default;

    private static bool IsOn(JsonElement value) => value.ValueKind is JsonValueKind.True;

    private static void CheckRequired(JsonElement schema, string at, ProblemList problems)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        var hasProperties = schema.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object;
        HashSet<string> fields = hasProperties ? [.. properties.EnumerateObject().Select(p => p.Name)] : [];
        if (schema.TryGetProperty("required", out var required) && required.ValueKind is JsonValueKind.Array && !s_otherSources.Any(k => schema.TryGetProperty(k, out _)))
        {
            var index = 0;
            foreach (var name in required.EnumerateArray().Select(n => n.ValueKind is JsonValueKind.String ? n.GetString()! : ""))
            {
                if (!fields.Contains(name))
                {
                    var hint = problems.TakesHints ? DocumentObject.DidYouMean(name, fields) : "";
                    problems.Warning(
                        ProblemCodes.FormRequiredUnknown,
                        DocumentText.Join(at + "/required", index),
                        $"'{DefinitionParts.Clip(name)}' is required, but the form has no such field, so nobody can fill it in.{hint}");
                }

                index++;
            }
        }

        if (hasProperties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                CheckRequired(property.Value, DocumentText.Join(at + "/properties", property.Name), problems);
            }
        }
    }
}
