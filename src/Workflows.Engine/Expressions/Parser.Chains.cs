namespace Workflows.Engine.Expressions;

/// <summary>Values and what may follow them: names, literals, lists, properties, indexes.</summary>
internal sealed partial class Parser
{
    private readonly List<string> _variables = [];

    private Node? ParseChain()
    {
        var start = Current;
        var target = ParsePrimary();
        var links = new List<Link>();
        while (target is not null)
        {
            var optional = Current.Is("?.");
            if (optional || Current.Is("."))
            {
                Take();
                if (optional && Current.Is("["))
                {
                    target = ParseIndex(optional) is { } index ? Add(index) : null;
                }
                else
                {
                    target = ParseNamed(start, target, links, optional);
                }
            }
            else if (Current.Is("["))
            {
                target = ParseIndex(optional: false) is { } index ? Add(index) : null;
            }
            else
            {
                return Close(start, target, links);
            }
        }

        return null;

        Node Add(Link link)
        {
            links.Add(link);
            return target!;
        }
    }

    private Node Close(Token start, Node target, List<Link> links)
    {
        if (target is RootNode root)
        {
            _paths.Add(new PathReference(root.Name, PathText.StaticSegments(links), root.Position));
        }

        return links.Count == 0 ? target : new ChainNode(Position(start), target, [.. links]);
    }

    /// <summary>Parses a property, method or macro behind a dot. Returns the target that the chain goes on from.</summary>
    private Node? ParseNamed(Token start, Node target, List<Link> links, bool optional)
    {
        if (Current.Kind != TokenKind.Name)
        {
            return Unexpected("a name is expected after the dot; write [\"...\"] for other property names");
        }

        var name = Take();
        if (!AddNode(name))
        {
            return null;
        }

        var position = Position(name);
        if (!Current.Is("("))
        {
            links.Add(new MemberLink(position, optional, name.Text));
            return target;
        }

        var open = Take();
        if (Vocabulary.Macros.TryGetValue(name.Text, out var macro) && IsMacroCall(macro))
        {
            if (!Enter(open) || ParseMacro(name, macro, optional) is not { } link)
            {
                return null;
            }

            _depth--;
            links.Add(link);
            return target;
        }

        if (!TryFindFunction(name, out var shape) || !Enter(open) || ParseArguments(name, shape, 1) is not { } arguments)
        {
            return null;
        }

        _depth--;
        if (shape.Function == Function.Has)
        {
            var path = Close(start, target, links);
            links.Clear();
            return MakeHas(name, path);
        }

        if (shape.Function is Function.Date or Function.Timestamp or Function.Duration
            && links.Count == 0 && target is LiteralNode literal)
        {
            return MakeTemporal(name, shape.Function, literal);
        }

        links.Add(new CallLink(position, optional, new Call(position, shape.Function, name.Text, arguments)));
        return target;
    }

    private IndexLink? ParseIndex(bool optional)
    {
        var open = Take();
        if (!AddNode(open) || !Enter(open) || ParseConditional() is not { } index || !Expect("]", "a ']' is expected"))
        {
            return null;
        }

        _depth--;
        return new IndexLink(Position(open), optional, index);
    }

    private Node? ParsePrimary()
    {
        var token = Current;
        var position = Position(token);
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Literal(Value.Of(token.Number));
            case TokenKind.Text:
                return Literal(Value.Of(token.Text));
            case TokenKind.Name when token.Text is "true" or "false":
                return Literal(Value.Of(token.Text == "true"));
            case TokenKind.Name when token.Text is "null":
                return Literal(Value.Null);
            case TokenKind.Name when token.Text is "in":
                return Unexpected("a value is expected before in");
            case TokenKind.Name:
                Take();
                return AddNode(token) ? ParseName(token, position) : null;
            case TokenKind.Operator when token.Text is "(":
                return ParseParentheses();
            case TokenKind.Operator when token.Text is "[":
                return ParseList();
            default:
                return Unexpected("a value is expected");
        }

        Node? Literal(Value value)
        {
            Take();
            return AddNode(token) ? new LiteralNode(position, value) : null;
        }
    }

    private Node? ParseParentheses()
    {
        if (!Enter(Take()) || ParseConditional() is not { } inner || !Expect(")", "a ')' is expected"))
        {
            return null;
        }

        _depth--;
        return inner;
    }

    private ListNode? ParseList()
    {
        var open = Take();
        if (!AddNode(open) || !Enter(open) || ParseItems("]") is not { } items)
        {
            return null;
        }

        _depth--;
        return new ListNode(Position(open), [.. items]);
    }

    private Node? ParseName(Token name, int position)
    {
        if (Current.Is("("))
        {
            return ParseCall(name);
        }

        var slot = _variables.IndexOf(name.Text);
        if (slot >= 0)
        {
            return new VariableNode(position, slot, name.Text);
        }

        if (Vocabulary.Roots.TryGetValue(name.Text, out var root))
        {
            return new RootNode(position, root, name.Text);
        }

        if (Vocabulary.Functions.TryGetValue(name.Text, out var shape))
        {
            return Fail(ExpressionErrorCodes.Name, name, $"{name.Text} is a function", $"write {shape.Usage}");
        }

        if (name.Text == "not")
        {
            return Fail(ExpressionErrorCodes.Name, name, "unknown name not", "write !");
        }

        var names = Vocabulary.Roots.Keys.Order(StringComparer.Ordinal).Concat(_variables);
        return Fail(ExpressionErrorCodes.Name, name, $"unknown name {PathText.Clip(name.Text)}", Nearest(name.Text, names) + $"the names are {string.Join(", ", names)}");
    }
}
