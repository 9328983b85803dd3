using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions.Documents;

/// <summary>
/// An object of a definition document while it is read. Members are asked for by name; whatever was not asked for when the reading ends is an
/// unknown member, so that a misspelt one never passes silently.
/// </summary>
internal sealed class DocumentObject(JsonElement element, string place, ProblemList problems)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The object's JSON pointer.</summary>
    public string Place => place;

    /// <summary>Reads an object at a place; null and a problem when something else is there.</summary>
    public static DocumentObject? Read(JsonElement element, string place, ProblemList problems)
    {
        if (element.ValueKind is JsonValueKind.Object)
        {
            return new DocumentObject(element, place, problems);
        }

        WrongType(element, place, "an object", problems);
        return null;
    }

    public string PlaceOf(string name) => DocumentText.Join(place, name);

    public JsonElement? Find(string name)
    {
        _known.Add(name);
        return element.TryGetProperty(name, out var value) ? value : null;
    }

    /// <summary>A text, or null when it is not there or something else is.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value, PlaceOf(name)) : null;

    /// <summary>A text that has to be there; null after a problem.</summary>
    public string? RequiredText(string name, string whatItIs)
    {
        if (Find(name) is { } value)
        {
            return TextOf(value, PlaceOf(name));
        }

        problems.Error(ProblemCodes.MemberMissing, PlaceOf(name), $"'{name}' is missing: {whatItIs}.");
        return null;
    }

    public bool Flag(string name, bool fallback = false)
    {
        if (Find(name) is not { } value)
        {
            return fallback;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            WrongType(value, PlaceOf(name), "true or false", problems);
        }

        return value.ValueKind is JsonValueKind.True;
    }

    /// <summary>A whole number, or null when it is not there or something else is.</summary>
    public int? Number(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number))
        {
            return number;
        }

        WrongType(value, PlaceOf(name), "a whole number", problems);
        return null;
    }

    /// <summary>One of some words; null when it is not there or is none of them.</summary>
    public TValue? Word<TValue>(string name, params ReadOnlySpan<(string Word, TValue Value)> words)
        where TValue : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var names = new List<string>();
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }

            names.Add(word);
        }

        problems.Error(ProblemCodes.MemberValue, PlaceOf(name), $"'{DefinitionParts.Clip(text)}' is not one of {string.Join(", ", names)}.{DidYouMean(text, names)}");
        return null;
    }

    public DocumentObject? Object(string name) => Find(name) is { } value ? Read(value, PlaceOf(name), problems) : null;

    /// <summary>A list; empty when it is not there or something else is.</summary>
    public ImmutableArray<TItem> List<TItem>(string name, Func<JsonElement, string, TItem?> read)
        where TItem : class
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind is not JsonValueKind.Array)
        {
            WrongType(value, PlaceOf(name), "a list", problems);
            return [];
        }

        var items = ImmutableArray.CreateBuilder<TItem>();
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (read(item, DocumentText.Join(PlaceOf(name), index++)) is { } made)
            {
                items.Add(made);
            }
        }

        return items.ToImmutable();
    }

    public ImmutableArray<string> Texts(string name) => List(name, TextOf);

    /// <summary>Reports the members that nobody asked for.</summary>
    public void End(string whatThisIs)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!_known.Contains(member.Name) && !problems.IsFull)
            {
                problems.Error(
                    ProblemCodes.MemberUnknown,
                    PlaceOf(member.Name),
                    $"'{DefinitionParts.Clip(member.Name)}' is not a member of {whatThisIs}.{DidYouMean(member.Name, _known, $" It has {string.Join(", ", _known)}.")}");
            }
        }
    }

    /// <summary>The name that was probably meant, as a sentence.</summary>
    public static string DidYouMean(string name, IEnumerable<string> candidates, string otherwise = "") =>
        Suggestion.Nearest(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : otherwise;

    private string? TextOf(JsonElement value, string at)
    {
        if (value.ValueKind is JsonValueKind.String)
        {
            return value.GetString();
        }

        WrongType(value, at, "a text", problems);
        return null;
    }

    private static void WrongType(JsonElement value, string at, string expected, ProblemList problems)
    {
        var what = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => expected is "a whole number" ? "another number" : "a number",
            JsonValueKind.Null => "null; leave the member out instead",
            _ => "true or false",
        };
        problems.Error(ProblemCodes.MemberType, at, $"This must be {expected}, but it is {what}.");
    }
}
