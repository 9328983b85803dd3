using System.Collections.Immutable;

namespace Workflows.Engine.HumanTasks;

/// <summary>Who asks: a person with the groups they are in, or a machine. The tenant travels with them, so that nobody acts in another one.</summary>
/// <param name="Id">The person's id, as assignments and histories name them.</param>
/// <param name="Groups">The groups the person is in.</param>
/// <param name="Tenant">The tenant the person acts in.</param>
public sealed record Actor(string Id, ImmutableArray<string> Groups, TenantId Tenant)
{
    /// <summary>The engine itself, in the default tenant.</summary>
    public static Actor System { get; } = new("system");

    /// <summary>By what way they came, for the audit: <c>page</c>, <c>api</c>, <c>schedule</c>, <c>webhook</c>; null for the program around the engine. It makes no difference to what they may do.</summary>
    public string? Channel { get; init; }

    /// <summary>Somebody in no group, in the default tenant.</summary>
    public Actor(string id)
        : this(id, [], TenantId.Default)
    {
    }

    /// <summary>Somebody in no group, in the default tenant.</summary>
    public static implicit operator Actor(string id) => new(id);

    /// <inheritdoc/>
    public bool Equals(Actor? other) => other is not null && Id == other.Id && Tenant == other.Tenant && Groups.SequenceEqual(other.Groups);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Tenant);
}
