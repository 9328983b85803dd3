using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace Workflows.Engine.Forms.Patterns;

/// <summary>General categories by the names ECMA-262 allows in <c>\p{...}</c>, and their members beyond U+FFFF.</summary>
internal static class UnicodeCategories
{
    private const int FirstAstral = 0x10000;
    private const int LastCodePoint = 0x10FFFF;
    private const int BlockSize = 1024;

    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>
    {
        ["Letter"] = "L",
        ["Uppercase_Letter"] = "Lu",
        ["Lowercase_Letter"] = "Ll",
        ["Titlecase_Letter"] = "Lt",
        ["Modifier_Letter"] = "Lm",
        ["Other_Letter"] = "Lo",
        ["Mark"] = "M",
        ["Combining_Mark"] = "M",
        ["Nonspacing_Mark"] = "Mn",
        ["Spacing_Mark"] = "Mc",
        ["Enclosing_Mark"] = "Me",
        ["Number"] = "N",
        ["Decimal_Number"] = "Nd",
        ["digit"] = "Nd",
        ["Letter_Number"] = "Nl",
        ["Other_Number"] = "No",
        ["Punctuation"] = "P",
        ["punct"] = "P",
        ["Connector_Punctuation"] = "Pc",
        ["Dash_Punctuation"] = "Pd",
        ["Open_Punctuation"] = "Ps",
        ["Close_Punctuation"] = "Pe",
        ["Initial_Punctuation"] = "Pi",
        ["Final_Punctuation"] = "Pf",
        ["Other_Punctuation"] = "Po",
        ["Symbol"] = "S",
        ["Math_Symbol"] = "Sm",
        ["Currency_Symbol"] = "Sc",
        ["Modifier_Symbol"] = "Sk",
        ["Other_Symbol"] = "So",
        ["Separator"] = "Z",
        ["Space_Separator"] = "Zs",
        ["Line_Separator"] = "Zl",
        ["Paragraph_Separator"] = "Zp",
        ["Other"] = "C",
        ["Control"] = "Cc",
        ["cntrl"] = "Cc",
        ["Format"] = "Cf",
        ["Private_Use"] = "Co",
        ["Unassigned"] = "Cn",
    }.ToFrozenDictionary();

    /// <summary>Two-letter abbreviations in the order of <see cref="UnicodeCategory"/>.</summary>
    private static readonly string[] s_abbreviations =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly ConcurrentDictionary<string, IReadOnlyList<(int From, int To)>> s_astral = new();

    /// <summary>The category (or group such as <c>L</c>) behind a property name, as .NET abbreviates it; null when there is none of that name.</summary>
    public static string? Find(string name)
    {
        var abbreviation = s_names.GetValueOrDefault(name, name);
        return abbreviation is "L" or "M" or "N" or "P" or "S" or "Z" or "C" || s_abbreviations.Contains(abbreviation) ? abbreviation : null;
    }

    /// <summary>
    /// Members of a category (or a group such as <c>L</c>) beyond U+FFFF, rounded to blocks of 1,024 code points: a block belongs to a category that
    /// most of its characters have. The exact sets would make the matcher take a second to build.
    /// </summary>
    public static IReadOnlyList<(int From, int To)> AstralRanges(string abbreviation)
    {
        return s_astral.GetOrAdd(abbreviation, Collect);
    }

    private static List<(int From, int To)> Collect(string abbreviation)
    {
        var ranges = new List<(int From, int To)>();
        for (var block = FirstAstral; block <= LastCodePoint; block += BlockSize)
        {
            var members = 0;
            var assigned = 0;
            for (var codePoint = block; codePoint < block + BlockSize; codePoint++)
            {
                var category = s_abbreviations[(int)CharUnicodeInfo.GetUnicodeCategory(codePoint)];
                assigned += category == "Cn" ? 0 : 1;
                members += category.StartsWith(abbreviation, StringComparison.Ordinal) ? 1 : 0;
            }

            if (members * 2 > Math.Max(assigned, abbreviation is "C" or "Cn" ? BlockSize : 1))
            {
                ranges.Add((block, block + BlockSize - 1));
            }
        }

        return ranges;
    }
}
