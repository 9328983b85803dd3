namespace Workflows.Engine.Expressions;

internal enum TokenKind
{
    End,
    Bad,
    Name,
    Number,
    Text,
    Operator,
}

/// <summary>A word of the source. Operators are told apart by their text, which the lexer takes from a fixed list.</summary>
/// <param name="Kind">What kind of word it is.</param>
/// <param name="Start">Zero-based index of its first character.</param>
/// <param name="Text">The name, the operator, the text's value; for <see cref="TokenKind.Bad"/> what is wrong.</param>
/// <param name="Number">The value of a number.</param>
internal sealed record Token(TokenKind Kind, int Start, string Text, decimal Number = 0)
{
    public bool Is(string @operator) => Kind == TokenKind.Operator && Text == @operator;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text == word;

    /// <summary>How messages speak of the token.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.End => "end",
        TokenKind.Text => "text",
        TokenKind.Number => "number " + ValueText.Plain(Number),
        _ => $"'{PathText.Clip(Text)}'",
    };
}
