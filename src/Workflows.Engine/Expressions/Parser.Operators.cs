namespace Workflows.Engine.Expressions;

/// <summary>The operators, from the weakest to the strongest.</summary>
internal sealed partial class Parser
{
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
}
