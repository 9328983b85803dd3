namespace Workflows.Engine.Definitions;

/// <summary>The well-known gateways: short names for a split and a join.</summary>
internal static class GatewayShapes
{
    /// <summary>The first edge that holds.</summary>
    public static readonly (Split Split, Join Join) Exclusive = (Split.First, Join.Active);

    /// <summary>All in, all out.</summary>
    public static readonly (Split Split, Join Join) Parallel = (Split.All, Join.All);

    /// <summary>Every edge that holds; waits for whatever can still come.</summary>
    public static readonly (Split Split, Join Join) Inclusive = (Split.Matching, Join.Active);

    /// <summary>The join of a kind of step unless the definition names another: a state takes every token that comes.</summary>
    public static Join DefaultJoin(StepKind kind) => kind is StepKind.State ? Join.Each : Join.Active;

    /// <summary>The short name of a split and a join, if they have one.</summary>
    public static string? NameOf(Split split, Join join) =>
        (split, join) == Exclusive ? "exclusive"
        : (split, join) == Parallel ? "parallel"
        : (split, join) == Inclusive ? "inclusive"
        : null;
}
