using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Instances;

/// <content>How a step begins, ends and passes its token on.</content>
internal sealed partial class Turn
{
    /// <summary>Takes the input tokens, puts a token into the step and begins its work.</summary>
    private void Fire(int index, int scope, List<Token> inputs, string? cause = null)
    {
        var step = _net.Steps[index];
        var status = step.Body is StepBody.Human or StepBody.Timer ? StepStatus.Waiting : StepStatus.Running;
        var id = instance.LastToken + 1;
        Emit(new StepStarted(id, step.Id, scope, instance.VisitsOf(step.Id) + 1, status, [.. inputs.Select(t => t.Id)], cause, now));
        BeginRound(index, scope, inputs);
        var token = instance.FindToken(id)!;
        if (token.Visit > MaxVisits)
        {
            Fail(token, IncidentCodes.LoopLimit, $"Step '{step.Id}' was entered more than {MaxVisits} times. Check the conditions of the loop it is in.");
            return;
        }

        Begin(step, token);
    }

    /// <summary>Begins the work of a step that holds a token; also what a retry does again.</summary>
    private void Begin(Step step, Token token)
    {
        var begun = step.Body switch
        {
            StepBody.Human human => Offer(step, human, token),
            StepBody.Timer timer => Arm(token, TimerKind.Step, timer.Until),
            StepBody.Data data => Assign(token, data),
            StepBody.Gateway => Complete(token, null, DataChange.None),
            StepBody.End end => End(step, token, end),
            _ => true,
        };

        if (begun && step.Timeout is { } timeout && instance.FindToken(token.Id) is { Status: StepStatus.Waiting })
        {
            Arm(token, TimerKind.Timeout, timeout.After);
        }
    }

    private bool End(Step step, Token token, StepBody.End end)
    {
        _lastEnd = step.Id;
        Emit(new StepCompleted(token.Id, step.Id, null, DataChange.None, [], now));
        if (end.Terminates)
        {
            WithdrawAll(token.Scope, $"The instance ended at '{step.Id}'.");
            Emit(new InstanceCompleted(step.Id, now));
        }

        return true;
    }

    private bool Assign(Token token, StepBody.Data body)
    {
        var data = instance.Data;
        var changes = DataChange.None;
        foreach (var assignment in body.Assignments)
        {
            var result = assignment.Value.Evaluate(ContextOf(data));
            if (result.IsError)
            {
                FailExpression(token, $"the value of '{assignment.Name}'", assignment.Value, result.Error);
                return false;
            }

            changes = changes.With(assignment.Name, result.Value.ToJsonElement());
            data = changes.ApplyTo(instance.Data);
        }

        Complete(token, null, changes);
        return true;
    }

    /// <summary>The step's work is done: changes the data and passes the token on, or stops it at an incident when no way on can be chosen.</summary>
    private bool Complete(Token token, string? outcome, DataChange changes, bool isTimeout = false)
    {
        var index = _net.IndexOf(token.Step);
        if (Choose(token, index, outcome, isTimeout, changes.ApplyTo(instance.Data), out var edges) is { } incident)
        {
            if (!token.IsRouting)
            {
                Emit(new StepBlocked(token.Id, token.Step, outcome, changes, now));
            }

            incident();
            return false;
        }

        Emit(new StepCompleted(token.Id, token.Step, outcome, changes, Place(edges), now));
        Mark(edges, token.Scope);
        foreach (var canceled in _net.Steps[index].Cancels)
        {
            WithdrawAll(token.Scope, $"Step '{token.Step}' completed, which cancels '{canceled}'.", canceled);
        }

        return true;
    }

    /// <summary>
    /// The edges that get a token: by the outcome and the conditions, in definition order. An outcome that the engine caused (a timeout) takes only edges that
    /// name it. Gives what to report when a condition cannot be evaluated, or no edge holds and none is the default; never guesses.
    /// </summary>
    private Action? Choose(Token token, int index, string? outcome, bool isTimeout, JsonElement data, out List<int> chosen)
    {
        chosen = [];
        var step = _net.Steps[index];
        int? fallback = null;
        foreach (var number in _net.Outgoing[index])
        {
            var edge = _net.Edges[number];
            if (edge.IsDefault)
            {
                fallback = number;
                continue;
            }

            if (edge.Outcome is null ? isTimeout : edge.Outcome != outcome)
            {
                continue;
            }

            if (edge.Condition is { } condition && step.Split is not Split.All)
            {
                var result = condition.EvaluateCondition(ContextOf(data, outcome));
                if (result.IsError)
                {
                    return () => OpenIncident(
                        IncidentCodes.ExpressionFailed,
                        token,
                        $"Step '{step.Id}' is done, but the condition of its edge to '{edge.To}' could not be evaluated: {result.Error.Message}",
                        number,
                        condition,
                        result.Error);
                }

                if (result.IsFalse)
                {
                    continue;
                }
            }

            chosen.Add(number);
            if (step.Split is Split.First)
            {
                return null;
            }
        }

        if (chosen.Count == 0 && fallback is { } otherwise)
        {
            chosen.Add(otherwise);
        }

        return chosen.Count > 0 || _net.Outgoing[index].IsEmpty
            ? null
            : () => OpenIncident(
                IncidentCodes.NoEdgeMatched,
                token,
                $"Step '{step.Id}' is done{(outcome is null ? "" : $" with the outcome '{outcome}'")}, but none of its edges holds and none is the default.");
    }

    private ImmutableArray<TakenEdge> Place(List<int> edges)
    {
        var taken = ImmutableArray.CreateBuilder<TakenEdge>(edges.Count);
        foreach (var edge in edges)
        {
            for (var i = 0; i < _net.Edges[edge].Weight; i++)
            {
                taken.Add(new TakenEdge(edge, _net.Edges[edge].To, instance.LastToken + 1 + taken.Count));
            }
        }

        return taken.DrainToImmutable();
    }

    private void Mark(List<int> edges, int scope)
    {
        foreach (var edge in edges)
        {
            _marked.Enqueue((_net.EdgeTargets[edge], scope));
        }
    }

    /// <summary>Withdraws everything in a scope, or only the work of one step and what is on its way to it.</summary>
    private void WithdrawAll(int scope, string cause, StepId? only = null)
    {
        foreach (var token in instance.Tokens.Where(t => t.Scope == scope && (only is null || t.Step == only)).ToList())
        {
            Withdraw(token, cause);
        }

        foreach (var incident in only is null ? instance.Incidents.ToList() : [])
        {
            Emit(new IncidentResolved(incident.Id, incident.Step, cause, null, now));
        }
    }

    private void Withdraw(Token token, string cause)
    {
        if (token.Edge is { } edge)
        {
            Emit(new TokenWithdrawn(token.Id, edge, token.Step, cause, now));
            return;
        }

        WithdrawTask(token, cause);
        foreach (var incident in instance.Incidents.Where(i => i.Token == token.Id).ToList())
        {
            Emit(new IncidentResolved(incident.Id, token.Step, cause, null, now));
        }

        Emit(new StepCanceled(token.Id, token.Step, cause, now));
    }

    private void Fail(Token token, string code, string message, Expression? expression = null, ExpressionError? error = null, string? detail = null)
    {
        // A task that was offered before the step turned out to be unable to start must not be decided: a retry offers it anew.
        WithdrawTask(token, "The step could not start.");
        Emit(new StepFailed(token.Id, token.Step, token.Attempt, message, now));
        OpenIncident(code, token, message, null, expression, error, detail);
    }

    private void FailExpression(Token token, string what, Expression expression, ExpressionError error) =>
        Fail(token, IncidentCodes.ExpressionFailed, $"Step '{token.Step}' could not start: {what} could not be evaluated: {error.Message}", expression, error);
}
