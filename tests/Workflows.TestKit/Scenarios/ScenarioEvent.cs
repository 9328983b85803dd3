using System.Text.Json;
using System.Text.RegularExpressions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.TestKit.Scenarios;

/// <summary>
/// Something that happens outside: <c>work step [outcome] [{data}]</c>, <c>fail step [code]</c>, <c>again step</c> (its retry policy), <c>answer step [outcome] [{answers}]</c>, <c>fire timer</c>,
/// <c>timeout step</c>, <c>signal name [key] [{payload}]</c>, <c>add step item</c>, <c>retry step</c>, <c>cancel</c>. A step's element is <c>step#index</c>.
/// </summary>
internal sealed partial record ScenarioEvent(string Verb, string Name, int? Element, string? Word, JsonElement? Json)
{
    private static readonly JsonElement s_empty = JsonElement.Parse("{}"u8);

    public static ScenarioEvent Parse(string text)
    {
        var match = Format().Match(text);
        return match.Success
            ? new ScenarioEvent(
                match.Groups["verb"].Value,
                match.Groups["name"].Value,
                match.Groups["element"].Success ? int.Parse(match.Groups["element"].Value, null) : null,
                match.Groups["word"].Success ? match.Groups["word"].Value : null,
                match.Groups["json"].Success ? JsonElement.Parse(match.Groups["json"].Value) : null)
            : throw new FormatException($"'{text}' is no event of a scenario.");
    }

    /// <summary>The command, when the event can happen now; null otherwise.</summary>
    public InstanceCommand? In(WorkflowInstance state, DefinitionSet definitions) => Verb switch
    {
        "work" when Running(state, definitions) is { } token =>
            new InstanceCommand.CompleteStep(token.Id, token.Attempt, Json is null ? DataChange.None : new DataChange(Json, []), Word),
        "fail" when Running(state, definitions) is { } token => new InstanceCommand.FailStep(token.Id, token.Attempt, "broken", Code: Word),
        "answer" when state.OpenTasks.Find(t => t.Step == Name && IsElement(state, state.FindToken(t.Token)!)) is { } task => Answer(task.Id),
        "fire" or "timeout" or "again" when state.Timers.Find(t => t.Kind == Kind && state.FindToken(t.Token)!.Step == Name && IsElement(state, state.FindToken(t.Token)!)) is { } timer =>
            new InstanceCommand.FireTimer(timer.Token, timer.Kind),
        "signal" when !state.IsEnded => new InstanceCommand.Signal(Name, Word, Json ?? s_empty, "outside", Id: $"{Name} {Word} {Json}"),
        "add" when state.Tokens.Exists(t => t.Step == Name && state.FindWork(t.Id) is not null) => new InstanceCommand.AddElement(Name, Json ?? s_empty, "ada"),
        "retry" when state.Incidents.Find(i => i.Step == Name) is { } incident => new InstanceCommand.Retry(incident.Id, "ada"),
        "cancel" when !state.IsEnded => new InstanceCommand.Cancel("ada", "not needed"),
        _ => null,
    };

    /// <summary>The command of an event that comes too late for what the history knows; null when it never could have happened.</summary>
    public InstanceCommand? Late(IEnumerable<InstanceEvent> history) => Verb switch
    {
        "work" => history.OfType<StepStarted>().LastOrDefault(e => e.Step == Name) is { } started ? new InstanceCommand.CompleteStep(started.Token, 1, DataChange.None) : null,
        "answer" => history.OfType<HumanTaskCreated>().LastOrDefault(e => e.Task.Step == Name) is { } created ? Answer(created.Task.Id) : null,
        "fire" or "timeout" or "again" => history.OfType<TimerSet>().LastOrDefault(e => e.Step == Name && e.Kind == Kind) is { } set ? new InstanceCommand.FireTimer(set.Token, set.Kind) : null,
        _ => null,
    };

    private TimerKind Kind => Verb switch
    {
        "timeout" => TimerKind.Timeout,
        "again" => TimerKind.Retry,
        _ => TimerKind.Step,
    };

    private InstanceCommand.CompleteTask Answer(HumanTaskId task) => new(task, "ann", Word, Json ?? s_empty);

    private Token? Running(WorkflowInstance state, DefinitionSet definitions) =>
        state.Tokens.Find(t => t.Step == Name && t.Status is StepStatus.Running && definitions.StepOf(state, t).Body is Engine.Definitions.StepBody.Machine && IsElement(state, t));

    private bool IsElement(WorkflowInstance state, Token token) => Element is null || state.ScopeOf(token.Scope).Index == Element;

    [GeneratedRegex("""^(?<verb>work|fail|answer|fire|timeout|again|signal|add|retry|cancel)(?: (?<name>[\w-]+)(?:#(?<element>\d+))?)?(?: (?<word>[A-Za-z_][\w-]*))?(?: (?<json>[\[{"\d].*))?$""")]
    private static partial Regex Format();
}
