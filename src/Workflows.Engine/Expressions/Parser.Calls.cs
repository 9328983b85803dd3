namespace Workflows.Engine.Expressions;

/// <summary>Functions, methods and macros.</summary>
internal sealed partial class Parser
{
    /// <summary>exists is both a macro and a function; the others are macros whatever follows.</summary>
    private bool IsMacroCall(Macro macro) =>
        macro != Macro.Exists || (Current.Kind == TokenKind.Name && _tokens[_next + 1].Is(","));

    private MacroLink? ParseMacro(Token name, Macro macro, bool optional)
    {
        if (macro == Macro.Sum && Accept(")"))
        {
            return new MacroLink(Position(name), optional, macro, _variables.Count, "", null);
        }

        var variable = Current;
        if (variable.Kind != TokenKind.Name || !_tokens[_next + 1].Is(","))
        {
            Unexpected($"write {Vocabulary.MacroUsage(name.Text)}");
            return null;
        }

        _next += 2;
        if (_variables.Contains(variable.Text) || Vocabulary.IsTaken(variable.Text))
        {
            Fail(ExpressionErrorCodes.Parse, variable, $"the variable {variable.Text} would hide another name: choose another one");
            return null;
        }

        var slot = _variables.Count;
        if (slot == ExpressionLimits.MacroNesting)
        {
            Fail(ExpressionErrorCodes.Limit, name, $"macros are nested too deeply: {ExpressionLimits.MacroNesting} inside each other are allowed");
            return null;
        }

        _variables.Add(variable.Text);
        var body = ParseConditional();
        _variables.RemoveAt(slot);
        return body is not null && Expect(")", $"write {Vocabulary.MacroUsage(name.Text)}")
            ? new MacroLink(Position(name), optional, macro, slot, variable.Text, body)
            : null;
    }

    private Node? ParseCall(Token name)
    {
        var open = Take();
        if (!TryFindFunction(name, out var shape) || !Enter(open) || ParseArguments(name, shape, 0) is not { } arguments)
        {
            return null;
        }

        _depth--;
        if (shape.Function == Function.Has)
        {
            return MakeHas(name, arguments[0]);
        }

        if (shape.Function is Function.Date or Function.Timestamp or Function.Duration && arguments[0] is LiteralNode literal)
        {
            return MakeTemporal(name, shape.Function, literal);
        }

        var call = new Call(Position(name), shape.Function, name.Text, arguments.Length == 0 ? [] : arguments[1..]);
        return new CallNode(Position(name), call, arguments.Length == 0 ? null : arguments[0]);
    }

    private bool TryFindFunction(Token name, out FunctionShape shape)
    {
        if (Vocabulary.Functions.TryGetValue(name.Text, out shape))
        {
            return true;
        }

        var hint = Vocabulary.Macros.ContainsKey(name.Text)
            ? $"write {Vocabulary.MacroUsage(name.Text)}"
            : Nearest(name.Text, Vocabulary.Functions.Keys.Order(StringComparer.Ordinal))
                + $"the functions are {string.Join(", ", Vocabulary.Functions.Keys.Order(StringComparer.Ordinal))}";
        Fail(ExpressionErrorCodes.Name, name, $"unknown function {PathText.Clip(name.Text)}", hint);
        return false;
    }

    private static string Nearest(string name, IEnumerable<string> candidates) =>
        Suggestion.Nearest(name, candidates) is { } nearest ? $"did you mean {nearest}? " : "";

    /// <summary>Parses arguments up to the parenthesis; <paramref name="given"/> are there already: the receiver of a method.</summary>
    private Node[]? ParseArguments(Token name, FunctionShape shape, int given)
    {
        if (ParseItems(")") is not { } arguments)
        {
            return null;
        }

        var count = arguments.Count + given;
        if (count >= shape.Least && count <= shape.Most)
        {
            return [.. arguments];
        }

        Fail(ExpressionErrorCodes.Parse, name, $"wrong number of arguments for {name.Text}", $"write {shape.Usage}");
        return null;
    }

    private List<Node>? ParseItems(string close)
    {
        var items = new List<Node>();
        if (Accept(close))
        {
            return items;
        }

        do
        {
            if (ParseConditional() is not { } item)
            {
                return null;
            }

            items.Add(item);
        }
        while (Accept(","));

        return Expect(close, $"a ',' or '{close}' is expected") ? items : null;
    }

    private Node? MakeHas(Token name, Node path) =>
        path is RootNode or VariableNode or ChainNode { Links: [.., MemberLink or IndexLink] }
            ? new HasNode(Position(name), path)
            : Fail(ExpressionErrorCodes.Parse, name, $"{name.Text} needs a path", "write has(data.name)");

    /// <summary>A literal date is read once, here, so that a wrong one is found before anything runs.</summary>
    private Node? MakeTemporal(Token name, Function function, LiteralNode literal)
    {
        var position = Position(name);
        if (!literal.Value.TryGetText(out var text))
        {
            var call = new Call(position, function, name.Text, []);
            return new CallNode(position, call, literal);
        }

        if (Temporal.TryParse(function, text, out var value))
        {
            return new LiteralNode(position, value);
        }

        _error ??= Failure.NotTemporal(function, text, position, null);
        return null;
    }
}
