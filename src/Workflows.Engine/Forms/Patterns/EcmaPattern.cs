using System.Globalization;
using System.Text;

namespace Workflows.Engine.Forms.Patterns;

/// <summary>
/// Translates a regular expression of ECMA-262 (Unicode mode, as JSON Schema asks) to one of .NET that means the same: classes are ASCII where ECMA's
/// are, <c>$</c> is the very end, <c>.</c> and sets match whole code points. Refuses what ECMA refuses, so that a form means the same everywhere.
/// One known difference: <c>\b</c> counts non-ASCII letters as parts of a word, since the exact form would need look-around.
/// </summary>
internal sealed class EcmaPattern
{
    private readonly string _source;
    private readonly StringBuilder? _output;
    private readonly List<string> _groupNames = [];
    private readonly HashSet<string> _distinctSets = [];
    private readonly bool _hasBackReferences;
    private readonly int _groupCount;
    private int _position;
    private int _depth;
    private bool _backtracks;

    private EcmaPattern(string source, StringBuilder? output)
    {
        _source = source;
        _output = output;
        (_groupCount, _hasBackReferences) = GroupScan.Run(source, _groupNames);
        _backtracks = _hasBackReferences;
    }

    /// <exception cref="PatternException">The pattern is not valid, or too large.</exception>
    public static PatternTranslation Translate(string source)
    {
        var output = new StringBuilder();
        var pattern = Read(source, output);
        return new PatternTranslation(output.ToString(), pattern._backtracks, pattern._distinctSets.Count);
    }

    /// <summary>Whether the pattern is valid, found in time linear in its length.</summary>
    public static bool IsValid(string source)
    {
        try
        {
            Read(source, output: null);
            return true;
        }
        catch (PatternException)
        {
            return false;
        }
    }

    private bool AtEnd => _position >= _source.Length;

    private char Current => _source[_position];

    private static EcmaPattern Read(string source, StringBuilder? output)
    {
        if (source.Length > FormLimits.MaxPatternLength)
        {
            throw new PatternException($"a pattern has at most {FormLimits.MaxPatternLength} characters", FormLimits.MaxPatternLength);
        }

        var pattern = new EcmaPattern(source, output);
        pattern.Disjunction();
        if (pattern._position < source.Length)
        {
            throw pattern.Error("an opening parenthesis is missing");
        }

        return pattern;
    }

    /// <summary>Alternatives up to a closing parenthesis or the end; returns how many nodes they are with their repetitions written out.</summary>
    private int Disjunction()
    {
        if (++_depth > FormLimits.MaxPatternDepth)
        {
            throw Error("the groups are nested too deeply");
        }

        var size = 0;
        while (!AtEnd && Current != ')')
        {
            if (Current == '|')
            {
                _output?.Append('|');
                _position++;
                continue;
            }

            size += Term();
            if (size > FormLimits.MaxPatternNodes)
            {
                throw Error("the repetitions make the pattern too large");
            }
        }

        _depth--;
        return size + 1;
    }

    private int Term()
    {
        switch (Current)
        {
            case '^':
                return Assertion(1, @"\A");
            case '$':
                return Assertion(1, @"\z");
            case '\\' when Next() is 'b' or 'B':
                return Assertion(2, _source.Substring(_position, 2));
            case '(' when IsAt("(?=") || IsAt("(?!"):
                return LookAround(3);
            case '(' when IsAt("(?<=") || IsAt("(?<!"):
                return LookAround(4);
            default:
                var size = Atom();
                return Quantifier(size);
        }
    }

    private int Assertion(int length, string output)
    {
        _output?.Append(output);
        _position += length;
        return 1;
    }

    private int LookAround(int length)
    {
        _backtracks = true;
        _output?.Append(_source, _position, length);
        _position += length;
        return Close(Disjunction());
    }

    private int Atom()
    {
        switch (Current)
        {
            case '(':
                return Group();
            case '[':
                _position++;
                return Append(new CharacterClassReader(_source, _position).Read(out _position));
            case '.':
                _position++;
                return Append(CharacterSet.LineTerminators().Negate());
            case '\\':
                return Escape();
            case '*' or '+' or '?' or '{':
                throw Error("there is nothing to repeat");
            case '}' or ']':
                throw Error($"write \\{Current} for the character itself");
            default:
                return Append(EscapeReader.CodePointAt(_source, ref _position));
        }
    }

    private int Group()
    {
        var isCapture = _hasBackReferences;
        if (IsAt("(?:"))
        {
            _position += 3;
            isCapture = false;
        }
        else if (IsAt("(?<"))
        {
            _position = _source.IndexOf('>', _position) + 1;
        }
        else if (IsAt("(?"))
        {
            throw Error("this kind of group is not known");
        }
        else
        {
            _position++;
        }

        // Groups are captured only for back-references; they keep their order, so numbers stay right without names.
        _output?.Append(isCapture ? "(" : "(?:");
        return Close(Disjunction());
    }

    private int Close(int size)
    {
        if (AtEnd)
        {
            throw Error("a closing parenthesis is missing");
        }

        _position++;
        _output?.Append(')');
        return size;
    }

    private int Escape()
    {
        var next = Next();
        if (next is 'k')
        {
            var end = IsAt(@"\k<") ? _source.IndexOf('>', _position) : -1;
            var group = end < 0 ? -1 : _groupNames.IndexOf(_source[(_position + 3)..end]);
            _position = end < 0 ? _position : end + 1;
            return BackReference(group + 1);
        }

        if (next is >= '1' and <= '9')
        {
            var end = _position + 1;
            while (end < _source.Length && char.IsAsciiDigit(_source[end]))
            {
                end++;
            }

            var number = int.TryParse(_source.AsSpan(_position + 1, end - _position - 1), CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue;
            _position = end;
            return BackReference(number);
        }

        if (EscapeReader.TryReadSet(_source, ref _position) is { } set)
        {
            return Append(set);
        }

        return Append(EscapeReader.ReadCharacter(_source, ref _position, inClass: false));
    }

    private int BackReference(int group)
    {
        if (group < 1 || group > _groupCount)
        {
            throw Error("there is no such group to refer to");
        }

        // A group that took no part matches the empty text in ECMA-262 and nothing at all in .NET.
        _output?.Append(CultureInfo.InvariantCulture, $"(?({group})\\{group})");
        return 1;
    }

    private int Quantifier(int size)
    {
        if (AtEnd || Current is not ('*' or '+' or '?' or '{'))
        {
            return size;
        }

        var times = 1;
        var start = _position;
        if (Current == '{')
        {
            times = CountedRepetition();
        }
        else
        {
            _position++;
        }

        if (!AtEnd && Current == '?')
        {
            _position++;
        }

        _output?.Append(_source, start, _position - start);
        return size * times;
    }

    private int CountedRepetition()
    {
        var end = _source.IndexOf('}', _position);
        var parts = end < 0 ? [] : _source[(_position + 1)..end].Split(',');
        if (parts.Length is < 1 or > 2 || !IsCount(parts[0], out var min) || (parts.Length == 2 && parts[1].Length > 0 && !IsCount(parts[1], out _)))
        {
            throw Error("this is no repetition; write \\{ for the character itself");
        }

        var max = parts.Length == 2 && IsCount(parts[1], out var most) ? most : min + 1;
        if (max < min)
        {
            throw Error("the numbers of this repetition are out of order");
        }

        _position = end + 1;
        return max;
    }

    private bool IsCount(string text, out int count)
    {
        count = 0;
        if (text.Length == 0 || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out count) && count < FormLimits.MaxPatternNodes
            ? true
            : throw Error("the repetitions make the pattern too large");
    }

    private int Append(CharacterSet set)
    {
        if (_output is not null)
        {
            Append(set.ToPattern());
        }

        return _output?.Length > FormLimits.MaxTranslatedLength ? throw Error("the sets of characters make the pattern too large") : 1;
    }

    private int Append(int codePoint)
    {
        if (codePoint is >= 0xD800 and <= 0xDFFF)
        {
            // Half a pair matches nothing: no text we are given holds one.
            Append(@"[^\s\S]");
        }
        else if (codePoint <= 0xFFFF)
        {
            Append(CharacterSet.Escape((char)codePoint));
        }
        else
        {
            var pair = char.ConvertFromUtf32(codePoint);
            Append($"(?:{CharacterSet.Escape(pair[0])}{CharacterSet.Escape(pair[1])})");
        }

        return 1;
    }

    private void Append(string set)
    {
        _output?.Append(set);
        _distinctSets.Add(set);
    }

    private char? Next()
    {
        return _position + 1 < _source.Length ? _source[_position + 1] : null;
    }

    private bool IsAt(string text)
    {
        return _source.AsSpan(_position).StartsWith(text, StringComparison.Ordinal);
    }

    private PatternException Error(string message)
    {
        return new PatternException(message, _position);
    }
}
