using System.Collections.Immutable;

namespace Workflows.Engine.Definitions;

/// <summary>What expressions see as <c>vars</c>: the facts of the instance, the same for its whole life.</summary>
internal static class InstanceFacts
{
    public const string Definition = "definition";
    public const string Version = "version";
    public const string InstanceId = "instanceId";
    public const string Reference = "reference";
    public const string StartedBy = "startedBy";

    public static ImmutableArray<string> Names { get; } = [Definition, Version, InstanceId, Reference, StartedBy];
}
