using Workflows.Engine.Attention;
using Workflows.Engine.Runtime;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Attention;

/// <summary>What is stuck without an incident, and its repairs.</summary>
internal sealed class AttentionState(GuardedAttention attention, ILogger<AttentionState> logger)
{
    /// <summary>What was found last.</summary>
    public Loaded<AttentionReport> Report { get; private set; } = Loaded<AttentionReport>.Pending;

    /// <summary>Why the last thing the person did could not be done; null when it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>Reads what was found last. What is shown stays until the answer is there.</summary>
    public async Task LoadAsync(Person person, CancellationToken cancellationToken) => Report = await Loading.TryAsync(logger, () => attention.GetAsync(person, cancellationToken));

    /// <summary>Looks now. False when it could not; <see cref="Failure"/> says why, and what is shown stays.</summary>
    public async Task<bool> LookAsync(Person person, CancellationToken cancellationToken)
    {
        var looked = await Loading.TryAsync(logger, () => attention.SweepAsync(person, cancellationToken));
        Failure = looked.Failure;
        if (looked.Value is not null)
        {
            Report = looked;
        }

        return looked.Value is not null;
    }

    /// <summary>Repairs something; gives what came of it, or null when it could not be done; <see cref="Failure"/> says why.</summary>
    public async Task<string?> RepairAsync(Person person, StuckItem item, string reason, CancellationToken cancellationToken)
    {
        var repaired = await Loading.TryAsync(logger, () => attention.RepairAsync(person, item.Id, reason, isDryRun: false, cancellationToken));
        Failure = repaired.Failure;
        await LoadAsync(person, cancellationToken);
        return repaired.Value?.Outcome;
    }
}
