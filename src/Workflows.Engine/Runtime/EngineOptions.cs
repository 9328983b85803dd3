using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Workflows.Engine.Runtime;

/// <summary>How the embedded engine works.</summary>
public sealed class EngineOptions
{
    /// <summary>How many machine steps run at the same time. The default is 64.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentSteps { get; set; } = 64;

    /// <summary>How many timers and interrupted instances are taken up at a time, so that a backlog never floods the machine. The default is 100.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>How long the timer worker sleeps at the most when nothing is due; a new timer wakes it earlier. The default is one minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan MaxTimerSleep { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the process may end while a machine step runs before the step is not run again by itself but stops at an incident. The default is three times.</summary>
    [Range(1, 10_000)]
    public int MaxStepCrashes { get; set; } = 3;

    /// <summary>
    /// Where several processes share a store: how long one may give no sign of life before another takes up its machine steps. Their clocks must agree better than that.
    /// The default is 30 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan NodeLease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Where systems outside reach the web application that takes calls to webhooks, as in <c>https://workflows.example.com</c>: steps that tell others where to call need it.
    /// The default is none.
    /// </summary>
    [Url]
    public string? PublicUrl { get; set; }

    /// <summary>For how long something must stand still before it counts as stuck. The default is five minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often everything that is open is looked at for what is stuck. The default is ten minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StuckInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many machine steps may run in a row without a commit under <see cref="Definitions.CommitPolicy.PerRun"/>. The default is 100.</summary>
    [Range(1, 10_000)]
    public int MaxStepsPerCommit { get; set; } = 100;
}

[OptionsValidator]
internal sealed partial class EngineOptionsValidator : IValidateOptions<EngineOptions>;
