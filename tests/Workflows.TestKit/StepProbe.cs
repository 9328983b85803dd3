using System.Collections.Concurrent;
using Workflows.Engine.Steps;

namespace Workflows.TestKit;

/// <summary>What the probe steps of a test did, and what they shall do. Registered as a singleton.</summary>
internal sealed class StepProbe
{
    private readonly ConcurrentQueue<string> _runs = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _blocks = new();
    private readonly ConcurrentDictionary<string, Exception> _failures = new();

    /// <summary>The steps that ran, with their idempotency keys, in the order they began.</summary>
    public IReadOnlyList<string> Runs => [.. _runs];

    public int RunsOf(string step) => _runs.Count(r => r.StartsWith(step + ":", StringComparison.Ordinal));

    /// <summary>Makes a step wait until <see cref="Unblock"/>.</summary>
    public void Block(string step) => _blocks[step] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

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
            await block.Task.WaitAsync(cancellationToken);
        }

        if (_failures.TryGetValue(context.Step.Value, out var error))
        {
            throw error;
        }
    }
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
