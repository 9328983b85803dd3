namespace Workflows.Engine.Definitions;

/// <summary>The definition that a called workflow runs.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Version">Its version.</param>
public sealed record CalledDefinition(string Key, SemanticVersion Version);
