using System.Globalization;

namespace Workflows.Engine.Forms.Patterns;

/// <summary>Reads what a backslash starts, inside and outside of character classes.</summary>
internal static class EscapeReader
{
    /// <summary>Reads <c>\d \D \s \S \w \W \p{..} \P{..}</c>; null, with the position unchanged, for any other escape.</summary>
    public static CharacterSet? TryReadSet(string source, ref int position)
    {
        var kind = position + 1 < source.Length ? source[position + 1] : '\0';
        var set = char.ToLowerInvariant(kind) switch
        {
            'd' => CharacterSet.Digits(),
            's' => CharacterSet.WhiteSpace(),
            'w' => CharacterSet.WordCharacters(),
            _ => null,
        };
        if (set is not null)
        {
            position += 2;
            set.Negated = char.IsAsciiLetterUpper(kind);
            return set;
        }

        return kind is 'p' or 'P' ? ReadProperty(source, ref position, kind == 'P') : null;
    }

    /// <summary>Reads an escape that stands for one code point. The position is at the backslash.</summary>
    public static int ReadCharacter(string source, ref int position, bool inClass)
    {
        var start = position;
        position += 2;
        if (start + 1 >= source.Length)
        {
            throw new PatternException("a backslash stands at the end", start);
        }

        var kind = source[start + 1];
        switch (kind)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'v':
                return '\v';
            case 'f':
                return '\f';
            case 'r':
                return '\r';
            case 'b' when inClass:
                return '\b';
            case '0' when position >= source.Length || !char.IsAsciiDigit(source[position]):
                return '\0';
            case 'c' when position < source.Length && char.IsAsciiLetter(source[position]):
                return source[position++] % 32;
            case 'x' when TryHex(source, position, 2) is { } code:
                position += 2;
                return code;
            case 'u':
                return ReadUnicode(source, ref position, start);
            default:
                // Any punctuation may be escaped; letters and digits may mean something one day, so ECMA-262 reserves them.
                return char.IsLetterOrDigit(kind) || char.IsSurrogate(kind)
                    ? throw new PatternException($"\\{kind} means nothing in a pattern", start)
                    : kind;
        }
    }

    /// <summary>Reads one code point as it stands.</summary>
    public static int CodePointAt(string source, ref int position)
    {
        var length = char.IsHighSurrogate(source[position]) && position + 1 < source.Length && char.IsLowSurrogate(source[position + 1]) ? 2 : 1;
        var codePoint = length == 2 ? char.ConvertToUtf32(source[position], source[position + 1]) : source[position];
        position += length;
        return codePoint;
    }

    private static int ReadUnicode(string source, ref int position, int start)
    {
        if (position < source.Length && source[position] == '{')
        {
            var end = source.IndexOf('}', position);
            if (end < 0
                || !int.TryParse(source.AsSpan(position + 1, end - position - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint)
                || codePoint is < 0 or > 0x10FFFF)
            {
                throw new PatternException("this is no code point", start);
            }

            position = end + 1;
            return codePoint;
        }

        if (TryHex(source, position, 4) is not { } unit)
        {
            throw new PatternException("\\u needs four hexadecimal digits", start);
        }

        position += 4;
        if (char.IsHighSurrogate((char)unit)
            && source.AsSpan(position).StartsWith("\\u", StringComparison.Ordinal)
            && TryHex(source, position + 2, 4) is { } low && char.IsLowSurrogate((char)low))
        {
            position += 6;
            return char.ConvertToUtf32((char)unit, (char)low);
        }

        return unit;
    }

    private static int? TryHex(string source, int position, int length)
    {
        return position + length <= source.Length
            && int.TryParse(source.AsSpan(position, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }

    private static CharacterSet ReadProperty(string source, ref int position, bool negated)
    {
        var start = position;
        var end = start + 2 < source.Length && source[start + 2] == '{' ? source.IndexOf('}', start) : -1;
        var name = end < 0 ? "" : source[(start + 3)..end];
        foreach (var prefix in (ReadOnlySpan<string>)["General_Category=", "gc="])
        {
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        }

        position = end + 1;
        var set = new CharacterSet { Negated = negated };
        switch (name)
        {
            case "Any":
                return set.Add(0, 0x10FFFF);
            case "ASCII":
                return set.Add(0, 0x7F);
            default:
                return set.AddCategory(UnicodeCategories.Find(name)
                    ?? throw new PatternException("this Unicode property is not known; general categories such as \\p{L} or \\p{Letter} are", start));
        }
    }
}
