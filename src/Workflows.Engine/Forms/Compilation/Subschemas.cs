using System.Collections.Frozen;
using System.Text.Json;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>Where a schema holds further schemas. Everything else in it (<c>const</c>, <c>default</c>, unknown keywords) is data.</summary>
internal static class Subschemas
{
    private static readonly FrozenSet<string> s_single = new[]
    {
        "additionalProperties", "items", "contains", "not", "if", "then", "else", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "additionalItems",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> s_lists = new[] { "allOf", "anyOf", "oneOf", "prefixItems", "items" }.ToFrozenSet();

    private static readonly FrozenSet<string> s_maps = new[]
    {
        "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies",
    }.ToFrozenSet();

    public static IEnumerable<(JsonElement Schema, string Pointer)> Of(JsonElement schema, string pointer)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            var here = JsonPointer.Append(pointer, keyword.Name);
            foreach (var child in Of(keyword, here))
            {
                yield return child;
            }
        }
    }

    /// <summary>Only an object or a boolean can be a schema.</summary>
    public static bool IsSchema(JsonElement element)
    {
        return element.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False;
    }

    private static IEnumerable<(JsonElement Schema, string Pointer)> Of(JsonProperty keyword, string pointer)
    {
        if (s_single.Contains(keyword.Name) && IsSchema(keyword.Value))
        {
            yield return (keyword.Value, pointer);
        }
        else if (s_lists.Contains(keyword.Name) && keyword.Value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in keyword.Value.EnumerateArray())
            {
                if (IsSchema(item))
                {
                    yield return (item, JsonPointer.Append(pointer, index));
                }

                index++;
            }
        }
        else if (s_maps.Contains(keyword.Name) && keyword.Value.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in keyword.Value.EnumerateObject())
            {
                if (IsSchema(entry.Value))
                {
                    yield return (entry.Value, JsonPointer.Append(pointer, entry.Name));
                }
            }
        }
    }
}
