using System.Text.Json;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>A subschema, where it is, and the resource its references start from.</summary>
/// <param name="Schema">The subschema.</param>
/// <param name="Pointer">A JSON pointer into the form's own document; in a document of the library it follows the address and a <c>#</c>.</param>
/// <param name="Resource">What relative references start from.</param>
internal sealed record SchemaLocation(JsonElement Schema, string Pointer, SchemaResource Resource);
