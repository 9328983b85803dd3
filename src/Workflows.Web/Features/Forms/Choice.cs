using System.Text.Json;

namespace Workflows.Web.Features.Forms;

/// <summary>One value a field allows, and what people call it.</summary>
public sealed record Choice(string Label, JsonElement Value);
