using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Forms;

namespace Workflows.Web.Features.Forms;

/// <summary>Answers whether data meets a part of a form's schema, by the validator itself. Each part is compiled once.</summary>
internal sealed class Conditions(JsonElement document)
{
    // What references inside a part may lead to, and what tells the draft.
    private static readonly string[] s_shared = ["$schema", "$defs", "definitions"];

    private readonly Dictionary<string, FormSchema?> _compiled = [];

    /// <summary>Some part of the form depends on answers: it must be read again after each.</summary>
    public bool AreUsed { get; set; }

    public bool Hold(JsonElement schema, JsonNode? value)
    {
        var text = schema.GetRawText();
        if (!_compiled.TryGetValue(text, out var form))
        {
            _compiled.Add(text, form = Compile(schema));
        }

        return form is not null && form.Validate(JsonSerializer.SerializeToElement(value)).Count == 0;
    }

    private FormSchema? Compile(JsonElement schema)
    {
        var whole = new JsonObject { ["allOf"] = new JsonArray(JsonSerializer.SerializeToNode(schema)) };
        foreach (var name in s_shared)
        {
            if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var shared))
            {
                whole[name] = JsonSerializer.SerializeToNode(shared);
            }
        }

        return FormSchema.TryCompile(JsonSerializer.SerializeToElement(whole), null, out var form, out _) ? form : null;
    }
}
