using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Callbacks;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Nets;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Workflows.Engine.Steps.BuiltIn;

namespace Workflows.Engine.Runtime;

/// <summary>Runs the class of a machine step in a scope of its own, and tells what came of it as a command.</summary>
internal sealed partial class StepExecutor(
    IServiceScopeFactory scopes,
    StepRegistry registry,
    CallbackAddresses callbacks,
    IOptions<SecretOptions> secrets,
    EngineMetrics metrics,
    TimeProvider time,
    ILogger<StepExecutor> logger)
{
    private static readonly ConcurrentDictionary<Type, ObjectFactory> s_factories = new();

    /// <summary>Runs the step that holds <paramref name="token"/>. Never throws, except when its work was withdrawn or the host stops: it runs again after the next start.</summary>
    /// <param name="definitions">The definition, with those it calls.</param>
    /// <param name="instance">The state in which the step runs.</param>
    /// <param name="token">The token in the step.</param>
    /// <param name="report">Makes known how far the step is.</param>
    /// <param name="cancellationToken">Stops the step.</param>
    public async Task<InstanceCommand> ExecuteAsync(
        DefinitionSet definitions, WorkflowInstance instance, Token token, Func<InstanceCommand.ReportProgress, Task> report, CancellationToken cancellationToken)
    {
        var net = definitions.Of(instance, token.Scope).Net;
        var number = net.IndexOf(token.Step);
        var step = net.Steps[number];
        var body = (StepBody.Machine)step.Body;
        using var span = EngineTracing.Step(instance, token, body.Type);
        using var scope = logger.BeginScope(new StepScope(instance, token));
        var started = time.GetTimestamp();
        var result = await ExecuteAsync(body, step, definitions, net, number, instance, token, report, cancellationToken).ConfigureAwait(false);
        metrics.StepEnded(instance.Definition, token.Step.Value, result, time.GetElapsedTime(started));
        EngineTracing.Ended(span, result);
        return result;
    }

    private async Task<InstanceCommand> ExecuteAsync(
        StepBody.Machine body,
        Step step,
        DefinitionSet definitions,
        Net net,
        int number,
        WorkflowInstance instance,
        Token token,
        Func<InstanceCommand.ReportProgress, Task> report,
        CancellationToken cancellationToken)
    {
        if (registry.Find(body.Type) is not { } type)
        {
            return new InstanceCommand.FailStep(
                token.Id, token.Attempt, $"No class is registered as machine step '{body.Type}'. Register it where the engine is added.", Code: "not-registered", IsFinal: true);
        }

        string Callback(string webhook, string? key) => CallbackOf(definitions, instance, webhook, key);
        JsonElement? with = null;
        try
        {
            with = body.With?.Evaluate(
                Turn.ContextOf(definitions, instance, token.Scope, time.GetUtcNow()), name => secrets.Value.Values.GetValueOrDefault(name), Callback, registry.ShapeOf(body.Type)?.Html ?? []);
        }
        catch (Exception wrong) when (wrong is StepSettingsException or StepException)
        {
            return new InstanceCommand.FailStep(token.Id, token.Attempt, wrong.Message, Code: Settings.Code, IsFinal: true);
        }

        using var limit = step.AttemptTimeout is null && step.Heartbeat is null ? null : new AttemptLimit(step, time, cancellationToken);
        var context = new StepContext(instance.DataIn(token.Scope))
        {
            Instance = instance.Id,
            Tenant = instance.Tenant,
            Definition = instance.Definition,
            Version = instance.Version,
            Step = token.Step,
            Before = net.Before(number),
            With = with ?? StepContext.Nothing,
            Attempt = token.Attempt,
            StartedBy = instance.StartedBy,
            Reference = instance.Reference,
            IdempotencyKey = $"{instance.Id}:{token.Id}",
            Callback = Callback,
            Progress = new ProgressReporter(token, time, report, limit),
        };

        if (limit is null)
        {
            return await RunAsync(type, context, token, cancellationToken, cancellationToken).ConfigureAwait(false);
        }

        var run = RunAsync(type, context, token, limit.Token, cancellationToken);
        if (await Task.WhenAny(run, limit.Abandoned).ConfigureAwait(false) != run)
        {
            LogStepAbandoned(instance.Id, token.Step, token.Attempt);
            return Exceeded(step, token, limit.Exceeded!);
        }

        var result = await run.ConfigureAwait(false);
        return limit.Exceeded is { } code && result is InstanceCommand.FailStep ? Exceeded(step, token, code) : result;
    }

    private async Task<InstanceCommand> RunAsync(Type type, StepContext context, Token token, CancellationToken stop, CancellationToken withdrawn)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            MachineStep? work = null;
            try
            {
                work = (MachineStep)(scope.ServiceProvider.GetService(type) ?? s_factories.GetOrAdd(type, FactoryOf)(scope.ServiceProvider, null));
                if (!await work.CanExecuteAsync(context, stop).ConfigureAwait(false))
                {
                    return new InstanceCommand.SkipStep(token.Id, token.Attempt, "Its guard said that there is nothing to do.");
                }

                await work.ExecuteAsync(context, stop).ConfigureAwait(false);
                await work.OnSuccessAsync(context, stop).ConfigureAwait(false);
                return new InstanceCommand.CompleteStep(token.Id, token.Attempt, context.Changes(), context.Outcome) { Published = context.Published };
            }
            catch (Exception e) when (!withdrawn.IsCancellationRequested)
            {
                LogStepFailed(e, context.Instance, token.Step, token.Attempt);
                await TellAsync(work, context, e, withdrawn).ConfigureAwait(false);
                return e is StepException said
                    ? new InstanceCommand.FailStep(token.Id, token.Attempt, said.Message, said.ToString(), said.Code, !said.IsRetryable)
                    : new InstanceCommand.FailStep(token.Id, token.Attempt, e.Message, e.ToString(), e.GetType().Name);
            }
        }
    }

    private string CallbackOf(DefinitionSet definitions, WorkflowInstance instance, string webhook, string? key)
    {
        if (definitions.FindWebhook(webhook) is null)
        {
            throw new StepException(Settings.Code, $"No step of '{instance.Definition}' {instance.Version} waits for a webhook '{webhook}'.") { IsRetryable = false };
        }

        if (key?.Length > CallbackToken.MaxKeyText)
        {
            throw new StepException(Settings.Code, $"What the call of the webhook '{webhook}' is about has {key.Length} characters; an address takes at most {CallbackToken.MaxKeyText}.") { IsRetryable = false };
        }

        return callbacks.UrlOf(new CallbackToken(instance.Tenant, instance.Id, webhook, key))
            ?? throw new StepException(Settings.Code, "It is not known where systems outside reach this server, so they cannot be told where to call. Set Workflows:PublicUrl.") { IsRetryable = false };
    }

    // With several constructors, the one that fits is looked for each time.
    private static ObjectFactory FactoryOf(Type type) => type.GetConstructors().Length == 1
        ? ActivatorUtilities.CreateFactory(type, [])
        : (services, _) => ActivatorUtilities.CreateInstance(services, type);

    private static InstanceCommand.FailStep Exceeded(Step step, Token token, string code)
    {
        var message = code is StepException.Timeout
            ? $"It took longer than {step.AttemptTimeout}."
            : $"It gave no sign of life for {step.Heartbeat}.";
        return new InstanceCommand.FailStep(token.Id, token.Attempt, message, Code: code);
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
