using System.Text.Json;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>A schema with an address of its own (<c>$id</c>), or a whole document.</summary>
internal sealed record SchemaResource(int Number, Uri BaseUri, string Pointer, JsonElement Schema, Dialect Dialect)
{
    /// <summary>Pointers of the places this resource names, by name.</summary>
    public Dictionary<string, string> Anchors { get; } = [];

    /// <summary>Those of them that dynamic references look for.</summary>
    public HashSet<string> DynamicAnchors { get; } = [];
}
