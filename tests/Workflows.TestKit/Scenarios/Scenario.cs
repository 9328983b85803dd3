using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.TestKit.Scenarios;

/// <summary>
/// A definition document with a script of things that happen outside, and what must come of it: in whatever order they happen, one of the outcomes, each of
/// which some order must give. What an outcome does not name must not have happened.
/// </summary>
internal sealed class Scenario
{
    private Scenario()
    {
    }

    public required string Name { get; init; }

    public required DefinitionSet Definitions { get; init; }

    /// <summary>The definition of the instance itself.</summary>
    public WorkflowDefinition Definition => Definitions.Main;

    public required JsonElement Data { get; init; }

    public required ImmutableArray<ScenarioEvent> Script { get; init; }

    public required ImmutableArray<ScenarioOutcome> Outcomes { get; init; }

    /// <summary>The steps whose machine work the script does; all others do theirs by themselves, at once.</summary>
    public bool IsScripted(StepId step) => Script.Any(e => e.Verb is "work" or "fail" && e.Name == step.Value);

    public static Scenario Read(JsonObject scenario)
    {
        ImmutableArray<WorkflowDefinition> called = [.. scenario["called"]?.AsArray().Select((c, i) => ReadDefinition(c!.AsObject(), $"called{i}")) ?? []];
        return new Scenario
        {
            Name = scenario["name"]!.GetValue<string>(),
            Definitions = new DefinitionSet(ReadDefinition(scenario["definition"]!.AsObject(), "scenario"), called),
            Data = JsonSerializer.SerializeToElement(scenario["data"] ?? new JsonObject()),
            Script = [.. scenario["script"]!.AsArray().Select(e => ScenarioEvent.Parse(e!.GetValue<string>()))],
            Outcomes = [.. scenario["outcomes"]!.AsArray().Select(o => ScenarioOutcome.Read(o!.AsObject()))],
        };
    }

    private static WorkflowDefinition ReadDefinition(JsonObject document, string key)
    {
        var copy = document.DeepClone().AsObject();
        copy.TryAdd("key", key);
        copy.TryAdd("version", "1.0.0");
        var definition = DefinitionDocument.Read(copy.ToJsonString());
        var problems = DefinitionValidator.Validate(definition).Where(p => p.Severity is ProblemSeverity.Error).ToList();
        return problems.Count == 0 ? definition : throw new InvalidOperationException(string.Join("\n", problems.Select(p => $"{p.Code} {p.Place}: {p.Message}")));
    }
}

/// <summary>What an order of events came to.</summary>
/// <param name="Text">What happened, in the words of a scenario: compared as a whole.</param>
/// <param name="Data">Members that the data must have.</param>
internal sealed record ScenarioOutcome(string Text, JsonObject? Data)
{
    public static ScenarioOutcome Read(JsonObject outcome) => new(
        Write(
            outcome["status"]?.GetValue<string>() ?? "completed",
            Words(outcome["done"]),
            Words(outcome["withdrawn"]),
            outcome["absorbed"]?.GetValue<int>() ?? 0,
            Words(outcome["late"]),
            Words(outcome["undone"])),
        outcome["data"]?.AsObject());

    public static ScenarioOutcome Of(WorkflowInstance state, IReadOnlyCollection<InstanceEvent> history, IEnumerable<ScenarioEvent> late) => new(
        Write(
            state.Status.ToString().ToLowerInvariant(),
            history.OfType<StepCompleted>().Select(e => e.Step.Value),
            history.OfType<StepCanceled>().Select(e => e.Step.Value).Concat(history.OfType<StepReturned>().Select(e => e.Step.Value)),
            history.OfType<TokenAbsorbed>().Count(),
            late.Select(e => $"{e.Verb}:{e.Name}"),
            history.OfType<ScopeOpened>().Select(e => e.Scope.Undoes?.Value).OfType<string>()),
        JsonNode.Parse(state.Data.GetRawText())!.AsObject());

    /// <summary>Whether what happened is as this outcome says.</summary>
    public bool Fits(ScenarioOutcome happened) =>
        Text == happened.Text && (Data ?? []).All(m => happened.Data!.TryGetPropertyValue(m.Key, out var value) && JsonNode.DeepEquals(m.Value, value));

    private static string[] Words(JsonNode? text) => text?.GetValue<string>().Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string Write(string status, IEnumerable<string> done, IEnumerable<string> withdrawn, int absorbed, IEnumerable<string> late, IEnumerable<string> undone) =>
        $"{status}; done: {Counted(done)}; withdrawn: {Counted(withdrawn)}; absorbed: {absorbed}; late: {Counted(late)}; undone, in this order: {string.Join(' ', undone)}";

    private static string Counted(IEnumerable<string> names) => string.Join(' ', names
        .Select(n => n.Split('*') is [var name, var times] ? (Name: name, Times: int.Parse(times, null)) : (Name: n, Times: 1))
        .GroupBy(n => n.Name, n => n.Times)
        .OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => $"{g.Key}*{g.Sum()}"));
}
