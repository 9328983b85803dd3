using System.Collections.Frozen;
using System.Text.Json;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>Which keywords mean what. <c>$schema</c> decides; without it the keywords tell.</summary>
internal sealed record Dialect
{
    public const string UnknownMessage = "Only draft 2020-12 and draft-07 are known.";

    private Dialect(bool isDraft7, bool knowsNewKeywords)
    {
        IsDraft7 = isDraft7;
        KnowsNewKeywords = knowsNewKeywords;
    }

    public static Dialect Draft202012 { get; } = new(isDraft7: false, knowsNewKeywords: true);

    public static Dialect Draft7 { get; } = new(isDraft7: true, knowsNewKeywords: false);

    /// <summary>
    /// No draft is named, but old keywords are used. Old keywords mean what they meant; new ones beside them are kept as well, since a form that
    /// silently drops a demand of its author is worse than one that is stricter than the old draft.
    /// </summary>
    public static Dialect LooksLikeDraft7 { get; } = new(isDraft7: true, knowsNewKeywords: true);

    public bool IsDraft7 { get; }

    /// <summary>Whether keywords that came after draft-07 count.</summary>
    public bool KnowsNewKeywords { get; }

    /// <summary>Keywords of vocabularies that the metaschema does not use; they are annotations.</summary>
    public FrozenSet<string> Ignored { get; private init; } = [];

    /// <summary>Whether the metaschema itself makes <c>format</c> a demand.</summary>
    public bool AssertsFormats { get; private init; }

    /// <summary>The dialect a schema names: a draft, or a metaschema of the library; null when it names one we do not know.</summary>
    public static Dialect? Named(string uri, SchemaLibrary library)
    {
        var address = uri.TrimEnd('#');
        return address.Replace("https://", "http://", StringComparison.Ordinal) switch
        {
            "http://json-schema.org/draft/2020-12/schema" => Draft202012,
            "http://json-schema.org/draft-07/schema" => Draft7,
            _ => library.Find(address) is { ValueKind: JsonValueKind.Object } metaschema ? Described(metaschema) : null,
        };
    }

    public static Dialect Detect(JsonElement schema)
    {
        return UsesOldKeywords(schema) ? LooksLikeDraft7 : Draft202012;
    }

    private static Dialect? Described(JsonElement metaschema)
    {
        if (!metaschema.TryGetProperty("$vocabulary", out var vocabularies) || vocabularies.ValueKind != JsonValueKind.Object)
        {
            return Draft202012;
        }

        var used = vocabularies.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.ValueKind == JsonValueKind.True);
        return used.Any(entry => entry.Value && !Vocabularies.IsKnown(entry.Key))
            ? null
            : Draft202012 with { Ignored = Vocabularies.KeywordsBeside(used.Keys), AssertsFormats = used.ContainsKey(Vocabularies.FormatAssertion) };
    }

    private static bool UsesOldKeywords(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        return schema.TryGetProperty("definitions", out _)
            || schema.TryGetProperty("dependencies", out _)
            || schema.TryGetProperty("additionalItems", out _)
            || (schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
            || Subschemas.Of(schema, "").Any(child => UsesOldKeywords(child.Schema));
    }
}
