using System.Text.Json;
using Workflows.Engine.Forms.Rules;

namespace Workflows.Engine.Forms;

/// <summary>
/// The form's own error texts: <c>"ui:errors": { "minLength": "At least a sentence, please." }</c> at the field. Only the UI schema that is nested the
/// way the data is counts: members by name, items under <c>items</c>.
/// </summary>
internal sealed class UiErrors(JsonElement uiSchema)
{
    private const string Keyword = "ui:errors";

    /// <summary>The text for a broken keyword at a place in the data; null when the form has none.</summary>
    public string? Find(ReadOnlySpan<PathStep> path, string keyword)
    {
        var place = uiSchema;
        foreach (var step in path)
        {
            if (!TryEnter(ref place, step))
            {
                return null;
            }
        }

        return place.ValueKind == JsonValueKind.Object
            && place.TryGetProperty(Keyword, out var texts)
            && texts.ValueKind == JsonValueKind.Object
            && texts.TryGetProperty(keyword, out var text)
            && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
    }

    /// <summary>Notes every <c>ui:errors</c> that is not an object of texts.</summary>
    public static IEnumerable<string> FindBroken(JsonElement place, string pointer)
    {
        if (place.ValueKind == JsonValueKind.Array)
        {
            return place.EnumerateArray().SelectMany((item, index) => FindBroken(item, Values.JsonPointer.Append(pointer, index)));
        }

        if (place.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        return place.EnumerateObject().SelectMany(property =>
        {
            var here = Values.JsonPointer.Append(pointer, property.Name);
            return property.Name == Keyword
                ? IsTexts(property.Value) ? [] : [here]
                : FindBroken(property.Value, here);
        });
    }

    private static bool IsTexts(JsonElement value)
    {
        return value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(text => text.Value.ValueKind == JsonValueKind.String);
    }

    private static bool TryEnter(ref JsonElement place, PathStep step)
    {
        if (place.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var parent = place;
        if (step.Name is { } name)
        {
            return parent.TryGetProperty(name, out place) || parent.TryGetProperty("additionalProperties", out place);
        }

        if (!parent.TryGetProperty("items", out place))
        {
            return false;
        }

        if (place.ValueKind == JsonValueKind.Array)
        {
            var exists = step.Index < place.GetArrayLength();
            place = exists ? place[step.Index] : default;
            return exists;
        }

        return true;
    }
}
