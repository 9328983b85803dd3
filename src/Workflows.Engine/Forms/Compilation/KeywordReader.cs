using System.Text.Json;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>Reads the keywords of one subschema and notes each one whose value it cannot have.</summary>
internal sealed class KeywordReader(SchemaLocation location, ProblemList problems)
{
    public SchemaLocation Location => location;

    public Dialect Dialect => location.Resource.Dialect;

    public string PointerOf(string keyword)
    {
        return JsonPointer.Append(location.Pointer, keyword);
    }

    public void Problem(string keyword, string code, string message)
    {
        problems.Add(PointerOf(keyword), code, message);
    }

    public JsonElement? Any(string keyword)
    {
        return location.Schema.TryGetProperty(keyword, out var value) && !Dialect.Ignored.Contains(keyword) ? value : null;
    }

    /// <summary>A length or a count: a whole number from 0 on. Larger ones than memory could hold mean the same as the largest.</summary>
    public int? Count(string keyword)
    {
        if (Any(keyword) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && JsonNumber.Read(value) is { IsInteger: true, IsNegative: false })
        {
            return value.TryGetDouble(out var count) && count < int.MaxValue ? (int)count : int.MaxValue;
        }

        Problem(keyword, "schema.keyword", $"\"{keyword}\" is a whole number from 0 on.");
        return null;
    }

    public JsonNumber? Number(string keyword)
    {
        if (Any(keyword) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            return JsonNumber.Read(value);
        }

        Problem(keyword, "schema.keyword", $"\"{keyword}\" is a number.");
        return null;
    }

    public string? Text(string keyword)
    {
        if (Any(keyword) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Problem(keyword, "schema.keyword", $"\"{keyword}\" is a text.");
        return null;
    }

    public bool Flag(string keyword)
    {
        if (Any(keyword) is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            Problem(keyword, "schema.keyword", $"\"{keyword}\" is true or false.");
        }

        return Any(keyword) is { ValueKind: JsonValueKind.True };
    }

    public JsonElement? Array(string keyword, bool mayBeEmpty)
    {
        if (Any(keyword) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array && (mayBeEmpty || value.GetArrayLength() > 0))
        {
            return value;
        }

        Problem(keyword, "schema.keyword", $"\"{keyword}\" is a list{(mayBeEmpty ? "" : " with at least one entry")}.");
        return null;
    }

    /// <summary>A list of different names.</summary>
    public List<string> Names(string keyword)
    {
        return Any(keyword) is { } value ? Names(value, PointerOf(keyword)) : [];
    }

    public List<string> Names(JsonElement value, string pointer)
    {
        var names = new List<string>();
        var isList = value.ValueKind == JsonValueKind.Array;
        if (isList)
        {
            foreach (var item in value.EnumerateArray())
            {
                isList &= item.ValueKind == JsonValueKind.String;
                if (isList)
                {
                    names.Add(item.GetString()!);
                }
            }
        }

        if (!isList || names.Distinct().Count() != names.Count)
        {
            problems.Add(pointer, "schema.keyword", "This is a list of names, each of them once.");
        }

        return names;
    }

    public IEnumerable<JsonProperty> Entries(string keyword)
    {
        switch (Any(keyword))
        {
            case null:
                return [];
            case { ValueKind: JsonValueKind.Object } value:
                return value.EnumerateObject();
            default:
                Problem(keyword, "schema.keyword", $"\"{keyword}\" is an object.");
                return [];
        }
    }
}
