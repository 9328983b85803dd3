using Workflows.Engine.Definitions;

namespace Workflows.Engine.Storage;

/// <summary>How a list of definitions shows one that has several versions.</summary>
internal static class DefinitionSummaries
{
    /// <summary>The version that stands for a definition.</summary>
    /// <param name="latest">The latest version in each status that occurs; at least one.</param>
    public static DefinitionSummary Representative(IReadOnlyCollection<DefinitionSummary> latest)
    {
        var draft = Of(DefinitionStatus.Draft);
        return (Of(DefinitionStatus.Published) ?? Of(DefinitionStatus.Retired) ?? draft)! with { Draft = draft?.Version };

        DefinitionSummary? Of(DefinitionStatus status) => latest.FirstOrDefault(version => version.Status == status);
    }
}
