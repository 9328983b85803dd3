using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;

namespace Workflows.TestKit.Scenarios;

/// <summary>Lets the machine steps of scenarios go on when their script says so. It outlives hosts: a step that ran when its host died runs again, and is let on.</summary>
internal sealed class ScenarioSteps(Scenario scenario)
{
    private readonly ConcurrentDictionary<(string Key, int Attempt), TaskCompletionSource<InstanceCommand>> _gates = new();

    /// <summary>Lets an attempt of the step that holds a token do what a command says it did.</summary>
    public void Release(InstanceId instance, int token, int attempt, InstanceCommand result) => GateOf($"{instance}:{token}", attempt).TrySetResult(result);

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (!scenario.IsScripted(context.Step))
        {
            return;
        }

        switch (await GateOf(context.IdempotencyKey, context.Attempt).Task.WaitAsync(cancellationToken))
        {
            case InstanceCommand.FailStep { Code: { } code } fail:
                throw new StepException(code, fail.Message);
            case InstanceCommand.FailStep fail:
                throw new InvalidOperationException(fail.Message);
            case InstanceCommand.CompleteStep complete:
                context.Outcome = complete.Outcome;
                foreach (var member in complete.Changes.Set is { } set ? JsonObject.Create(set)!.ToList() : [])
                {
                    context.Data[member.Key] = member.Value?.DeepClone();
                }

                break;
        }
    }

    private TaskCompletionSource<InstanceCommand> GateOf(string key, int attempt) =>
        _gates.GetOrAdd((key, attempt), _ => new TaskCompletionSource<InstanceCommand>(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>The machine step of scenarios.</summary>
internal sealed class ScenarioStep(ScenarioSteps steps) : MachineStep
{
    public override async ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) => await steps.RunAsync(context, cancellationToken);
}
