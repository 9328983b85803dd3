using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;

namespace Workflows.Engine;

/// <summary>What became of a definition that was to be published.</summary>
/// <param name="Version">The version as it is now; in a dry run, as it would be.</param>
/// <param name="Change">What publishing it did, or would do.</param>
public sealed record DefinitionPublication(DefinitionSummary Version, DefinitionChangeKind Change)
{
    /// <summary>The latest published version before, when it says the same under another number: nothing but the number is new. Null otherwise.</summary>
    public SemanticVersion? SameAs { get; init; }

    /// <summary>What somebody should look at.</summary>
    public ImmutableArray<DefinitionProblem> Warnings { get; init; } = [];
}

/// <summary>What publishing a definition does.</summary>
[JsonConverter(typeof(DefinitionChangeKindConverter))]
public enum DefinitionChangeKind
{
    /// <summary>The first version of the definition.</summary>
    New,

    /// <summary>One more version, or one that can be started again.</summary>
    NewVersion,

    /// <summary>Nothing: exactly this was published before.</summary>
    Unchanged,

    /// <summary>Nothing, for the version is there with other content. Only in a dry run; else it is an error.</summary>
    Conflict,
}

/// <summary>A draft that was saved.</summary>
/// <param name="Version">The draft as it is now.</param>
/// <param name="IsNew">Whether there was none before.</param>
/// <param name="Problems">What is wrong or doubtful with it. Errors must be mended before it can be published.</param>
public sealed record DefinitionDraft(DefinitionSummary Version, bool IsNew, ImmutableArray<DefinitionProblem> Problems);

internal sealed class DefinitionChangeKindConverter() : JsonStringEnumConverter<DefinitionChangeKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
