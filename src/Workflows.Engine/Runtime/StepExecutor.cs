using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;

namespace Workflows.Engine.Runtime;

/// <summary>Runs the class of a machine step in a scope of its own, and tells what came of it as a command.</summary>
internal sealed partial class StepExecutor(IServiceScopeFactory scopes, StepRegistry registry, ILogger<StepExecutor> logger)
{
    /// <summary>Runs the step that holds <paramref name="token"/>. Never throws, except when the host stops: the step then runs again after the next start.</summary>
    public async Task<InstanceCommand> ExecuteAsync(DefinitionSet definitions, WorkflowInstance instance, Token token, CancellationToken cancellationToken)
    {
        var net = definitions.Of(instance, token.Scope).Net;
        var step = net.IndexOf(token.Step);
        var body = (StepBody.Machine)net.Steps[step].Body;
        if (registry.Find(body.Type) is not { } type)
        {
            return new InstanceCommand.FailStep(token.Id, token.Attempt, $"No class is registered as machine step '{body.Type}'. Register it where the engine is added.");
        }

        var context = new StepContext(instance.DataIn(token.Scope))
        {
            Instance = instance.Id,
            Tenant = instance.Tenant,
            Definition = instance.Definition,
            Version = instance.Version,
            Step = token.Step,
            Before = net.Before(step),
            Attempt = token.Attempt,
            StartedBy = instance.StartedBy,
            Reference = instance.Reference,
            IdempotencyKey = $"{instance.Id}:{token.Id}",
        };

        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            MachineStep? work = null;
            try
            {
                work = (MachineStep)ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, type);
                if (!await work.CanExecuteAsync(context, cancellationToken).ConfigureAwait(false))
                {
                    return new InstanceCommand.SkipStep(token.Id, token.Attempt, "Its guard said that there is nothing to do.");
                }

                await work.ExecuteAsync(context, cancellationToken).ConfigureAwait(false);
                await work.OnSuccessAsync(context, cancellationToken).ConfigureAwait(false);
                return new InstanceCommand.CompleteStep(token.Id, token.Attempt, context.Changes(), context.Outcome);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogStepFailed(e, instance.Id, token.Step, token.Attempt);
                await TellAsync(work, context, e, cancellationToken).ConfigureAwait(false);
                return new InstanceCommand.FailStep(token.Id, token.Attempt, e.Message, e.ToString());
            }
        }
    }

    /// <summary>Calls the failure hook. What goes wrong in it is logged: the operator sees the incident of the step itself.</summary>
    private async Task TellAsync(MachineStep? step, StepContext context, Exception error, CancellationToken cancellationToken)
    {
        if (step is null)
        {
            return;
        }

        try
        {
            await step.OnFailureAsync(context, error, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailureHookFailed(e, context.Instance, context.Step);
        }
    }
}
