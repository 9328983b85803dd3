using System.Collections.Immutable;
using Workflows.Engine.Definitions;

namespace Workflows.TestKit.Storage;

/// <summary>Small definitions that bring every kind of row into a store.</summary>
internal static class StoreSamples
{
    /// <summary>One task that the users, or the members of the groups, may do; anybody when none is named.</summary>
    public static WorkflowDefinition Task(string key = "task", string version = "1.0.0", string[]? users = null, string[]? groups = null) => Definition(
        key,
        version,
        [Human("decide", new AssignmentRule([.. users ?? []], [.. groups ?? []], null))],
        []);

    /// <summary>A machine step, then a task of the group <c>managers</c> with two outcomes, then another machine step where it was approved.</summary>
    public static WorkflowDefinition Approval(string key = "approval", string version = "1.0.0") => Definition(
        key,
        version,
        [Machine("submit"), Human("approve", new AssignmentRule(["ann"], ["managers"], null), "approve", "reject"), Machine("process")],
        [Edge("submit", "approve"), Edge("approve", "process") with { Outcome = "approve" }, Edge("approve", "rejected") with { Outcome = "reject" }],
        new Step { Id = "rejected", Name = "Rejected", Body = new StepBody.End(false) });

    /// <summary>Three branches at once: a timer of one hour, a timer of two, and a task with a time limit of three.</summary>
    public static WorkflowDefinition Timers(string key = "timers", string version = "1.0.0") => Definition(
        key,
        version,
        [
            new Step { Id = "fork", Name = "Fork", Body = new StepBody.Gateway(), Split = Split.All },
            new Step { Id = "first", Name = "First", Body = new StepBody.Timer(Moment.In(TimeSpan.FromHours(1))) },
            new Step { Id = "second", Name = "Second", Body = new StepBody.Timer(Moment.In(TimeSpan.FromHours(2))) },
            Human("decide", AssignmentRule.Anybody) with { Timeout = new StepTimeout(Moment.In(TimeSpan.FromHours(3))) },
            new Step { Id = "late", Name = "Late", Body = new StepBody.End(false) },
        ],
        [Edge("fork", "first"), Edge("fork", "second"), Edge("fork", "decide"), Edge("decide", "late") with { Outcome = StepTimeout.DefaultOutcome }]);

    /// <summary>Machine steps in a row.</summary>
    public static WorkflowDefinition Machines(int count = 5, string key = "machines", string version = "1.0.0")
    {
        var names = Enumerable.Range(1, count).Select(i => $"step{i}").ToArray();
        return Definition(key, version, [.. names.Select(Machine)], [.. names.Zip(names.Skip(1), Edge)]);
    }

    private static WorkflowDefinition Definition(string key, string version, ImmutableArray<Step> steps, ImmutableArray<Edge> edges, params ReadOnlySpan<Step> more) => new()
    {
        Key = key,
        Version = SemanticVersion.Parse(version),
        Name = $"The {key} workflow",
        Initial = steps[0].Id,
        Steps = [.. steps, .. more],
        Edges = edges,
    };

    private static Step Machine(string id) => new() { Id = id, Name = id, Body = new StepBody.Machine(id) };

    private static Step Human(string id, AssignmentRule assign, params string[] outcomes) => new()
    {
        Id = id,
        Name = id,
        Body = new StepBody.Human { Assign = assign, Outcomes = [.. outcomes.Select(o => new Outcome(o, o))] },
    };

    private static Edge Edge(string from, string to) => new() { From = from, To = to };
}
