using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Web.Features.Forms;

/// <summary>What a form knows before anybody typed: defaults, and the groups and lists that must be there.</summary>
internal static class FormDefaults
{
    // A list that needs a hundred entries is filled by hand.
    private const int MostEntriesMade = 10;

    /// <summary>Fills in what is missing; what is there stays.</summary>
    public static void Apply(FieldSpec group, JsonObject data)
    {
        foreach (var field in group.Children)
        {
            if (!data.TryGetPropertyValue(field.Name, out var value))
            {
                if (TryMake(field, out var made))
                {
                    data.Add(field.Name, made);
                }
            }
            else if (field.Kind is FieldKind.Group && value is JsonObject members)
            {
                Apply(field, members);
            }
        }
    }

    /// <summary>A new entry of a list.</summary>
    public static JsonNode? NewEntry(FieldSpec item)
    {
        return TryMake(item, out var made) ? made : null;
    }

    private static bool TryMake(FieldSpec field, out JsonNode? made)
    {
        made = null;
        if (field.Default is { } value)
        {
            made = JsonSerializer.SerializeToNode(value);
            return true;
        }

        switch (field.Kind)
        {
            case FieldKind.Group:
                var members = new JsonObject();
                Apply(field, members);
                made = members;

                // A group that may be left out stays out if being there would make demands.
                return field.IsRequired || (members.Count > 0 && !field.Children.Any(child => child.IsRequired));
            case FieldKind.List when field.IsRequired && field.Item is { } item:
                var count = Math.Min(field.Bounds.MinItems ?? 0, MostEntriesMade);
                made = new JsonArray([.. Enumerable.Range(0, count).Select(_ => NewEntry(item))]);
                return true;
            case FieldKind.ManyChoices when field.IsRequired:
                made = new JsonArray();
                return true;
            case FieldKind.Choice when field.IsRequired && field.Choices.Count == 1:
                made = JsonSerializer.SerializeToNode(field.Choices[0].Value);
                return true;
            default:
                return false;
        }
    }
}
