using System.Globalization;
using System.Text.Json;

namespace Workflows.Engine.Expressions;

/// <summary>
/// What follows for the data when conditions hold or do not: comparisons of paths with constants, joined by and, or and not. What it does not understand tells it
/// nothing, so that what it calls impossible is.
/// </summary>
internal sealed class ConditionFacts
{
    /// <summary>How many alternatives are looked into.</summary>
    private const int MaxAlternatives = 200;

    private static readonly JsonElement s_nothing = JsonSerializer.SerializeToElement(new { });

    private readonly Dictionary<string, ValueDomain> _known;
    private readonly List<(IReadOnlyList<Node> Nodes, bool Hold)> _alternatives;

    public ConditionFacts()
        : this([], [])
    {
    }

    private ConditionFacts(Dictionary<string, ValueDomain> known, List<(IReadOnlyList<Node>, bool)> alternatives) => (_known, _alternatives) = (known, alternatives);

    /// <summary>Whether no data can be so.</summary>
    public bool AreImpossible { get; private set; }

    /// <summary>The paths that something is known of.</summary>
    public IEnumerable<string> Paths => _known.Keys;

    public ConditionFacts Copy() => new(new Dictionary<string, ValueDomain>(_known), [.. _alternatives]) { AreImpossible = AreImpossible };

    /// <summary>Adds what is known of a path.</summary>
    public ConditionFacts Know(string path, ValueDomain domain)
    {
        var both = _known.GetValueOrDefault(path, ValueDomain.Any).And(domain);
        _known[path] = both;
        AreImpossible |= both.IsEmpty;
        return this;
    }

    /// <summary>Adds that a condition holds, or that it does not.</summary>
    public ConditionFacts Assume(Expression condition, bool holds = true)
    {
        Add(condition.Root, holds);
        var budget = MaxAlternatives;
        AreImpossible = AreImpossible || !CanAlternativesHold(ref budget);
        return this;
    }

    /// <summary>The value of a condition that reads nothing; null when it reads something, the time, or cannot be evaluated.</summary>
    public static bool? ConstantOf(Expression condition)
    {
        if (condition.Paths.Count > 0 || condition.Source.Contains("now", StringComparison.Ordinal))
        {
            return null;
        }

        var result = condition.EvaluateCondition(new ExpressionContext { Data = s_nothing });
        return result.IsError ? null : !result.IsFalse;
    }

    /// <summary>The condition that holds exactly when this one is evaluated and does not, as people would write it.</summary>
    public static string NegationOf(Expression condition) => condition.Root switch
    {
        CompareNode compare when PathOf(compare.Left) is { } path && TextOf(compare.Right) is { } value => $"{path} {Opposite(compare.Ordering)} {value}",
        EqualNode equal when PathOf(equal.Left) is { } path && TextOf(equal.Right) is { } value => $"{path} {(equal.Negated ? "==" : "!=")} {value}",
        NotNode { Operand: RootNode or ChainNode } not when PathOf(not.Operand) is { } path => path,
        RootNode or ChainNode when PathOf(condition.Root) is { } path => $"!{path}",
        _ => $"!({condition.Source})",
    };

    /// <summary>A path as an expression would write it, whatever its length.</summary>
    public static string KeyOf(PathReference path) => KeyOf(path.Root, path.Segments);

    private void Add(Node node, bool holds)
    {
        switch (node)
        {
            case LogicalNode logical when logical.All == holds:
                Array.ForEach(logical.Operands, operand => Add(operand, holds));
                break;
            case LogicalNode logical:
                _alternatives.Add((logical.Operands, holds));
                break;
            case NotNode not:
                Add(not.Operand, !holds);
                break;
            case LiteralNode { Value: var literal } when literal.TryGetBoolean(out var constant):
                AreImpossible |= constant != holds;
                break;
            case RootNode or ChainNode when PathOf(node) is { } path:
                Know(path, ValueDomain.Of(holds));
                break;
            case EqualNode equal when Sides(equal.Left, equal.Right) is var (path, value, _):
                Know(path, equal.Negated == holds ? ValueDomain.Any.Except(value) : ValueDomain.Of(value));
                break;
            case CompareNode compare when Sides(compare.Left, compare.Right) is (var path, decimal number, var isTurned):
                Know(path, Range(compare.Ordering, isTurned, holds, number));
                break;
            case InNode { List: ListNode { Items: var items } } within when PathOf(within.Item) is { } path && items.All(i => TryConstant(i, out _)):
                var values = items.Select(i => TryConstant(i, out var value) ? value : null).ToList();
                Know(path, holds ? ValueDomain.Of(values) : values.Aggregate(ValueDomain.Any, (domain, value) => domain.Except(value)));
                break;
        }
    }

    /// <summary>Whether of each list of alternatives one can hold beside all that is known.</summary>
    private bool CanAlternativesHold(ref int budget)
    {
        foreach (var (nodes, hold) in _alternatives)
        {
            var canOne = false;
            foreach (var node in nodes)
            {
                if (budget-- <= 0)
                {
                    return true;
                }

                var one = new ConditionFacts(new Dictionary<string, ValueDomain>(_known), []);
                one.Add(node, hold);
                canOne = !one.AreImpossible && one.CanAlternativesHold(ref budget);
                if (canOne)
                {
                    break;
                }
            }

            if (!canOne)
            {
                return false;
            }
        }

        return true;
    }

    private static (string Path, object? Value, bool IsTurned)? Sides(Node left, Node right) =>
        PathOf(left) is { } path && TryConstant(right, out var value) ? (path, value, false)
        : PathOf(right) is { } other && TryConstant(left, out value) ? (other, value, true)
        : null;

    private static ValueDomain Range(Ordering ordering, bool isTurned, bool holds, decimal number)
    {
        // 5 < x says x > 5; that x > 5 does not hold says x <= 5.
        var isGreater = ordering is Ordering.Greater or Ordering.GreaterOrEqual != (isTurned != !holds);
        var isIncluded = ordering is Ordering.GreaterOrEqual or Ordering.LessOrEqual == holds;
        return isGreater ? ValueDomain.Any.From(number, isIncluded) : ValueDomain.Any.To(number, isIncluded);
    }

    private static bool TryConstant(Node node, out object? value)
    {
        value = null;
        if (node is NegateNode { Operand: LiteralNode { Value: var positive } } && positive.TryGetNumber(out var negated))
        {
            value = -negated;
            return true;
        }

        if (node is not LiteralNode { Value: var literal })
        {
            return false;
        }

        value = literal.TryGetNumber(out var number) ? number
            : literal.TryGetText(out var text) ? text
            : literal.TryGetBoolean(out var boolean) ? boolean
            : null;
        return value is not null || literal.Kind is ValueKind.Null;
    }

    private static string? PathOf(Node node)
    {
        var (root, links) = node switch
        {
            RootNode alone => (alone, Array.Empty<Link>()),
            ChainNode { Target: RootNode first } chain => (first, chain.Links),
            _ => (null, []),
        };
        if (root is null)
        {
            return null;
        }

        var segments = PathText.StaticSegments(links);
        return segments.Length == links.Length ? KeyOf(root.Name, segments) : null;
    }

    private static string KeyOf(string root, IReadOnlyList<PathSegment> segments) =>
        root + string.Concat(segments.Select(s => s.Name is not { } name ? string.Create(CultureInfo.InvariantCulture, $"[{s.Index}]")
            : name.Length > 0 && Lexer.StartsName(name[0]) && name.All(Lexer.ContinuesName) ? $".{name}"
            : $"[{Quoted(name)}]"));

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string? TextOf(Node node) => !TryConstant(node, out var value) ? null : value switch
    {
        null => "null",
        bool boolean => boolean ? "true" : "false",
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        string text => Quoted(text),
        _ => null,
    };

    private static string Opposite(Ordering ordering) => ordering switch
    {
        Ordering.Less => ">=",
        Ordering.LessOrEqual => ">",
        Ordering.Greater => "<=",
        _ => "<",
    };
}
