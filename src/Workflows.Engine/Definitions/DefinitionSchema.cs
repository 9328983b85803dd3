using System.Text.Json;

namespace Workflows.Engine.Definitions;

/// <summary>
/// The JSON Schema (2020-12) of definition documents and bundles, by which editors complete and explain them. What it refuses <see cref="DefinitionDocument"/> refuses as
/// well; the other way round only for what a schema can say.
/// </summary>
public static class DefinitionSchema
{
    private const string Resource = "Workflows.Engine.Definitions.workflow-definition.schema.json";

    /// <summary>The schema, as JSON.</summary>
    public static string Json { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(DefinitionSchema).Assembly.GetManifestResourceStream(Resource)!;
        using var schema = JsonDocument.Parse(stream);
        return schema.RootElement.GetRawText();
    }
}
