using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Web.Features.Forms;

/// <summary>
/// A subschema together with what it refers to (<c>$ref</c>) and what it is put together from (<c>allOf</c>, and what holds for the answers so far): a
/// form shows them as one. What stands nearer wins.
/// </summary>
internal sealed partial class SchemaParts
{
    private const int MaxParts = 50;

    private readonly JsonElement _document;
    private readonly Conditions _conditions;
    private readonly JsonNode? _value;
    private readonly List<JsonElement> _parts = [];
    private readonly List<string> _references = [];

    /// <param name="schema">The subschema.</param>
    /// <param name="document">The whole schema.</param>
    /// <param name="conditions">Tells what holds.</param>
    /// <param name="value">The data at this place so far.</param>
    public SchemaParts(JsonElement schema, JsonElement document, Conditions conditions, JsonNode? value)
    {
        _document = document;
        _conditions = conditions;
        _value = value;
        Add(schema);
        if (NullableAlternative() is { } alternative)
        {
            IsNullable = true;
            Add(alternative);
        }
    }

    /// <summary>Pointers of the definitions this is made of.</summary>
    public IReadOnlyList<string> References => _references;

    /// <summary>A reference that the form cannot follow, or no schema at all.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>One alternative is null and the other is what counts.</summary>
    public bool IsNullable { get; }

    private JsonObject Data => _value as JsonObject ?? [];

    public JsonElement? Get(string keyword)
    {
        foreach (var part in _parts)
        {
            if (part.TryGetProperty(keyword, out var value))
            {
                return value;
            }
        }

        return null;
    }

    public string? Text(string keyword)
    {
        return Get(keyword) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }

    public bool Flag(string keyword)
    {
        return Get(keyword) is { ValueKind: JsonValueKind.True };
    }

    public decimal? Number(string keyword)
    {
        return Get(keyword) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) ? value : null;
    }

    public int? Count(string keyword)
    {
        return Number(keyword) is { } value and >= 0 and <= int.MaxValue ? (int)value : null;
    }

    /// <summary>Members with their schemas, of all parts, in the order of the documents.</summary>
    public List<(string Name, JsonElement Schema)> Properties()
    {
        var properties = new List<(string Name, JsonElement Schema)>();
        foreach (var property in Objects("properties").SelectMany(map => map.EnumerateObject()))
        {
            if (!properties.Exists(known => known.Name == property.Name))
            {
                properties.Add((property.Name, property.Value));
            }
        }

        return properties;
    }

    public HashSet<string> Required()
    {
        return _parts
            .Where(part => part.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array)
            .SelectMany(part => part.GetProperty("required").EnumerateArray())
            .Select(name => name.ToString())
            .Concat(RequiredBesides())
            .ToHashSet();
    }

    /// <summary>The types this allows, without null.</summary>
    public List<string> Types()
    {
        return Get("type") switch
        {
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Select(type => type.ToString()).Where(type => type != "null")],
            _ => [],
        };
    }

    public bool AllowsNull()
    {
        return IsNullable || (Get("type") is { ValueKind: JsonValueKind.Array } types && types.EnumerateArray().Any(type => type.ValueEquals("null")));
    }

    /// <summary>Names that are needed because others are there.</summary>
    private IEnumerable<string> RequiredBesides()
    {
        foreach (var entry in Objects("dependentRequired").Concat(Objects("dependencies")).SelectMany(map => map.EnumerateObject()))
        {
            if (entry.Value.ValueKind == JsonValueKind.Array)
            {
                _conditions.AreUsed = true;
                if (Data.ContainsKey(entry.Name))
                {
                    foreach (var name in entry.Value.EnumerateArray())
                    {
                        yield return name.ToString();
                    }
                }
            }
        }
    }

    private static bool MentionsOther(JsonElement element, IReadOnlyCollection<string> known)
    {
        return element.ValueKind switch
        {
            JsonValueKind.Array => element.EnumerateArray().Any(item => MentionsOther(item, known)),
            JsonValueKind.Object => element.EnumerateObject().Any(member => member.Name == "properties" && member.Value.ValueKind == JsonValueKind.Object
                ? member.Value.EnumerateObject().Any(property => !known.Contains(property.Name))
                : member.Name is not ("enum" or "const" or "default") && MentionsOther(member.Value, known)),
            _ => false,
        };
    }

    private IEnumerable<JsonElement> Objects(string keyword)
    {
        return _parts.Where(part => part.TryGetProperty(keyword, out var map) && map.ValueKind == JsonValueKind.Object).Select(part => part.GetProperty(keyword));
    }

    private void Add(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || _parts.Count >= MaxParts)
        {
            IsBroken = schema.ValueKind != JsonValueKind.True;
            return;
        }

        _parts.Add(schema);
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Follow(reference.GetString()!);
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var part in all.EnumerateArray())
            {
                Add(part);
            }
        }

        AddConditional(schema);
    }

    private void Follow(string reference)
    {
        if (Target(reference) is not { } target)
        {
            IsBroken = true;
            return;
        }

        _references.Add(reference);
        Add(target);
    }

    private JsonElement? Target(string reference)
    {
        var target = _document;
        var steps = reference.StartsWith('#') ? Uri.UnescapeDataString(reference[1..]).Split('/', StringSplitOptions.RemoveEmptyEntries) : ["?"];
        foreach (var step in steps)
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out var next))
            {
                return null;
            }

            target = next;
        }

        return target;
    }

    /// <summary>The other of two alternatives of which one is null.</summary>
    private JsonElement? NullableAlternative()
    {
        var alternatives = Get("anyOf") ?? Get("oneOf");
        if (alternatives is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() != 2)
        {
            return null;
        }

        var (first, second) = (list[0], list[1]);
        return IsNull(first) ? second : IsNull(second) ? first : null;
    }

    private static bool IsNull(JsonElement schema)
    {
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("null");
    }
}
