using System.Diagnostics.CodeAnalysis;

namespace Workflows.Engine.Expressions;

/// <summary>
/// A condition or a value, parsed once and evaluated often: strict, without side effects, bounded in time and memory.
/// Immutable and safe to share between threads. Two expressions are equal when their sources are.
/// The language is specified in docs/expressions.md.
/// </summary>
public sealed class Expression : IEquatable<Expression>
{
    /// <summary>The version of the language; stored beside a source, so that later versions can read it as it was meant.</summary>
    public const int LanguageVersion = 1;

    private readonly Node _root;

    private Expression(string source, Node root, IReadOnlyList<PathReference> paths)
    {
        Source = source;
        _root = root;
        Paths = paths;
    }

    /// <summary>The text it was parsed from.</summary>
    public string Source { get; }

    /// <summary>
    /// Every path that is read from a root and known without evaluating, in the order of the source, for checks against a schema.
    /// A computed index ends the path; variables of macros are not paths.
    /// </summary>
    public IReadOnlyList<PathReference> Paths { get; }

    /// <summary>What it is made of.</summary>
    internal Node Root => _root;

    /// <summary>Parses a source of at most 4,096 characters.</summary>
    /// <exception cref="ExpressionException">The source is not an expression.</exception>
    public static Expression Parse(string source) =>
        TryParse(source, out var expression, out var error) ? expression : throw new ExpressionException(error);

    /// <summary>Parses a source of at most 4,096 characters, or says what is wrong with it.</summary>
    public static bool TryParse(
        string source,
        [NotNullWhen(true)] out Expression? expression,
        [NotNullWhen(false)] out ExpressionError? error) => TryParse(source, 0, out expression, out error);

    /// <summary>Parses a part of a longer text; positions count from the beginning of that text.</summary>
    internal static bool TryParse(
        string source,
        int offset,
        [NotNullWhen(true)] out Expression? expression,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        ArgumentNullException.ThrowIfNull(source);
        (var root, var paths, error) = Parser.Parse(source, offset);
        expression = error is null ? new Expression(source, root!, paths) : null;
        return expression is not null;
    }

    /// <summary>Decides a condition: true, false, or an error, which counts as neither. Never throws, whatever the data.</summary>
    public ConditionResult EvaluateCondition(in ExpressionContext context)
    {
        var evaluation = new Evaluation(in context);
        if (Evaluator.TryEvaluate(_root, ref evaluation, out var value))
        {
            if (value.TryGetBoolean(out var holds))
            {
                return new ConditionResult(holds);
            }

            Failure.Unary(
                ref evaluation,
                $"a condition needs true or false, not {value.Kind.Word()},",
                _root.Position,
                new Failure.Operand(value, _root),
                code: ExpressionErrorCodes.Result);
        }

        return new ConditionResult(evaluation.Error!);
    }

    /// <summary>Computes a value of any kind, null included. A value that is not there is an error. Never throws, whatever the data.</summary>
    public ValueResult Evaluate(in ExpressionContext context)
    {
        var evaluation = new Evaluation(in context);
        if (Evaluator.TryEvaluate(_root, ref evaluation, out var value))
        {
            if (value.Kind != ValueKind.Missing)
            {
                return new ValueResult(value);
            }

            Failure.Unary(ref evaluation, "there is no value", _root.Position, new Failure.Operand(value, _root));
        }

        return new ValueResult(evaluation.Error!);
    }

    /// <inheritdoc/>
    public bool Equals(Expression? other) => other is not null && Source == other.Source;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Expression);

    /// <inheritdoc/>
    public override int GetHashCode() => Source.GetHashCode(StringComparison.Ordinal);

    /// <summary>The source.</summary>
    public override string ToString() => Source;
}
