using System.Text.Json.Serialization;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions;

/// <summary>
/// Does a step once for each element, each in a scope of its own: there, <c>data.item</c> is the element, <c>data.index</c> its number from 0, and what is set is
/// the element's alone. When the step is done, the data has what the elements have left, as a list in their order.
/// </summary>
/// <param name="Over">An expression that gives a list of elements, or how many there are.</param>
public sealed record Multi(Expression Over)
{
    /// <summary>How many may be under way at once; 1 is one after the other. The default is all.</summary>
    public int? Width { get; init; }

    /// <summary>How many must be done for the step to go on. The default is all.</summary>
    public int? Need { get; init; }

    /// <summary>A condition on which the step goes on, looked at whenever an element is done; it sees the list so far. The default is never.</summary>
    public Expression? Until { get; init; }

    /// <summary>What becomes of elements that are not done when the step can go on.</summary>
    public MultiRest Rest { get; init; }

    /// <summary>Whether elements may be added as long as one is not done (WCP-15).</summary>
    public bool Grows { get; init; }

    /// <summary>Whether the step goes on at once and nobody waits for the elements (WCP-12).</summary>
    public bool IsDetached { get; init; }

    /// <summary>The member of the data that takes the list. The default is the step's id.</summary>
    public string? SaveAs { get; init; }
}

/// <summary>What becomes of elements that are not done when their step can go on.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<MultiRest>))]
public enum MultiRest
{
    /// <summary>They are withdrawn.</summary>
    Cancel,

    /// <summary>They run on, and change nothing.</summary>
    Leave,

    /// <summary>Those under way are awaited; no other begins.</summary>
    Wait,
}

/// <summary>Does a step again and again, each pass in a scope of its own.</summary>
/// <param name="While">A condition looked at before each pass: when it does not hold, the step is done. The default always holds.</param>
/// <param name="Until">A condition looked at after each pass: when it holds, the step is done. The default never holds.</param>
/// <param name="Limit">How many passes there may be before the step stops at an incident.</param>
public sealed record Loop(Expression? While, Expression? Until, int Limit = Loop.DefaultLimit)
{
    /// <summary>The limit unless the definition names another.</summary>
    public const int DefaultLimit = 100;
}
