using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <content>What is asked of steps that are done for several elements.</content>
internal sealed partial class Turn
{
    public Rejection? AddElement(InstanceCommand.AddElement command)
    {
        var token = instance.Tokens.Find(t => t.Step == command.Step && instance.FindWork(t.Id) is not null);
        if (token is null || StepOf(token).Multi is not { Grows: true } || instance.FindWork(token.Id)!.IsSettled)
        {
            return new Rejection.Stale($"Step '{command.Step}' takes no more elements: it is not under way, has enough, or does not grow.");
        }

        if (instance.FindWork(token.Id)!.Items!.Value.Length >= MaxElements)
        {
            return new Rejection.Stale($"Step '{command.Step}' has {MaxElements} elements already; it takes no more.");
        }

        Emit(new WorkAdded(token.Id, token.Step, command.Item, command.By.Id, now));
        Continue(StepOf(token), token);
        return null;
    }

    /// <summary>Completes the steps that a completed one names, whatever is left of their work.</summary>
    private void CompleteOthers(Step step, int scope)
    {
        foreach (var id in step.Completes)
        {
            foreach (var token in instance.Tokens.FindAll(t => t.Scope == scope && t.Step == id && !t.IsOnEdge))
            {
                var cause = $"Step '{step.Id}' completed, which completes '{id}'.";
                var changes = instance.FindWork(token.Id) is { } work ? ResultsOf(StepOf(token), work) : DataChange.None;
                WithdrawWork(token, cause);
                Complete(token, null, changes);
            }
        }
    }
}
