using System.Text.Json;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <content>What machine steps report, and how a branch that stands still is tried again.</content>
internal sealed partial class Turn
{
    public Rejection? CompleteStep(InstanceCommand.CompleteStep command)
    {
        if (StandingAttempt(command.Token, command.Attempt, out var token) is { } stale)
        {
            return stale;
        }

        foreach (var (type, data) in command.Published)
        {
            Emit(new EventPublished(token!.Id, token.Step, type, data, now));
        }

        Complete(token!, command.Outcome, command.Changes);
        return null;
    }

    public Rejection? SkipStep(InstanceCommand.SkipStep command)
    {
        if (StandingAttempt(command.Token, command.Attempt, out var token) is { } stale)
        {
            return stale;
        }

        if (ChooseWay(token!, null, isForced: false, DataChange.None, out var edges) is { } incident)
        {
            Emit(new StepBlocked(token!.Id, token.Step, null, DataChange.None, now));
            incident();
            return null;
        }

        var net = NetOf(token!.Scope);
        Emit(new StepSkipped(token.Id, token.Step, command.Cause, Place(net, edges), now));
        Mark(net, edges, token.Scope);
        return null;
    }

    public Rejection? FailStep(InstanceCommand.FailStep command)
    {
        if (StandingAttempt(command.Token, command.Attempt, out var token) is { } stale)
        {
            return stale;
        }

        var step = StepOf(token!);
        var message = $"Step '{step.Id}' failed at attempt {token!.Attempt}: {command.Message}";
        if (RetryAt(step, token, command) is { } due)
        {
            Emit(new StepFailed(token.Id, token.Step, token.Attempt, message, now) { Code = command.Code, RetryAt = due });
            Emit(new TimerSet(token.Id, token.Step, TimerKind.Retry, due, now));
        }
        else if (step.Errors.FirstOrDefault(e => e.Code is null || e.Code == command.Code) is { } route)
        {
            Emit(new StepFailed(token.Id, token.Step, token.Attempt, message, now) { Code = command.Code });
            Complete(instance.FindToken(token.Id)!, route.Outcome, DataChange.None.With(step.Id.Value, FactsOf(command)), isForced: true);
        }
        else
        {
            Fail(token, IncidentCodes.StepFailed, message, detail: command.Detail, errorCode: command.Code);
        }

        return null;
    }

    public Rejection? ReportProgress(InstanceCommand.ReportProgress command)
    {
        if (StandingAttempt(command.Token, command.Attempt, out var token) is { } stale)
        {
            return stale;
        }

        Emit(new StepProgressed(token!.Id, token.Step, command.Fraction, command.Message, now));
        return null;
    }

    /// <summary>Counts the crash for every machine step that was running, and runs none of them again that may be its cause.</summary>
    public Rejection? Recover(InstanceCommand.Recover command)
    {
        foreach (var token in instance.Tokens.FindAll(t => t.Status is StepStatus.Running && StepOf(t).Body is StepBody.Machine && !IsAlive(t)))
        {
            var crashed = token.Node is { } gone && !command.Ended.Contains(gone);
            var crashes = token.Crashes + (crashed ? 1 : 0);
            Emit(new StepInterrupted(token.Id, token.Step, token.Attempt, crashes, node, now));
            if (crashed && crashes >= command.MaxCrashes)
            {
                Fail(token, IncidentCodes.StepCrashed, $"The process ended {crashes} times while step '{token.Step}' ran, so it is not run again by itself.");
            }
        }

        return null;

        bool IsAlive(Token token) => token.Node is { } at && command.Alive.Contains(at);
    }

    /// <summary>When a failed step is tried again; null when it is not. What a failed saga waits for is not: nobody needs its work any more.</summary>
    private DateTimeOffset? RetryAt(Step step, Token token, InstanceCommand.FailStep command)
    {
        var attempts = token.Attempt - token.EarlierAttempts;
        if (step.Retry is not { } retry || command.IsFinal || attempts >= retry.Attempts || retry.NotFor.Contains(command.Code ?? "") || IsUndoing(token.Scope))
        {
            return null;
        }

        var due = now + retry.DelayAfter(attempts, Chance(token));
        return retry.MaxAge is { } age && due - (token.FirstTriedAt ?? token.Since) > age ? null : due;
    }

    /// <summary>A number from 0 to less than 1 that looks random, and is the same whenever the same is decided.</summary>
    private double Chance(Token token)
    {
        var seed = (uint)((instance.Id.Value.GetHashCode() * 31) + (token.Id * 7919) + token.Attempt);
        return unchecked(seed * 2654435761u) / (uint.MaxValue + 1.0);
    }

    private static JsonElement FactsOf(InstanceCommand.FailStep command) =>
        JsonSerializer.SerializeToElement(new { error = new { code = command.Code, message = command.Message, attempt = command.Attempt } });

    public Rejection? Retry(InstanceCommand.Retry command)
    {
        if (instance.IsEnded)
        {
            return new Rejection.InvalidState(instance.Status, "Retrying");
        }

        if (instance.Incidents.Find(i => i.Id == command.Incident) is not { } incident)
        {
            return new Rejection.Stale($"Incident {command.Incident} is not open any more.");
        }

        var token = incident.Token is { } id ? instance.FindToken(id) : null;
        var step = token is null ? null : StepOf(token);
        if (token is { IsRouting: false, Status: StepStatus.Failed } && FindHolder(step!, token.Scope, token.Choice) is { } holder)
        {
            return new Rejection.Stale($"Step '{token.Step}' cannot go on while '{holder.Step}' has its lock. Try again when that is done.");
        }

        Emit(new IncidentResolved(incident.Id, incident.Step, "Tried again.", command.By.Id, now));
        if (token is null || step is null || token.Status is not StepStatus.Failed)
        {
            return null;
        }

        if (token.IsRouting)
        {
            Complete(token, token.Outcome, DataChange.None, isForced: step.IsForced(token.Outcome));
            return null;
        }

        Emit(new StepRetried(token.Id, token.Step, token.Attempt + 1, StatusIn(step, IsElement(token)), command.By.Id, now) { Node = NodeOf(step, IsElement(token)) });
        Begin(step, instance.FindToken(token.Id)!);
        return null;
    }

    /// <summary>The running token of an attempt, or why its result does not count: exactly one result of a step's visit does.</summary>
    private Rejection? StandingAttempt(int id, int attempt, out Token? token)
    {
        token = instance.FindToken(id);
        if (instance.IsEnded)
        {
            return new Rejection.InvalidState(instance.Status, "Reporting a step's result");
        }

        return token is { Status: StepStatus.Running } && token.Attempt == attempt
            ? null
            : new Rejection.Stale($"Attempt {attempt} of token {id} no longer stands: the step was completed, withdrawn or tried again.");
    }
}
