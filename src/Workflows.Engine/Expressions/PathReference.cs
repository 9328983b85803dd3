namespace Workflows.Engine.Expressions;

/// <summary>A path that an expression reads and that is known without evaluating it, for checks against a schema.</summary>
/// <param name="Root">data, vars, task, outcome or user.</param>
/// <param name="Segments">The steps below the root, up to the first one that depends on data; empty for the root itself.</param>
/// <param name="Position">Where the path begins, counted from 1.</param>
public sealed record PathReference(string Root, IReadOnlyList<PathSegment> Segments, int Position)
{
    /// <summary>The path as written in messages, such as <c>data.lines[0].price</c>.</summary>
    public override string ToString() => PathText.Of(this);
}

/// <summary>One step of a path: a property or a list index.</summary>
/// <param name="Name">The property; null for an index.</param>
/// <param name="Index">The zero-based list index; null for a property.</param>
/// <param name="Position">Where the step is written, counted from 1.</param>
public readonly record struct PathSegment(string? Name, int? Index, int Position);
