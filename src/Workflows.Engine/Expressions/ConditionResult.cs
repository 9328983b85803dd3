using System.Diagnostics.CodeAnalysis;

namespace Workflows.Engine.Expressions;

/// <summary>What a condition came to: exactly one of true, false and error.</summary>
public readonly struct ConditionResult : IEquatable<ConditionResult>
{
    private static readonly ExpressionError s_notEvaluated = new(ExpressionErrorCodes.Result, "the condition was not evaluated", 1);

    private readonly bool _evaluated;
    private readonly bool _value;
    private readonly ExpressionError? _error;

    internal ConditionResult(bool value)
    {
        _evaluated = true;
        _value = value;
    }

    internal ConditionResult(ExpressionError error) => _error = error;

    /// <summary>The condition holds.</summary>
    public bool IsTrue => _evaluated && _value;

    /// <summary>The condition does not hold.</summary>
    public bool IsFalse => _evaluated && !_value;

    /// <summary>The condition could not be evaluated: neither true nor false.</summary>
    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsError => !_evaluated;

    /// <summary>Why it could not be evaluated; null when it was.</summary>
    public ExpressionError? Error => _evaluated ? null : _error ?? s_notEvaluated;

    /// <inheritdoc/>
    public bool Equals(ConditionResult other) => IsTrue == other.IsTrue && IsFalse == other.IsFalse && Equals(Error, other.Error);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ConditionResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsTrue, IsFalse, Error);

    /// <summary>Whether two results are the same.</summary>
    public static bool operator ==(ConditionResult left, ConditionResult right) => left.Equals(right);

    /// <summary>Whether two results differ.</summary>
    public static bool operator !=(ConditionResult left, ConditionResult right) => !left.Equals(right);

    /// <summary>"true", "false" or the error's message.</summary>
    public override string ToString() => IsError ? Error.Message : IsTrue ? "true" : "false";
}
