using System.Globalization;
using System.Text;

namespace Workflows.Engine.Expressions;

/// <summary>Splits a source into words. It stops at the first word it cannot read and says why in a <see cref="TokenKind.Bad"/> token.</summary>
internal sealed class Lexer
{
    // Longest first, so that "===" is never read as "==" and "=". '=', '&' and '|' are only there to be refused with advice.
    private static readonly string[] s_operators =
    [
        "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "??", "?.",
        "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[", "]",
    ];

    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;

    private Lexer(string source) => _source = source;

    /// <summary>The words of the source; the last one is always <see cref="TokenKind.End"/> or <see cref="TokenKind.Bad"/>.</summary>
    public static List<Token> Read(string source)
    {
        var lexer = new Lexer(source);
        Token token;
        do
        {
            token = lexer.Next();
            lexer._tokens.Add(token);
        }
        while (token.Kind is not (TokenKind.End or TokenKind.Bad));

        return lexer._tokens;
    }

    public static bool StartsName(char c) => char.IsLetter(c) || c == '_';

    public static bool ContinuesName(char c) => char.IsLetterOrDigit(c) || c == '_';

    private char Current => _at < _source.Length ? _source[_at] : '\0';

    private Token Next()
    {
        while (Current is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }

        if (_at == _source.Length)
        {
            return new Token(TokenKind.End, _at, "");
        }

        var c = Current;
        if (StartsName(c))
        {
            return Name();
        }

        if (char.IsAsciiDigit(c))
        {
            return Number();
        }

        return c is '"' or '\'' ? Text(c) : Operator();
    }

    private Token Name()
    {
        var start = _at;
        while (ContinuesName(Current))
        {
            _at++;
        }

        return new Token(TokenKind.Name, start, _source[start.._at]);
    }

    private Token Operator()
    {
        var rest = _source.AsSpan(_at);
        if (rest.StartsWith("//") || rest.StartsWith("/*"))
        {
            return Bad(_at, "comments are not allowed");
        }

        foreach (var candidate in s_operators)
        {
            if (rest.StartsWith(candidate, StringComparison.Ordinal))
            {
                _at += candidate.Length;
                return new Token(TokenKind.Operator, _at - candidate.Length, candidate);
            }
        }

        return Bad(_at, rest[0] switch
        {
            '=' => "unexpected '=': there is no assignment, compare with ==",
            '&' => "unexpected '&': write &&",
            '|' => "unexpected '|': write ||",
            '{' or '}' => $"unexpected '{rest[0]}': there are no object literals or blocks",
            var c when c is > ' ' and < '\x7f' => $"unexpected '{c}'",
            var c => string.Create(CultureInfo.InvariantCulture, $"unexpected character U+{(int)c:X4}"),
        });
    }

    private Token Number()
    {
        var start = _at;
        SkipDigits();
        if (Current == '.' && _at + 1 < _source.Length && char.IsAsciiDigit(_source[_at + 1]))
        {
            _at++;
            SkipDigits();
        }

        if (Current is 'e' or 'E')
        {
            var digits = _at + 1;
            if (digits < _source.Length && _source[digits] is '+' or '-')
            {
                digits++;
            }

            if (digits < _source.Length && char.IsAsciiDigit(_source[digits]))
            {
                _at = digits;
                SkipDigits();
            }
        }

        if (ContinuesName(Current))
        {
            return Bad(_at, $"unexpected '{Current}' after a number");
        }

        return DecimalText.TryParseExact(_source.AsSpan(start, _at - start), out var number)
            ? new Token(TokenKind.Number, start, "", number)
            : Bad(start, "this number does not fit a decimal (28 digits)");
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }
    }

    private Token Text(char quote)
    {
        var start = _at++;
        var text = new StringBuilder();
        while (true)
        {
            if (_at == _source.Length || Current is '\r' or '\n')
            {
                return Bad(start, "this text is not closed");
            }

            var c = _source[_at++];
            if (c == quote)
            {
                break;
            }

            if (c != '\\')
            {
                text.Append(c);
            }
            else if (!Escape(text))
            {
                return Bad(_at, "unknown escape: use \\\\ \\' \\\" \\n \\r \\t \\uXXXX or \\u{X...}");
            }
        }

        var value = text.ToString();
        return Unicode.IsWellFormed(value) ? new Token(TokenKind.Text, start, value) : Bad(start, "this text is not valid Unicode (half a surrogate pair)");
    }

    /// <summary>Reads what follows a backslash; on failure the position is the backslash.</summary>
    private bool Escape(StringBuilder text)
    {
        var backslash = _at - 1;
        var c = Current;
        _at++;
        var simple = c switch { '\\' or '\'' or '"' => c, 'n' => '\n', 'r' => '\r', 't' => '\t', _ => '\0' };
        if (simple != '\0')
        {
            text.Append(simple);
            return true;
        }

        if (c == 'u' && TryHex(out var hex)
            && uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            if (code <= 0xFFFF)
            {
                text.Append((char)code);
                return true;
            }

            if (code <= 0x10FFFF)
            {
                text.Append(char.ConvertFromUtf32((int)code));
                return true;
            }
        }

        _at = backslash;
        return false;
    }

    private bool TryHex(out string hex)
    {
        var braced = Current == '{';
        var start = braced ? _at + 1 : _at;
        var end = braced ? _source.IndexOf('}', start) : start + 4;
        hex = "";
        if (end < start || end > _source.Length || end - start is < 1 or > 6)
        {
            return false;
        }

        hex = _source[start..end];
        _at = braced ? end + 1 : end;
        return true;
    }

    private static Token Bad(int at, string reason) => new(TokenKind.Bad, at, reason);
}
