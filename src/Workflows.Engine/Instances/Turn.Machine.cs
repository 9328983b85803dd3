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

        if (Choose(token!, _net.IndexOf(token!.Step), null, isTimeout: false, instance.Data, out var edges) is { } incident)
        {
            Emit(new StepBlocked(token.Id, token.Step, null, DataChange.None, now));
            incident();
            return null;
        }

        Emit(new StepSkipped(token.Id, token.Step, command.Cause, Place(edges), now));
        Mark(edges, token.Scope);
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

        Emit(new IncidentResolved(incident.Id, incident.Step, "Tried again.", command.By.Id, now));
        if (incident.Token is not { } id || instance.FindToken(id) is not { } token)
        {
            return null;
        }

        var step = _net.Steps[_net.IndexOf(token.Step)];
        if (token.IsRouting)
        {
            Complete(token, token.Outcome, DataChange.None, isTimeout: step.Timeout is { } timeout && timeout.Outcome == token.Outcome);
            return null;
        }

        var status = step.Body is Definitions.StepBody.Human or Definitions.StepBody.Timer ? StepStatus.Waiting : StepStatus.Running;
        Emit(new StepRetried(token.Id, token.Step, token.Attempt + 1, status, command.By.Id, now));
        Begin(step, instance.FindToken(id)!);
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
