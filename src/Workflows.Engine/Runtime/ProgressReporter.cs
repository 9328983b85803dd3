using Workflows.Engine.Instances;
using Workflows.Engine.Steps;

namespace Workflows.Engine.Runtime;

/// <summary>Takes the signs of life of one attempt: each keeps it alive, and what it says of its progress is stored, though not more often than people can read it.</summary>
internal sealed class ProgressReporter(Token token, TimeProvider time, Func<InstanceCommand.ReportProgress, Task> report, AttemptLimit? limit) : IStepProgress
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private long? _last;

    public Task ReportAsync(double? fraction, string? message)
    {
        limit?.Beat();
        if (fraction is null && message is null)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            if (_last is { } last && time.GetElapsedTime(last) < s_pause)
            {
                return Task.CompletedTask;
            }

            _last = time.GetTimestamp();
        }

        return report(new InstanceCommand.ReportProgress(token.Id, token.Attempt, fraction, message));
    }
}
