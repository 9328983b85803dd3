using System.Text.Json;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions;

/// <summary>What a form needs beyond being a JSON Schema, so that its answers can become data.</summary>
internal static class FormCheck
{
    /// <summary>Keywords that may allow members which <c>properties</c> does not list.</summary>
    private static readonly string[] s_otherSources = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "patternProperties", "dependentSchemas", "dependencies"];

    private static readonly string[] s_decision = ["by", "comment", "outcome"];

    /// <param name="form">The form.</param>
    /// <param name="place">Its JSON pointer.</param>
    /// <param name="savesDecision">Whether the answers are stored in one object with who decided, what and why.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Check(FormSchema form, string place, bool savesDecision, ProblemList problems)
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
    }

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
