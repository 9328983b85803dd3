using System.Text;

namespace Workflows.Engine.Expressions;

/// <summary>Splits a template into literal text and expressions.</summary>
internal static class TextTemplateParser
{
    public static (TextTemplate.Part[] Parts, ExpressionError? Error) Parse(string source)
    {
        if (source.Length > ExpressionLimits.SourceLength)
        {
            return Fail(ExpressionErrorCodes.Limit, "the template is too long", ExpressionLimits.SourceLength, $"{ExpressionLimits.SourceLength} characters are allowed");
        }

        var parts = new List<TextTemplate.Part>();
        var text = new StringBuilder();
        var at = 0;
        while (at < source.Length)
        {
            var c = source[at];
            if (c is not ('{' or '}'))
            {
                text.Append(c);
                at++;
            }
            else if (at + 1 < source.Length && source[at + 1] == c)
            {
                text.Append(c);
                at += 2;
            }
            else if (c == '}')
            {
                return Fail(ExpressionErrorCodes.Parse, "unexpected '}'", at, "write }} for a brace");
            }
            else if (FindEnd(source, at + 1) is not { } end)
            {
                return Fail(ExpressionErrorCodes.Parse, "this '{' is not closed", at, "write {{ for a brace");
            }
            else if (!Expression.TryParse(source[(at + 1)..end], at + 1, out var hole, out var error))
            {
                return ([], error);
            }
            else
            {
                AddText();
                parts.Add(new TextTemplate.Part("", hole));
                at = end + 1;
            }
        }

        AddText();
        return ([.. parts], null);

        void AddText()
        {
            if (text.Length > 0)
            {
                parts.Add(new TextTemplate.Part(text.ToString(), null));
                text.Clear();
            }
        }
    }

    /// <summary>The brace that closes a hole: the first one that is not inside a text.</summary>
    private static int? FindEnd(string source, int at)
    {
        var quote = '\0';
        for (; at < source.Length; at++)
        {
            var c = source[at];
            if (quote == '\0' && c == '}')
            {
                return at;
            }

            if (quote != '\0' && c == '\\')
            {
                at++;
            }
            else if (quote == '\0' ? c is '"' or '\'' : c == quote)
            {
                quote = quote == '\0' ? c : '\0';
            }
        }

        return null;
    }

    private static (TextTemplate.Part[] Parts, ExpressionError Error) Fail(string code, string what, int at, string hint) =>
        ([], new ExpressionError(code, $"{what} at character {at + 1}: {hint}", at + 1));
}
