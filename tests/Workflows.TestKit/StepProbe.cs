using System.Collections.Concurrent;
using Workflows.Engine.Steps;

namespace Workflows.TestKit;

/// <summary>What the probe steps of a test did, and what they shall do. Registered as a singleton.</summary>
internal sealed class StepProbe
{
    private readonly ConcurrentQueue<string> _runs = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _blocks = new();
    private readonly ConcurrentDictionary<string, Exception> _failures = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StepContext>> _begun = new();
    private readonly ConcurrentDictionary<string, bool> _deaf = new();

    /// <summary>The steps that ran, with their idempotency keys, in the order they began.</summary>
    public IReadOnlyList<string> Runs => [.. _runs];

    public int RunsOf(string step) => _runs.Count(r => r.StartsWith(step + ":", StringComparison.Ordinal));

    /// <summary>Makes a step wait until <see cref="Unblock"/>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isDeaf">Whether it does not hear that it is to stop.</param>
    public void Block(string step, bool isDeaf = false)
    {
        _deaf[step] = isDeaf;
        _blocks[step] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The context of a step that runs, once it does.</summary>
    public Task<StepContext> WhenRunAsync(string step) => BegunOf(step).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Unblock(string step)
    {
        if (_blocks.TryRemove(step, out var block))
        {
            block.SetResult();
        }
    }

    public void Fail(string step, Exception error) => _failures[step] = error;

    public void Mend(string step) => _failures.TryRemove(step, out _);

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        _runs.Enqueue($"{context.Step}:{context.IdempotencyKey}");
        if (_blocks.TryGetValue(context.Step.Value, out var block))
        {
            BegunOf(context.Step.Value).TrySetResult(context);
            await block.Task.WaitAsync(_deaf[context.Step.Value] ? CancellationToken.None : cancellationToken);
        }

        if (_failures.TryGetValue(context.Step.Value, out var error))
        {
            throw error;
        }
    }

    private TaskCompletionSource<StepContext> BegunOf(string step) =>
        _begun.GetOrAdd(step, _ => new TaskCompletionSource<StepContext>(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>A machine step that does what the probe says, and leaves its name in the data.</summary>
internal sealed class ProbeStep(StepProbe probe) : MachineStep
{
    public override async ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        await probe.RunAsync(context, cancellationToken);
        context.Set($"{context.Step}_done", true);
    }
}
