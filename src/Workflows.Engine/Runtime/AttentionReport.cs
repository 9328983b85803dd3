using System.Collections.Immutable;
using Workflows.Engine.Attention;

namespace Workflows.Engine.Runtime;

/// <summary>What a look at everything that is open found stuck.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Items">What is stuck, the longest first.</param>
/// <param name="IsCut">Whether there is more: it stopped at <see cref="Most"/>.</param>
public sealed record AttentionReport(DateTimeOffset At, ImmutableArray<StuckItem> Items, bool IsCut)
{
    /// <summary>The most that is told.</summary>
    public const int Most = 1000;

    /// <summary>What of it belongs to a tenant.</summary>
    internal AttentionReport Of(TenantId tenant) => this with { Items = [.. Items.Where(item => item.Tenant == tenant)] };

    /// <summary>The same without something that was repaired.</summary>
    internal AttentionReport Without(string id) => this with { Items = [.. Items.Where(item => item.Id != id)] };
}

/// <summary>What came of a repair, or would.</summary>
/// <param name="Item">What it was about.</param>
/// <param name="IsDone">Whether something was done.</param>
/// <param name="Outcome">What happened, or would, as a sentence.</param>
public sealed record StuckRepairResult(StuckItem Item, bool IsDone, string Outcome);
