using System.Collections.Immutable;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <summary>A retry of all incidents of one cause, as far as it is.</summary>
public sealed record IncidentRetry
{
    /// <summary>The most refusals that are listed.</summary>
    public const int MostRefusals = 200;

    /// <summary>The id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose incidents.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>What the incidents have in common.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>When it began. Incidents that were opened after it are left alone: what fails again is not tried for ever.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many incidents there were when it began; counted to 10,000.</summary>
    public required int Total { get; init; }

    /// <summary>How many were asked to try again, durably. Whether that helps shows in the list of incidents.</summary>
    public int Retried { get; init; }

    /// <summary>How many could not be asked.</summary>
    public int Refused { get; init; }

    /// <summary>Why not, of the first <see cref="MostRefusals"/>.</summary>
    public ImmutableArray<RefusedRetry> Refusals { get; init; } = [];

    /// <summary>Why it stopped before its end; null when it did not.</summary>
    public string? Error { get; init; }
}

/// <summary>An incident that could not be retried.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Incident">Its number in it.</param>
/// <param name="Why">Why not, for example that it is over, or that the instance is paused.</param>
public sealed record RefusedRetry(InstanceId Instance, int Incident, string Why);
