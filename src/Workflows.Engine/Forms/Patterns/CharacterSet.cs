using System.Globalization;
using System.Text;

namespace Workflows.Engine.Forms.Patterns;

/// <summary>
/// A set of Unicode code points, written as a .NET pattern that matches exactly one of them. .NET matches UTF-16 units, so code points beyond U+FFFF
/// become alternatives of surrogate pairs, and no set matches half a pair.
/// </summary>
internal sealed class CharacterSet
{
    private const int FirstAstral = 0x10000;
    private const int LastCodePoint = 0x10FFFF;
    private const int FirstLow = 0xDC00;
    private const int LastLow = 0xDFFF;
    private const string AnyAstral = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    private readonly List<(int From, int To)> _ranges = [];
    private readonly List<(string Category, bool Negated)> _categories = [];

    public bool Negated { get; set; }

    public static CharacterSet Digits()
    {
        return new CharacterSet().Add('0', '9');
    }

    public static CharacterSet WordCharacters()
    {
        return new CharacterSet().Add('0', '9').Add('A', 'Z').Add('_', '_').Add('a', 'z');
    }

    public static CharacterSet WhiteSpace()
    {
        return new CharacterSet()
            .Add(0x09, 0x0D).Add(0x20, 0x20).Add(0xA0, 0xA0).Add(0x1680, 0x1680).Add(0x2000, 0x200A)
            .Add(0x2028, 0x2029).Add(0x202F, 0x202F).Add(0x205F, 0x205F).Add(0x3000, 0x3000).Add(0xFEFF, 0xFEFF);
    }

    public static CharacterSet LineTerminators()
    {
        return new CharacterSet().Add('\n', '\n').Add('\r', '\r').Add(0x2028, 0x2029);
    }

    public CharacterSet Add(int from, int to)
    {
        _ranges.Add((from, to));
        return this;
    }

    /// <summary>Adds the code points of a general category such as <c>L</c> or <c>Lu</c>.</summary>
    public CharacterSet AddCategory(string abbreviation)
    {
        _categories.Add((abbreviation, false));
        return this;
    }

    /// <summary>Adds another set, negated or not. A negated one has ranges or one category, never both.</summary>
    public CharacterSet Add(CharacterSet other)
    {
        _categories.AddRange(other._categories.Select(c => (c.Category, other.Negated)));
        if (other._ranges.Count == 0)
        {
            return this;
        }

        _ranges.AddRange(other.Negated ? Complement(Normalize(other._ranges)) : other._ranges);
        return this;
    }

    public CharacterSet Negate()
    {
        Negated = true;
        return this;
    }

    public string ToPattern()
    {
        var basic = BasicPattern();
        var astral = AstralPattern();
        return astral.Length == 0 ? basic : basic.Length == 0 ? $"(?:{astral})" : $"(?:{basic}|{astral})";
    }

    /// <summary>Writes a UTF-16 unit so that nothing in a .NET pattern takes it for syntax.</summary>
    public static string Escape(char unit)
    {
        return char.IsAsciiLetterOrDigit(unit) ? unit.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
    }

    private string BasicPattern()
    {
        var body = new StringBuilder();
        foreach (var (from, to) in Normalize(_ranges))
        {
            if (from < FirstAstral)
            {
                body.Append(Range(from, Math.Min(to, FirstAstral - 1)));
            }
        }

        foreach (var (category, negated) in _categories)
        {
            body.Append(negated ? @"\P{" : @"\p{").Append(category).Append('}');
        }

        if (body.Length == 0)
        {
            return Negated ? @"[^\uD800-\uDFFF]" : @"[^\s\S]";
        }

        return $"[{(Negated ? "^" : "")}{body}-[\\uD800-\\uDFFF]]";
    }

    private string AstralPattern()
    {
        var ranges = Astral(_ranges).ToList();
        foreach (var (category, negated) in _categories)
        {
            var members = UnicodeCategories.AstralRanges(category);
            ranges.AddRange(negated ? Astral(Complement(members)) : members);
        }

        var normalized = Normalize(ranges);
        if (Negated)
        {
            normalized = [.. Astral(Complement(normalized))];
        }

        return normalized is [(FirstAstral, LastCodePoint)] ? AnyAstral : string.Join('|', SurrogatePairs(normalized));
    }

    private static IEnumerable<(int From, int To)> Astral(IEnumerable<(int From, int To)> ranges)
    {
        return ranges.Where(r => r.To >= FirstAstral).Select(r => (Math.Max(r.From, FirstAstral), r.To));
    }

    /// <summary>Alternatives of one high and one low unit. High units with the same low ones share an alternative: fewer of them match faster.</summary>
    private static IEnumerable<string> SurrogatePairs(List<(int From, int To)> ranges)
    {
        var lowsByHigh = new SortedDictionary<int, StringBuilder>();
        foreach (var (from, to) in ranges)
        {
            for (var high = High(from); high <= High(to); high++)
            {
                var first = high == High(from) ? Low(from) : FirstLow;
                var last = high == High(to) ? Low(to) : LastLow;
                if (!lowsByHigh.TryGetValue(high, out var lows))
                {
                    lowsByHigh.Add(high, lows = new StringBuilder());
                }

                lows.Append(Range(first, last));
            }
        }

        return lowsByHigh
            .GroupBy(pair => pair.Value.ToString(), pair => pair.Key)
            .Select(group => $"[{string.Concat(Normalize([.. group.Select(high => (high, high))]).Select(r => Range(r.From, r.To)))}][{group.Key}]");
    }

    private static string Range(int from, int to)
    {
        return from == to ? Escape((char)from) : $"{Escape((char)from)}-{Escape((char)to)}";
    }

    private static int High(int codePoint)
    {
        return 0xD800 + ((codePoint - FirstAstral) >> 10);
    }

    private static int Low(int codePoint)
    {
        return 0xDC00 + ((codePoint - FirstAstral) & 0x3FF);
    }

    private static List<(int From, int To)> Normalize(List<(int From, int To)> ranges)
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in ranges.Order())
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    private static IEnumerable<(int From, int To)> Complement(IEnumerable<(int From, int To)> normalized)
    {
        var next = 0;
        foreach (var (from, to) in normalized)
        {
            if (from > next)
            {
                yield return (next, from - 1);
            }

            next = to + 1;
        }

        if (next <= LastCodePoint)
        {
            yield return (next, LastCodePoint);
        }
    }
}
