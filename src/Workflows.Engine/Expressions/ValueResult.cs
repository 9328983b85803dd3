using System.Diagnostics.CodeAnalysis;

namespace Workflows.Engine.Expressions;

/// <summary>What an expression came to: a value that is there (null included), or an error.</summary>
public readonly struct ValueResult
{
    internal ValueResult(in Value value) => Value = value;

    internal ValueResult(ExpressionError error) => Error = error;

    /// <summary>The value; missing when there was an error.</summary>
    public Value Value { get; }

    /// <summary>Why there is no value; null when there is one.</summary>
    public ExpressionError? Error { get; }

    /// <summary>Whether the expression could not be evaluated.</summary>
    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsError => Error is not null;

    /// <summary>The value as text, or the error's message.</summary>
    public override string ToString() => Error?.Message ?? Value.ToString();
}
