using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Instances;

/// <summary>The kinds of repair that the dialog offers.</summary>
internal enum RepairKind
{
    Skip,
    Force,
    Move,
    Rewind,
    EditData,
    Fire,
}

/// <summary>A repair in the making: what is chosen, what it would do, and doing it.</summary>
internal sealed class RepairState(GuardedEngine engine, ILogger<RepairState> logger)
{
    private InstanceSnapshot _instance = null!;
    private WorkflowDefinition _definition = null!;
    private Person _person = null!;

    /// <summary>What is done.</summary>
    public RepairKind Kind { get; set; }

    /// <summary>The token it is done to.</summary>
    public int? Token { get; set; }

    /// <summary>The outcome that a step is ended with.</summary>
    public string? Outcome { get; set; }

    /// <summary>The step that begins.</summary>
    public string? To { get; set; }

    /// <summary>The members to change, as JSON.</summary>
    public string Patch { get; set; } = "{}";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What it would do, as far as it is known: null before everything needed is chosen.</summary>
    public RepairResult? Preview { get; private set; }

    /// <summary>Why it cannot be done like that; null when it can, or when something is not chosen yet.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Why it could not be done; null unless it was tried.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether it can be done now, but for the reason.</summary>
    public bool IsReady => Preview is not null && Refusal is null;

    /// <summary>Begins anew, with the token that the operator came from when there is one.</summary>
    public void Begin(Person person, InstanceSnapshot instance, WorkflowDefinition definition, int? token)
    {
        (_person, _instance, _definition) = (person, instance, definition);
        (Outcome, To, Patch, Reason, Preview, Refusal, Failure) = (null, null, "{}", "", null, null, null);
        var places = Places;
        Token = places.Any(p => p.Token == token) ? token : places is [var only] ? only.Token : null;
        Kind = RepairKind.Skip;
    }

    /// <summary>Where the instance is: the tokens that the chosen kind can be done to.</summary>
    public ImmutableArray<(int Token, string Text)> Places =>
    [
        .. _instance.Tokens
            .Where(t => Kind is RepairKind.Move || !t.IsOnEdge)
            .Where(t => Kind is not RepairKind.Fire || _instance.Timers.Any(timer => timer.Token == t.Id))
            .Select(t => (t.Id, $"{Name(t.Step)} ({Words(t)})")),
    ];

    /// <summary>The outcomes of the step that is to be ended.</summary>
    public ImmutableArray<(string? Id, string Text)> Outcomes
    {
        get
        {
            if (StepOfToken is not { } step)
            {
                return [];
            }

            var human = (step.Body as StepBody.Human)?.Outcomes.Select(o => ((string?)o.Id, o.Label)) ?? [];
            var named = _definition.Edges.Where(e => e.From == step.Id && e.Outcome is not null).Select(e => e.Outcome!).Distinct();
            var all = human.Concat(named.Where(o => !human.Any(h => h.Item1 == o)).Select(o => ((string?)o, o))).ToList();
            return step.Body is StepBody.Human { Outcomes.IsEmpty: false } ? [.. all] : [(null, "No outcome"), .. all];
        }
    }

    /// <summary>The steps that can be begun: those of the token's group, or those the instance has been at.</summary>
    public ImmutableArray<(string Id, string Text)> Targets => Kind is RepairKind.Rewind
        ? [.. _definition.Steps.Where(s => _instance.Steps.GetValueOrDefault(s.Id) is { Visits: > 0 }).Select(s => (s.Id.Value, s.Name))]
        : [.. _definition.Steps.Where(s => StepOfToken is { } from && s.In == from.In && !IsCompensation(s)).Select(s => (s.Id.Value, s.Name))];

    /// <summary>Finds out what the chosen repair would do.</summary>
    public async Task PreviewAsync(CancellationToken cancellationToken)
    {
        (Preview, Refusal) = (null, null);
        if (!TryBuild(out var repair, out var wrong))
        {
            Refusal = wrong;
            return;
        }

        var request = new RepairRequest(_instance.Id, repair!, "To see what it would do.", _person.ToActor()) { DryRun = true };
        var tried = await Loading.TryAsync(logger, () => engine.RepairAsync(_person, request, cancellationToken));
        (Preview, Refusal) = (tried.Value, tried.Failure);
    }

    /// <summary>Does it. Null when it could not be done; <see cref="Failure"/> says why.</summary>
    public async Task<RepairResult?> DoAsync(CancellationToken cancellationToken)
    {
        if (!TryBuild(out var repair, out _))
        {
            return null;
        }

        var request = new RepairRequest(_instance.Id, repair!, Reason.Trim(), _person.ToActor()) { ExpectedRevision = _instance.Revision };
        var done = await Loading.TryAsync(logger, () => engine.RepairAsync(_person, request, cancellationToken));
        Failure = done.Failure;
        return done.Value;
    }

    private Step? StepOfToken => _instance.Tokens.FirstOrDefault(t => t.Id == Token) is { } token && !_instance.IsCalled(token) ? _definition.FindStep(token.Step) : null;

    private bool TryBuild(out Repair? repair, out string? wrong)
    {
        (repair, wrong) = (null, null);
        switch (Kind)
        {
            case RepairKind.Skip when Token is { } token:
                repair = new Repair.Skip(token);
                break;
            case RepairKind.Force when Token is { } token && Outcomes.Any(o => o.Id == Outcome):
                repair = new Repair.Force(token, Outcome, DataChange.None);
                break;
            case RepairKind.Move when Token is { } token && To is { } to:
                repair = new Repair.Move(token, to);
                break;
            case RepairKind.Rewind when To is { } to:
                repair = new Repair.Rewind(to);
                break;
            case RepairKind.Fire when _instance.Timers.FirstOrDefault(t => t.Token == Token) is { } timer:
                repair = new Repair.Fire(timer.Token, timer.Kind);
                break;
            case RepairKind.EditData:
                try
                {
                    var patch = JsonElement.Parse(Patch);
                    repair = patch.ValueKind is JsonValueKind.Object && patch.EnumerateObject().Any() ? new Repair.EditData(DataChange.OfPatch(patch)) : null;
                    wrong = patch.ValueKind is JsonValueKind.Object ? null : "Write an object: the members to change, as { \"amount\": 100 }.";
                }
                catch (JsonException e)
                {
                    wrong = $"That is not JSON: line {e.LineNumber + 1}, character {e.BytePositionInLine + 1}.";
                }

                break;
        }

        return repair is not null;
    }

    private bool IsCompensation(Step step) => _definition.Steps.Any(s => s.CompensateWith == step.Id);

    private string Name(StepId step) => _definition.FindStep(step)?.Name ?? step.Value;

    private static string Words(Token token) => token.IsOnEdge ? "before it" : token.Status switch
    {
        StepStatus.Failed => "stands still",
        StepStatus.Running => "at work",
        StepStatus.Scheduled => "tried again later",
        _ => "waiting",
    };
}
