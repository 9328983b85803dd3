namespace Workflows.Engine.Expressions;

/// <summary>What is known of the value at a path: what it may be, what it is not, and between which numbers it lies. Immutable.</summary>
internal sealed record ValueDomain
{
    /// <summary>Nothing is known.</summary>
    public static ValueDomain Any { get; } = new();

    /// <summary>The only values it may have: true, false, null, texts and decimals; null for any.</summary>
    public IReadOnlyList<object?>? Allowed { get; private init; }

    private IReadOnlyList<object?> Excluded { get; init; } = [];

    private (decimal Value, bool Included)? Least { get; init; }

    private (decimal Value, bool Included)? Most { get; init; }

    /// <summary>Whether there is no such value.</summary>
    public bool IsEmpty => Allowed is { } allowed
        ? !allowed.Any(Contains)
        : Least is { } least && Most is { } most && (least.Value > most.Value || (least.Value == most.Value && (!least.Included || !most.Included || Excluded.Contains(least.Value))));

    public static ValueDomain Of(params IReadOnlyList<object?> values) => new() { Allowed = values };

    /// <summary>The values that are in both.</summary>
    public ValueDomain And(ValueDomain other) => new()
    {
        Allowed = Allowed is null ? other.Allowed : other.Allowed is null ? Allowed : [.. Allowed.Where(other.Allowed.Contains)],
        Excluded = Excluded.Count == 0 ? other.Excluded : other.Excluded.Count == 0 ? Excluded : [.. Excluded.Union(other.Excluded)],
        Least = Higher(Least, other.Least),
        Most = Lower(Most, other.Most),
    };

    public ValueDomain Except(object? value) => this with { Excluded = [.. Excluded, value] };

    public ValueDomain From(decimal least, bool included) => this with { Least = Higher(Least, (least, included)) };

    public ValueDomain To(decimal most, bool included) => this with { Most = Lower(Most, (most, included)) };

    private bool Contains(object? value) =>
        !Excluded.Contains(value)
        && ((Least is null && Most is null)
            || (value is decimal number
                && (Least is not { } least || number > least.Value || (number == least.Value && least.Included))
                && (Most is not { } most || number < most.Value || (number == most.Value && most.Included))));

    private static (decimal Value, bool Included)? Higher((decimal Value, bool Included)? one, (decimal Value, bool Included)? other) =>
        one is not { } a ? other : other is not { } b ? one : a.Value > b.Value || (a.Value == b.Value && !a.Included) ? a : b;

    private static (decimal Value, bool Included)? Lower((decimal Value, bool Included)? one, (decimal Value, bool Included)? other) =>
        one is not { } a ? other : other is not { } b ? one : a.Value < b.Value || (a.Value == b.Value && !a.Included) ? a : b;
}
