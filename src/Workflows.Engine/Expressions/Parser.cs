namespace Workflows.Engine.Expressions;

/// <summary>
/// Recursive descent with one method per precedence. A method returns null after it has set the error.
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
        return parser._error is null ? (root, parser._paths, null) : (null, [], parser._error);
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

    private Node? ParseConditional()
    {
        var position = Position(Current);
        var test = ParseCoalesce();
        if (test is null || !Current.Is("?"))
        {
            return test;
        }

        var branches = new List<Branch>();
        while (Current.Is("?"))
        {
            var question = Take();
            if (!AddNode(question) || !Enter(question) || ParseConditional() is not { } then)
            {
                return null;
            }

            _depth--;
            if (!Expect(":", "a ':' and the other value are expected"))
            {
                return null;
            }

            branches.Add(new Branch(test, then));
            test = ParseCoalesce();
            if (test is null)
            {
                return null;
            }
        }

        return new ConditionalNode(position, [.. branches], test);
    }

    private Node? ParseCoalesce()
    {
        var position = Position(Current);
        var first = ParseLogical(out var mixed);
        if (first is null || !Current.Is("??"))
        {
            return first;
        }

        var operands = new List<Node> { first };
        while (Current.Is("??"))
        {
            var @operator = Take();
            if (mixed || !AddNode(@operator))
            {
                return mixed ? FailMixed(@operator) : null;
            }

            if (ParseLogical(out mixed) is not { } operand)
            {
                return null;
            }

            if (mixed)
            {
                return FailMixed(@operator);
            }

            operands.Add(operand);
        }

        return new CoalesceNode(position, [.. operands]);
    }

    private Node? FailMixed(Token @operator) =>
        Fail(ExpressionErrorCodes.Parse, @operator, "?? cannot be mixed with && or || without parentheses");

    /// <param name="bare">Whether an &amp;&amp; or || stood there without parentheses around it.</param>
    private Node? ParseLogical(out bool bare) => ParseOperands("||", ParseAnd, out bare);

    private Node? ParseAnd(out bool bare) => ParseOperands("&&", ParseEquality, out bare);

    private delegate Node? OperandParser(out bool bare);

    private Node? ParseOperands(string @operator, OperandParser parseOperand, out bool bare)
    {
        var position = Position(Current);
        var first = parseOperand(out bare);
        if (first is null || !Current.Is(@operator))
        {
            return first;
        }

        bare = true;
        var operands = new List<Node> { first };
        while (Current.Is(@operator))
        {
            if (!AddNode(Take()) || parseOperand(out _) is not { } operand)
            {
                return null;
            }

            operands.Add(operand);
        }

        return new LogicalNode(position, @operator == "&&", [.. operands]);
    }

    private Node? ParseEquality(out bool bare)
    {
        bare = false;
        var position = Position(Current);
        var left = ParseComparison();
        if (left is null || !IsEquality(Current))
        {
            return left;
        }

        var @operator = Take();
        if (!AddNode(@operator) || ParseComparison() is not { } right)
        {
            return null;
        }

        return IsEquality(Current)
            ? FailChained()
            : new EqualNode(position, @operator.Text[0] == '!', left, right);
    }

    private Node? ParseComparison()
    {
        var position = Position(Current);
        var left = ParseSum();
        if (left is null || !IsComparison(Current))
        {
            return left;
        }

        var @operator = Take();
        if (!AddNode(@operator) || ParseSum() is not { } right)
        {
            return null;
        }

        if (IsComparison(Current))
        {
            return FailChained();
        }

        return @operator.Text switch
        {
            "in" => new InNode(position, left, right),
            "<" => new CompareNode(position, Ordering.Less, "<", left, right),
            "<=" => new CompareNode(position, Ordering.LessOrEqual, "<=", left, right),
            ">" => new CompareNode(position, Ordering.Greater, ">", left, right),
            _ => new CompareNode(position, Ordering.GreaterOrEqual, ">=", left, right),
        };
    }

    private Node? FailChained() =>
        Fail(ExpressionErrorCodes.Parse, Current, $"comparisons cannot be chained ({Current.Text}): join them with && or use parentheses");

    private static bool IsEquality(Token token) => token.Kind == TokenKind.Operator && token.Text is "==" or "!=" or "===" or "!==";

    private static bool IsComparison(Token token) =>
        token.IsWord("in") || (token.Kind == TokenKind.Operator && token.Text is "<" or "<=" or ">" or ">=");

    private Node? ParseSum() => ParseArithmetic('+', '-', '-', ParseProduct);

    private Node? ParseProduct() => ParseArithmetic('*', '/', '%', ParseUnary);

    private Node? ParseArithmetic(char one, char two, char three, Func<Node?> parseOperand)
    {
        var position = Position(Current);
        var first = parseOperand();
        List<ArithmeticStep>? steps = null;
        while (first is not null && Current is { Kind: TokenKind.Operator, Text: [var symbol] } && (symbol == one || symbol == two || symbol == three))
        {
            var @operator = Take();
            if (!AddNode(@operator) || parseOperand() is not { } operand)
            {
                return null;
            }

            (steps ??= []).Add(new ArithmeticStep(symbol, Position(@operator), operand));
        }

        return steps is null ? first : new ArithmeticNode(position, first!, [.. steps]);
    }

    private Node? ParseUnary()
    {
        if (!Current.Is("!") && !Current.Is("-"))
        {
            return ParseChain();
        }

        var @operator = Take();
        if (!AddNode(@operator) || !Enter(@operator) || ParseUnary() is not { } operand)
        {
            return null;
        }

        _depth--;
        var position = Position(@operator);
        if (@operator.Text == "!")
        {
            return new NotNode(position, operand);
        }

        // A negative number is a literal, so that lists of them are made only once.
        return operand is LiteralNode { Value: var value } && value.TryGetNumber(out var number)
            ? new LiteralNode(position, Value.Of(-number))
            : new NegateNode(position, operand);
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

        return Fail(ExpressionErrorCodes.Parse, token, "unexpected " + token.Describe(), expectation);
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
