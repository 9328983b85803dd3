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

        Fail(token!, IncidentCodes.StepFailed, $"Step '{token!.Step}' failed at attempt {token.Attempt}: {command.Message}", detail: command.Detail);
        return null;
    }

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
            Complete(token, token.Outcome, DataChange.None, isForced: IsForced(step, token.Outcome));
            return null;
        }

        Emit(new StepRetried(token.Id, token.Step, token.Attempt + 1, StatusIn(step, IsElement(token)), command.By.Id, now));
        Begin(step, instance.FindToken(token.Id)!);
        return null;
    }

    /// <summary>Whether an outcome is one that the engine caused, which takes only edges that name it.</summary>
    private static bool IsForced(Definitions.Step step, string? outcome) =>
        outcome is not null && (step.Timeout?.Outcome == outcome || step.Triggers.Any(t => t.Outcome == outcome));

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
