namespace Workflows.Engine.Schedules;

/// <summary>What bounds the work of a schedule.</summary>
public static class ScheduleLimits
{
    /// <summary>How late a run still counts as on time.</summary>
    public static readonly TimeSpan OnTime = TimeSpan.FromMinutes(1);

    /// <summary>How soon an instance that a run waits for is looked at again, when nobody said that it has ended.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromSeconds(30);

    /// <summary>How many runs may wait, and how many a backfill may ask for.</summary>
    public const int MaxWaiting = 500;

    /// <summary>How many runs are started in a row before the rest is left for the next turn.</summary>
    public const int MaxStarts = 50;

    /// <summary>How many results are kept.</summary>
    public const int MaxRuns = 20;

    /// <summary>How far missed runs are counted.</summary>
    public const int MaxCounted = 1000;

    /// <summary>How many missed runs can be made up at the most.</summary>
    public const int MaxCatchUp = 100;

    /// <summary>How long a name, title, reference or expression may be.</summary>
    public const int MaxText = 200;
}
