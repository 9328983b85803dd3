using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Instances;

/// <content>What operators do.</content>
internal sealed partial class Turn
{
    private static readonly string[] s_decision = ["by", "comment", "outcome"];

    public Rejection? Repair(InstanceCommand.Repair command)
    {
        if (instance.IsEnded)
        {
            return new Rejection.InvalidState(instance.Status, "A repair");
        }

        if (command.What is not (Instances.Repair.Pause or Instances.Repair.Resume or Instances.Repair.Fire))
        {
            foreach (var stuck in instance.Incidents.Where(i => i.Token is null).ToList())
            {
                Emit(new IncidentResolved(stuck.Id, stuck.Step, $"Repaired: {command.Reason}", command.By.Id, now));
            }
        }

        return command.What switch
        {
            Instances.Repair.Pause => Pause(command),
            Instances.Repair.Resume => Resume(command),
            Instances.Repair.Skip skip => Override(command, skip.Token, null, DataChange.None, isSkip: true),
            Instances.Repair.Force force => Override(command, force.Token, force.Outcome, force.Changes, isSkip: false),
            Instances.Repair.Move move => Move(command, move),
            Instances.Repair.Rewind rewind => Rewind(command, rewind),
            Instances.Repair.EditData edit => EditData(command, edit.Changes),
            Instances.Repair.Fire fire => FireTimer(new InstanceCommand.FireTimer(fire.Token, fire.Kind), command.By.Id),
            _ => throw new System.Diagnostics.UnreachableException($"No decision follows from {command.What.GetType().Name}."),
        };
    }

    private Rejection.Paused? Pause(InstanceCommand.Repair command)
    {
        if (instance.Pause is not null)
        {
            return new Rejection.Paused("Pausing", instance.Pause);
        }

        Emit(new InstancePaused(command.By.Id, command.Reason, now));
        return null;
    }

    /// <summary>Lets happen what could not while the instance was held: tokens that lie on edges, and signals that came.</summary>
    private Rejection.InvalidState? Resume(InstanceCommand.Repair command)
    {
        if (instance.Pause is null)
        {
            return new Rejection.InvalidState(instance.Status, "Resuming");
        }

        Emit(new InstanceResumed(command.By.Id, command.Reason, now));
        foreach (var token in instance.Tokens.FindAll(t => t.IsOnEdge))
        {
            var (net, step) = (NetOf(token.Scope), NetOf(token.Scope).IndexOf(token.Step));
            if (token.Edge is Token.Entry && !net.Steps[step].IsGated)
            {
                Fire(step, token.Scope, [token]);
            }
            else
            {
                _marked.Enqueue((step, token.Scope));
            }
        }

        foreach (var signal in instance.Signals.ToList())
        {
            Deliver(signal);
        }

        return null;
    }

    private Rejection? Override(InstanceCommand.Repair command, int id, string? outcome, DataChange changes, bool isSkip)
    {
        if (instance.FindToken(id) is not { IsOnEdge: false } token)
        {
            return new Rejection.Stale($"Token {id} is in no step any more.");
        }

        var (net, step, isElement) = (NetOf(token.Scope), StepOf(token), IsElement(token));
        if (step.Body is StepBody.State)
        {
            return new Rejection.RepairNotPossible($"'{step.Id}' is a state: move its token to the step that should take it.");
        }

        if (!isSkip && step.Body is StepBody.Human { Outcomes: { IsEmpty: false } outcomes } && !step.IsForced(outcome) && !outcomes.Any(o => o.Id == outcome))
        {
            return new Rejection.UnknownOutcome(outcome, [.. outcomes.Select(o => o.Id)]);
        }

        WithdrawWork(token, $"{command.By.Id} {(isSkip ? "skipped" : "ended")} '{step.Id}': {command.Reason}");
        token = Win(instance.FindToken(id)!);
        if (ChooseWay(token, outcome, step.IsForced(outcome), changes, out var edges) is not null)
        {
            return new Rejection.RepairNotPossible(
                $"No edge of '{step.Id}' can be taken {(outcome is null ? "without an outcome" : $"with the outcome '{outcome}'")} and the data as they are. Force another outcome, change the data, or move the token.");
        }

        Emit(new StepOverridden(token.Id, token.Step, isSkip, outcome, changes, Place(net, edges), command.By.Id, command.Reason, now) { Done = isSkip ? null : DoneBy(token) });
        Leave(token, net, edges, outcome, isElement);
        return null;
    }

    private Rejection? Move(InstanceCommand.Repair command, Repair.Move move)
    {
        if (instance.FindToken(move.Token) is not { } token)
        {
            return new Rejection.Stale($"Token {move.Token} is not there any more.");
        }

        var net = NetOf(token.Scope);
        var (from, to) = (StepOf(token), net.IndexOf(move.To));
        if (IsElement(token))
        {
            return new Rejection.RepairNotPossible($"'{from.Id}' is one element of a step that is done for several: skip it, or end it with an outcome.");
        }

        if (to < 0 || net.Steps[to].In != from.In)
        {
            return new Rejection.RepairNotPossible($"A token in '{from.Id}' cannot be moved to '{move.To}': {(to < 0 ? "there is no such step" : "it is not in the same group")}.");
        }

        if (IsUndoing(token.Scope))
        {
            return new Rejection.RepairNotPossible($"What was done around '{from.Id}' is being undone; nothing new begins there.");
        }

        if (net.Compensations.Contains(to))
        {
            return new Rejection.RepairNotPossible($"'{move.To}' undoes another step; nothing can be moved there.");
        }

        Begin(command, to, token.Scope, [token]);
        return null;
    }

    private Rejection? Rewind(InstanceCommand.Repair command, Repair.Rewind rewind)
    {
        if (!TryFindScope(rewind, out var scope, out var refused))
        {
            return refused;
        }

        var (net, step) = (NetOf(scope), NetOf(scope).IndexOf(rewind.To));
        if (instance.VisitsOf(rewind.To, scope) == 0)
        {
            return new Rejection.RepairNotPossible($"The instance has not been at '{rewind.To}' yet, so it cannot go back to it. Move a token there instead.");
        }

        if (IsUndoing(scope))
        {
            return new Rejection.RepairNotPossible($"What was done around '{rewind.To}' is being undone; nothing new begins there.");
        }

        var after = net.Downstream(step);
        foreach (var round in instance.Rounds.Where(r => r.Scope == scope && after.Get(net.IndexOf(r.Step))).ToList())
        {
            Emit(new JoinReset(round.Step, scope, now));
        }

        Begin(command, step, scope, instance.Tokens.FindAll(t => t.Scope == scope && Follows(t)));
        return null;

        // What other branches have brought to a join stays there: they do not come again.
        bool Follows(Token token) => token.Step == rewind.To || (token.Edge is { } edge and not Token.Entry ? after.Get(net.EdgeSources[edge]) : after.Get(net.IndexOf(token.Step)));
    }

    /// <summary>Withdraws tokens and begins a step in their place.</summary>
    private void Begin(InstanceCommand.Repair command, int step, int scope, List<Token> withdrawn)
    {
        var id = NetOf(scope).Steps[step].Id;
        Emit(new TokensMoved(id, scope, [.. withdrawn.Select(t => t.Id)], command.By.Id, command.Reason, now));
        foreach (var token in withdrawn)
        {
            Withdraw(token, $"{command.By.Id} moved it to '{id}': {command.Reason}");
        }

        Enter(step, scope);
    }

    /// <summary>The scope of a step: the case, the called workflow it is of, or the only pass of the group it is in.</summary>
    private bool TryFindScope(Repair.Rewind rewind, out int scope, out Rejection? refused)
    {
        (scope, refused) = (0, null);
        var possible = instance.Scopes
            .Where(s => s.Undoes is null && NetOf(s.Id) is var net && net.IndexOf(rewind.To) is >= 0 and var at && net.Steps[at].In == (s.Definition is null ? s.Step : null))
            .Select(s => s.Id).ToList();
        if (rewind.Scope is { } named)
        {
            possible.RemoveAll(s => s != named);
        }

        if (possible is [var only])
        {
            scope = only;
            return true;
        }

        refused = new Rejection.RepairNotPossible(possible.Count == 0
            ? $"'{rewind.To}' is in nothing that is under way. Go back to the group that it is in."
            : $"'{rewind.To}' is under way {possible.Count} times: say in which scope ({string.Join(", ", possible)}).");
        return false;
    }

    private Rejection.InvalidData? EditData(InstanceCommand.Repair command, DataChange changes)
    {
        var data = changes.ApplyTo(instance.Data);
        var errors = definitions.Main.StartForm.Validate(data).Where(e => IsOf(changes, e)).ToList();
        foreach (var step in definitions.Main.Steps)
        {
            if (step.Body is StepBody.Human { SaveAs: not "", Form: var form } && step.Multi is null && changes.Set is { } set && set.TryGetProperty(step.SavesAs, out var answers))
            {
                errors.AddRange(ErrorsOf(form, answers).Select(e => e with { InstancePath = $"/{step.SavesAs}{e.InstancePath}" }));
            }
        }

        if (errors.Count > 0)
        {
            return new Rejection.InvalidData([.. errors]);
        }

        Emit(new DataEdited(changes, command.By.Id, command.Reason, now));
        return null;
    }

    private static bool IsOf(DataChange changes, SchemaError error)
    {
        var member = error.InstancePath.Split('/', 3) is [_, var name, ..] ? name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal) : null;
        return member is null || (changes.Set?.TryGetProperty(member, out _) ?? false) || changes.Removed.Contains(member);
    }

    /// <summary>What a form says about answers as the data keep them: with the decision beside them.</summary>
    private static IReadOnlyList<SchemaError> ErrorsOf(FormSchema form, JsonElement kept)
    {
        if (kept.ValueKind is not JsonValueKind.Object)
        {
            return form.Validate(kept);
        }

        var answers = JsonObject.Create(kept)!;
        foreach (var name in s_decision)
        {
            answers.Remove(name);
        }

        return form.Validate(JsonSerializer.SerializeToElement(answers));
    }
}
