using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Nets;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Instances;

/// <content>How a step begins, ends and passes its token on.</content>
internal sealed partial class Turn
{
    /// <summary>Takes the input tokens, puts a token into the step and begins its work.</summary>
    private void Fire(int index, int scope, List<Token> inputs, string? cause = null, int? choice = null)
    {
        var step = NetOf(scope).Steps[index];
        var isElement = IsElement(step.Id, scope);
        var id = instance.LastToken + 1;
        var visit = isElement ? instance.ScopeOf(scope).Index + 1 : instance.VisitsOf(step.Id, scope) + 1;
        Emit(new StepStarted(id, step.Id, scope, visit, StatusIn(step, isElement), [.. inputs.Select(t => t.Id)], cause, now)
        {
            Node = NodeOf(step, isElement),
            Choice = choice,
            Gate = step.Requires.IsEmpty || inputs.Count == 0 ? null : inputs[0].Edge,
        });
        BeginRound(index, scope, inputs);
        var token = instance.FindToken(id)!;
        if (token.Visit > MaxVisits)
        {
            Fail(token, IncidentCodes.LoopLimit, $"Step '{step.Id}' was entered more than {MaxVisits} times. Check the conditions of the loop it is in.");
            return;
        }

        Begin(step, token);
    }

    /// <summary>How a step is while it holds a token: what runs in scopes of its own only waits itself.</summary>
    private static StepStatus StatusIn(Step step, bool isElement) =>
        (step.HasScopes && !isElement) || step.Body is StepBody.Human or StepBody.Timer or StepBody.Wait or StepBody.State ? StepStatus.Waiting : StepStatus.Running;

    /// <summary>The process that runs a step while it holds a token: this one, for a machine step that runs itself.</summary>
    private string? NodeOf(Step step, bool isElement) => step.Body is StepBody.Machine && (!step.HasScopes || isElement) ? node : null;

    /// <summary>Begins the work of a step that holds a token; also what a retry does again.</summary>
    private void Begin(Step step, Token token)
    {
        var isElement = IsElement(token);
        var isOwner = step.HasScopes && !isElement;
        if (isOwner || step.Body is not (StepBody.Human or StepBody.Timer or StepBody.Wait))
        {
            // What does not wait for anything has won as soon as it begins.
            token = Win(token);
        }

        var begun = !isOwner ? Work(step, token) : instance.FindWork(token.Id) is null ? Plan(step, token) : Continue(step, token);
        if (!begun || isElement)
        {
            return;
        }

        ArmBeside(step, token);
    }

    /// <summary>Lets happen what can happen beside a step's work.</summary>
    private void ArmBeside(Step step, Token token)
    {
        if (step.Timeout is { } timeout && instance.FindToken(token.Id) is { Status: StepStatus.Waiting or StepStatus.Running })
        {
            Arm(token, TimerKind.Timeout, timeout.After);
        }

        ArmTriggers(step, token);
    }

    private bool Work(Step step, Token token) => step.Body switch
    {
        StepBody.Human human => Offer(step, human, token),
        StepBody.Timer timer => Arm(token, TimerKind.Step, timer.Until),
        StepBody.Wait wait => Arm(token, Subscription.Body, wait.For),
        StepBody.State => Compete(token),
        StepBody.Data data => Assign(token, data),
        StepBody.Gateway => Complete(token, null, DataChange.None),
        StepBody.End end => End(step, token, end),
        _ => true,
    };

    private bool End(Step step, Token token, StepBody.End end)
    {
        var isCase = token.Scope == Scope.Case.Id;
        if (isCase)
        {
            _lastEnd = step.Id;
        }
        else
        {
            _outcomes[token.Scope] = step.Id.Value;
        }

        Emit(new StepCompleted(token.Id, step.Id, null, DataChange.None, [], now));
        if (end.Terminates)
        {
            WithdrawAll(token.Scope, isCase ? $"The instance ended at '{step.Id}'." : $"'{instance.ScopeOf(token.Scope).Step}' ended at '{step.Id}'.");
            if (isCase)
            {
                Emit(new InstanceCompleted(step.Id, now));
            }
        }

        return true;
    }

    private bool Assign(Token token, StepBody.Data body)
    {
        if (!TryAssign(token, body.Assignments, instance.DataIn(token.Scope), out var changes))
        {
            return false;
        }

        Complete(token, null, changes);
        return true;
    }

    /// <summary>What assignments set, each seeing what the ones before it set; false after an incident.</summary>
    private bool TryAssign(Token token, ImmutableArray<DataAssignment> assignments, JsonElement data, out DataChange changes)
    {
        var original = data;
        changes = DataChange.None;
        foreach (var assignment in assignments)
        {
            var result = assignment.Value.Evaluate(ContextOf(data));
            if (result.IsError)
            {
                FailExpression(token, $"the value of '{assignment.Name}'", assignment.Value, result.Error);
                return false;
            }

            changes = changes.With(assignment.Name, result.Value.ToJsonElement());
            data = changes.ApplyTo(original);
        }

        return true;
    }

    /// <summary>The step's work is done: changes the data and passes the token on, or stops it at an incident when no way on can be chosen.</summary>
    private bool Complete(Token token, string? outcome, DataChange changes, bool isForced = false)
    {
        token = Win(token);
        if (ChooseWay(token, outcome, isForced, changes, out var edges) is { } incident)
        {
            if (!token.IsRouting)
            {
                Emit(new StepBlocked(token.Id, token.Step, outcome, changes, now));
            }

            incident();
            return false;
        }

        var (net, isElement) = (NetOf(token.Scope), IsElement(token));
        Emit(new StepCompleted(token.Id, token.Step, outcome, changes, Place(net, edges), now) { Done = DoneBy(token) });
        Leave(token, net, edges, outcome, isElement);
        return true;
    }

    /// <summary>What follows when a step is over: the steps after it are marked, and those it names are withdrawn or completed.</summary>
    private void Leave(Token token, Net net, List<int> edges, string? outcome, bool isElement)
    {
        Mark(net, edges, token.Scope);
        if (isElement)
        {
            if (outcome is not null)
            {
                _outcomes[token.Scope] = outcome;
            }

            return;
        }

        var step = net.Steps[net.IndexOf(token.Step)];
        foreach (var canceled in step.Cancels)
        {
            WithdrawAll(token.Scope, $"Step '{token.Step}' completed, which cancels '{canceled}'.", canceled);
        }

        CompleteOthers(step, token.Scope);
    }

    /// <summary>The edges that a completed step takes; none, for the element or pass of a step, or when what was done around it is being undone. Gives what to report when they cannot be chosen.</summary>
    private Action? ChooseWay(Token token, string? outcome, bool isForced, DataChange changes, out List<int> chosen)
    {
        chosen = [];
        return IsElement(token) || IsUndoing(token.Scope) ? null : Choose(token, NetOf(token.Scope).IndexOf(token.Step), outcome, isForced, changes.ApplyTo(instance.DataIn(token.Scope)), out chosen);
    }

    /// <summary>
    /// The edges that get a token: by the outcome and the conditions, in definition order. An outcome that is forced on the step (by a time limit or a trigger) takes only edges that
    /// name it. Gives what to report when a condition cannot be evaluated, or no edge holds and none is the default; never guesses.
    /// </summary>
    private Action? Choose(Token token, int index, string? outcome, bool isForced, JsonElement data, out List<int> chosen)
    {
        chosen = [];
        var net = NetOf(token.Scope);
        var step = net.Steps[index];
        int? fallback = null;
        foreach (var number in net.Outgoing[index])
        {
            var edge = net.Edges[number];
            if (edge.IsDefault)
            {
                fallback = number;
                continue;
            }

            if (edge.Outcome is null ? isForced : edge.Outcome != outcome)
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

        return chosen.Count > 0 || net.Outgoing[index].IsEmpty
            ? null
            : () => OpenIncident(
                IncidentCodes.NoEdgeMatched,
                token,
                $"Step '{step.Id}' is done{(outcome is null ? "" : $" with the outcome '{outcome}'")}, but none of its edges holds and none is the default.");
    }

    private ImmutableArray<TakenEdge> Place(Net net, List<int> edges)
    {
        var taken = ImmutableArray.CreateBuilder<TakenEdge>(edges.Count);
        foreach (var edge in edges)
        {
            for (var i = 0; i < net.Edges[edge].Weight; i++)
            {
                taken.Add(new TakenEdge(edge, net.Edges[edge].To, instance.LastToken + 1 + taken.Count));
            }
        }

        return taken.DrainToImmutable();
    }

    private void Mark(Net net, List<int> edges, int scope)
    {
        foreach (var edge in edges)
        {
            _marked.Enqueue((net.EdgeTargets[edge], scope));
        }
    }

    private void Fail(Token token, string code, string message, Expression? expression = null, ExpressionError? error = null, string? detail = null, string? errorCode = null)
    {
        // A task that was offered before the step turned out to be unable to start must not be decided: a retry offers it anew.
        WithdrawTask(token, "The step could not start.");
        if (FailSaga(token, code, message, errorCode))
        {
            return;
        }

        Emit(new StepFailed(token.Id, token.Step, token.Attempt, message, now) { Code = errorCode });
        OpenIncident(code, token, message, null, expression, error, detail);
    }

    private void FailExpression(Token token, string what, Expression expression, ExpressionError error) =>
        Fail(token, IncidentCodes.ExpressionFailed, $"Step '{token.Step}' could not go on: {what} could not be evaluated: {error.Message}", expression, error);
}
