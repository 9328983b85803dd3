namespace Workflows.Engine.Forms.Rules;

/// <summary>What compiling a schema gives: the root of the rules, and what dynamic references need to know.</summary>
/// <param name="Root">The whole schema.</param>
/// <param name="DynamicAnchors">Targets by resource and anchor name.</param>
/// <param name="UsesDynamicReferences">Whether the way to each value must be remembered.</param>
internal sealed record CompiledSchema(SchemaNode Root, IReadOnlyDictionary<(int Resource, string Anchor), SchemaNode> DynamicAnchors, bool UsesDynamicReferences);
