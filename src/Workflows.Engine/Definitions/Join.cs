using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Definitions;

/// <summary>When the tokens on its incoming edges enable a step, and what becomes of those that come later (patterns.md: join).</summary>
public sealed record Join
{
    private Join()
    {
    }

    /// <summary>At least one input is marked, and nothing alive can still reach an unmarked one.</summary>
    public static Join Active { get; } = new() { Need = JoinNeed.Active };

    /// <summary>Every input is marked; one token is taken from each, and what is left stays for the next time.</summary>
    public static Join All { get; } = new() { Need = JoinNeed.All };

    /// <summary>Every arriving token enables the step on its own.</summary>
    public static Join Each { get; } = new() { Need = JoinNeed.Each };

    /// <summary>What is needed.</summary>
    public JoinNeed Need { get; private init; }

    /// <summary>How many inputs must be marked, when <see cref="Need"/> is <see cref="JoinNeed.Count"/>; otherwise 0.</summary>
    public int Number { get; private init; }

    /// <summary>What becomes of the inputs that come after enough have, when <see cref="Need"/> is <see cref="JoinNeed.Count"/>.</summary>
    public JoinRest Rest { get; private init; }

    /// <summary>The steps that <see cref="JoinRest.Cancel"/> withdraws. None: those on the branches that lead here from the step where they part.</summary>
    public ImmutableArray<StepId> Region { get; private init; } = [];

    /// <summary>
    /// A number of inputs is marked. On a single input the tokens are counted instead, and taken together: the number that <see cref="Edge.Weight"/> made.
    /// </summary>
    /// <param name="number">How many, from 1.</param>
    /// <param name="rest">What becomes of the others.</param>
    /// <param name="region">The steps that <see cref="JoinRest.Cancel"/> withdraws. The default is those on the branches that lead here.</param>
    public static Join Count(int number, JoinRest rest = JoinRest.Absorb, params ReadOnlySpan<StepId> region) =>
        new() { Need = JoinNeed.Count, Number = number, Rest = rest, Region = [.. region] };

    /// <inheritdoc/>
    public bool Equals(Join? other) =>
        other is not null && Need == other.Need && Number == other.Number && Rest == other.Rest && Region.AsSpan().SequenceEqual(other.Region.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Need, Number, Rest);
}

/// <summary>How many inputs a join needs.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<JoinNeed>))]
public enum JoinNeed
{
    /// <summary>All that can still come, and at least one.</summary>
    Active,

    /// <summary>All of them.</summary>
    All,

    /// <summary>Any one, each time.</summary>
    Each,

    /// <summary>A number of them.</summary>
    Count,
}

/// <summary>What becomes of inputs that come after a join of a number of them has fired.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<JoinRest>))]
public enum JoinRest
{
    /// <summary>They are swallowed; once every input has come, the next round begins.</summary>
    Absorb,

    /// <summary>As <see cref="Absorb"/>, but an input that comes a second time waits for the next round.</summary>
    Hold,

    /// <summary>They are kept and counted: whenever enough tokens are there, on whatever inputs, the step fires again.</summary>
    Keep,

    /// <summary>They never come: the branches that lead to the join are withdrawn, and the next round begins at once.</summary>
    Cancel,
}
