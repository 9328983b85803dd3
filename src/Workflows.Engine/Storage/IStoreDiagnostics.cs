namespace Workflows.Engine.Storage;

/// <summary>What operators want to know of a store. Everything costs the same however much is stored: counts are answered by indexes, and stop at a cap.</summary>
internal interface IStoreDiagnostics
{
    /// <summary>Counts what is under way, in all tenants.</summary>
    /// <param name="cap">Where counting stops.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<StoreFigures> ReadFiguresAsync(int cap, CancellationToken cancellationToken);

    /// <summary>Writes something that changes nothing, through the same queue as everything else. Returns once it is durable.</summary>
    /// <exception cref="StoreBusyException">The queue stayed full.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    Task ProbeWriteAsync(CancellationToken cancellationToken);
}

/// <summary>What is under way.</summary>
/// <param name="OpenInstances">How many instances have not ended.</param>
/// <param name="InstancesWithIncidents">How many instances have an open incident.</param>
/// <param name="OldestOpenTaskAt">When the oldest open task was created; null when none is open.</param>
/// <param name="EarliestDueAt">When the first timer or schedule is, or was, due; null when none is armed.</param>
internal sealed record StoreFigures(int OpenInstances, int InstancesWithIncidents, DateTimeOffset? OldestOpenTaskAt, DateTimeOffset? EarliestDueAt)
{
    /// <summary>Where counting stops.</summary>
    public const int Cap = 10_000;
}
