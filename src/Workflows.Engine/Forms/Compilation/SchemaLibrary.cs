using System.Collections.Frozen;
using System.Text.Json;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>
/// Schema documents a form may refer to by their address, beside its own: the metaschemas of the drafts we know, which come with the product. An address is a
/// name here; nothing is ever fetched.
/// </summary>
internal sealed class SchemaLibrary
{
    private readonly FrozenDictionary<string, Lazy<JsonElement>> _documents;

    private SchemaLibrary(IEnumerable<KeyValuePair<string, Lazy<JsonElement>>> documents)
    {
        _documents = documents.ToFrozenDictionary();
    }

    /// <summary>The metaschemas alone.</summary>
    public static SchemaLibrary BuiltIn { get; } = new(Metaschemas());

    /// <summary>This library with further documents, by the addresses references use.</summary>
    public SchemaLibrary With(IEnumerable<KeyValuePair<string, JsonElement>> documents)
    {
        return new SchemaLibrary(_documents.Concat(documents.Select(entry => KeyValuePair.Create(entry.Key, new Lazy<JsonElement>(entry.Value)))));
    }

    /// <summary>The document with an address (absolute, without a fragment); null when there is none.</summary>
    public JsonElement? Find(string address)
    {
        return _documents.TryGetValue(address, out var document) ? document.Value : null;
    }

    private static IEnumerable<KeyValuePair<string, Lazy<JsonElement>>> Metaschemas()
    {
        yield return Embedded("http://json-schema.org/draft-07/schema", "draft-07");
        yield return Embedded("https://json-schema.org/draft/2020-12/schema", "2020-12-schema");
        foreach (var part in new[] { "core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "format-assertion", "content" })
        {
            yield return Embedded($"https://json-schema.org/draft/2020-12/meta/{part}", $"2020-12-{part}");
        }
    }

    private static KeyValuePair<string, Lazy<JsonElement>> Embedded(string address, string file)
    {
        return KeyValuePair.Create(address, new Lazy<JsonElement>(() => Read(file)));
    }

    private static JsonElement Read(string file)
    {
        var type = typeof(SchemaLibrary);
        using var stream = type.Assembly.GetManifestResourceStream($"Workflows.Engine.Forms.Metaschemas.{file}.json")
            ?? throw new InvalidOperationException($"The metaschema {file} is not part of {type.Assembly.GetName().Name}.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
