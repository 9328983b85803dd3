using System.Text.Json;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>A subschema, where it is, and the resource its references start from.</summary>
internal sealed record SchemaLocation(JsonElement Schema, string Pointer, SchemaResource Resource);
