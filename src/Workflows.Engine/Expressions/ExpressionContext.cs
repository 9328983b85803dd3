using System.Text.Json;

namespace Workflows.Engine.Expressions;

/// <summary>What the names of an expression stand for during one evaluation. A root that is not supplied is missing.</summary>
public readonly struct ExpressionContext
{
    /// <summary>The instance's data, as <c>data</c>.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Values set beside the data, as <c>vars</c>.</summary>
    public JsonElement? Vars { get; init; }

    /// <summary>The human task at hand, as <c>task</c>.</summary>
    public JsonElement? Task { get; init; }

    /// <summary>The person who acts, as <c>user</c>.</summary>
    public JsonElement? User { get; init; }

    /// <summary>The outcome a step ended with, as <c>outcome</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>What <c>now()</c> answers during the whole evaluation; the caller records it for replay.</summary>
    public DateTimeOffset Now { get; init; }
}
