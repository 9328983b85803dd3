using System.Collections.Frozen;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>The vocabularies of draft 2020-12, and which keywords stop to be demands where a metaschema leaves one out.</summary>
internal static class Vocabularies
{
    public const string FormatAssertion = Prefix + "format-assertion";

    private const string Prefix = "https://json-schema.org/draft/2020-12/vocab/";

    private static readonly FrozenDictionary<string, string[]> s_keywords = new Dictionary<string, string[]>
    {
        [Prefix + "core"] = [],
        [Prefix + "applicator"] =
        [
            "prefixItems", "items", "contains", "properties", "patternProperties", "additionalProperties", "propertyNames", "dependentSchemas",
            "if", "then", "else", "allOf", "anyOf", "oneOf", "not",
        ],
        [Prefix + "unevaluated"] = ["unevaluatedItems", "unevaluatedProperties"],
        [Prefix + "validation"] =
        [
            "type", "enum", "const", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern",
            "minItems", "maxItems", "uniqueItems", "minContains", "maxContains", "minProperties", "maxProperties", "required", "dependentRequired",
        ],
        [Prefix + "meta-data"] = [],
        [Prefix + "format-annotation"] = [],
        [FormatAssertion] = [],
        [Prefix + "content"] = [],
    }.ToFrozenDictionary();

    public static bool IsKnown(string vocabulary)
    {
        return s_keywords.ContainsKey(vocabulary);
    }

    /// <summary>The keywords that only vocabularies other than these have.</summary>
    public static FrozenSet<string> KeywordsBeside(IReadOnlyCollection<string> used)
    {
        return s_keywords.Where(vocabulary => !used.Contains(vocabulary.Key)).SelectMany(vocabulary => vocabulary.Value).ToFrozenSet();
    }
}
