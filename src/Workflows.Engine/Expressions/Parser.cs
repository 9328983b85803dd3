namespace Workflows.Engine.Expressions;

/// <summary>
/// Recursive descent with one method per precedence: here the entry and the tools, in the other parts the grammar.
/// A method returns null after it has set the error.
/// Recursion happens only through <see cref="Enter"/>, which bounds it.
/// </summary>
internal sealed partial class Parser
{
    private readonly List<Token> _tokens;
    private readonly int _offset;
    private readonly List<PathReference> _paths = [];
    private ExpressionError? _error;
    private int _next;
    private int _nodes;
    private int _depth;

    private Parser(List<Token> tokens, int offset)
    {
        _tokens = tokens;
        _offset = offset;
    }

    /// <summary>Parses a source that begins <paramref name="offset"/> characters into the text that positions refer to.</summary>
    public static (Node? Root, IReadOnlyList<PathReference> Paths, ExpressionError? Error) Parse(string source, int offset)
    {
        if (source.Length > ExpressionLimits.SourceLength)
        {
            var position = offset + ExpressionLimits.SourceLength + 1;
            return (null, [], new ExpressionError(
                ExpressionErrorCodes.Limit,
                $"the expression is too long at character {position}: {ExpressionLimits.SourceLength} characters are allowed",
                position));
        }

        var parser = new Parser(Lexer.Read(source), offset);
        var root = parser.ParseAll();
        parser._paths.Sort((left, right) => left.Position.CompareTo(right.Position));
        return parser._error is null ? (root, parser._paths.ToArray(), null) : (null, [], parser._error);
    }

    private Token Current => _tokens[_next];

    private Node? ParseAll()
    {
        if (Current.Kind == TokenKind.End)
        {
            return Fail(ExpressionErrorCodes.Parse, Current, "the expression is empty");
        }

        var root = ParseConditional();
        return root is null || Current.Kind == TokenKind.End ? root : Unexpected();
    }

    private int Position(Token token) => _offset + token.Start + 1;

    private Token Take() => _tokens[_next++];

    private bool Accept(string @operator)
    {
        if (!Current.Is(@operator))
        {
            return false;
        }

        _next++;
        return true;
    }

    private bool Expect(string @operator, string expectation)
    {
        if (Accept(@operator))
        {
            return true;
        }

        Unexpected(expectation);
        return false;
    }

    private bool AddNode(Token at)
    {
        if (++_nodes <= ExpressionLimits.Nodes)
        {
            return true;
        }

        Fail(ExpressionErrorCodes.Limit, at, $"the expression is too large: {ExpressionLimits.Nodes} values and operators are allowed");
        return false;
    }

    /// <summary>Goes one level deeper; the caller comes back up with <c>_depth--</c> once it has succeeded.</summary>
    private bool Enter(Token at)
    {
        if (++_depth <= ExpressionLimits.Depth)
        {
            return true;
        }

        Fail(ExpressionErrorCodes.Limit, at, $"the expression is nested too deeply: {ExpressionLimits.Depth} levels are allowed");
        return false;
    }

    private Node? Unexpected(string? expectation = null)
    {
        var token = Current;
        if (token.Kind == TokenKind.Bad)
        {
            return Fail(ExpressionErrorCodes.Parse, token, token.Text);
        }

        var advice = token.Kind == TokenKind.Name ? token.Text switch { "and" => "write &&", "or" => "write ||", _ => expectation } : expectation;
        return Fail(ExpressionErrorCodes.Parse, token, "unexpected " + token.Describe(), advice);
    }

    private Node? Fail(string code, Token at, string what, string? hint = null)
    {
        var position = Position(at);
        // "unexpected '=': compare with ==" keeps its advice behind the position.
        var colon = hint is null ? what.IndexOf(": ", StringComparison.Ordinal) : -1;
        (what, hint) = colon < 0 ? (what, hint) : (what[..colon], what[(colon + 2)..]);
        _error ??= new ExpressionError(code, $"{what} at character {position}{(hint is null ? "" : ": " + hint)}", position);
        return null;
    }
}
