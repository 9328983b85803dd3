using System.Text.Json;
using Workflows.Engine.Forms.Compilation;

namespace Workflows.Engine.Tests.Forms;

/// <summary>
/// The documents the suite's tests refer to by address. The suite serves them over HTTP; here they are registered by name, written down from what the tests
/// that use them say about them.
/// </summary>
internal static class SuiteRemotes
{
    private const string Base = "http://localhost:1234/draft2020-12/";

    public static SchemaLibrary Library { get; } = SchemaLibrary.BuiltIn.With(Documents().Select(entry =>
        KeyValuePair.Create(Base + entry.Address, JsonElement.Parse(entry.Json))));

    private static IEnumerable<(string Address, string Json)> Documents()
    {
        return Plain().Concat(Renamed()).Concat(Dynamic()).Concat(Metaschemas());
    }

    private static IEnumerable<(string Address, string Json)> Plain()
    {
        yield return ("integer.json", """{ "type": "integer" }""");
        yield return ("subSchemas.json", """{ "$defs": { "integer": { "type": "integer" }, "refToInteger": { "$ref": "#/$defs/integer" } } }""");
        yield return ("locationIndependentIdentifier.json", """{ "$defs": { "refToInteger": { "$ref": "#foo" }, "a": { "$anchor": "foo", "type": "integer" } } }""");
        foreach (var folder in new[] { "baseUriChange", "baseUriChangeFolder", "baseUriChangeFolderInSubschema" })
        {
            yield return ($"{folder}/folderInteger.json", """{ "type": "integer" }""");
        }

        yield return ("name-defs.json", """{ "$defs": { "orNull": { "anyOf": [ { "type": "null" }, { "$ref": "#" } ] } }, "type": "string" }""");
        yield return ("nested/foo-ref-string.json", """{ "type": "object", "properties": { "foo": { "$ref": "string.json" } } }""");
        yield return ("nested/string.json", """{ "type": "string" }""");
        yield return ("detached-ref.json", """{ "$defs": { "foo": { "$ref": "#detached" }, "detached": { "$anchor": "detached", "type": "integer" } } }""");
    }

    private static IEnumerable<(string Address, string Json)> Renamed()
    {
        yield return ("ref-and-defs.json", $$"""
            { "$id": "{{Base}}ref-and-defs.json", "$defs": { "inner": { "properties": { "bar": { "type": "string" } } } }, "$ref": "#/$defs/inner" }
            """);
        yield return ("different-id-ref-string.json", """
            { "$id": "http://localhost:1234/real-id-ref-string.json", "$defs": { "text": { "type": "string" } }, "$ref": "#/$defs/text" }
            """);
        yield return ("urn-ref-string.json", """
            { "$id": "urn:uuid:feebdaed-ffff-0000-ffff-0000deadbeef", "$defs": { "text": { "type": "string" } }, "$ref": "#/$defs/text" }
            """);
        yield return ("nested-absolute-ref-to-string.json", """
            { "$defs": { "text": { "$id": "http://localhost:1234/the-nested-id.json", "type": "string" } }, "$ref": "http://localhost:1234/the-nested-id.json" }
            """);
    }

    private static IEnumerable<(string Address, string Json)> Dynamic()
    {
        yield return ("detached-dynamicref.json", """
            { "$defs": { "foo": { "$dynamicRef": "#detached" }, "detached": { "$dynamicAnchor": "detached", "type": "integer" } } }
            """);
        yield return ("tree.json", $$"""
            {
              "$id": "{{Base}}tree.json", "$dynamicAnchor": "node", "type": "object",
              "properties": { "data": true, "children": { "type": "array", "items": { "$dynamicRef": "#node" } } }
            }
            """);
        yield return ("extendible-dynamic-ref.json", $$"""
            {
              "$id": "{{Base}}extendible-dynamic-ref.json", "type": "object", "additionalProperties": false, "required": ["elements"],
              "properties": { "elements": { "type": "array", "items": { "$dynamicRef": "#elements" } } },
              "$defs": { "elements": { "$dynamicAnchor": "elements", "type": ["object", "boolean"] } }
            }
            """);
    }

    private static IEnumerable<(string Address, string Json)> Metaschemas()
    {
        yield return ("metaschema-no-validation.json", Metaschema(("applicator", true)));
        yield return ("metaschema-optional-vocabulary.json", Metaschema(("validation", true), ("nobody-knows", false)));
        yield return ("format-assertion-false.json", Metaschema(("format-assertion", false)));
        yield return ("format-assertion-true.json", Metaschema(("format-assertion", true)));
    }

    private static string Metaschema(params (string Name, bool Required)[] vocabularies)
    {
        const string Draft = "https://json-schema.org/draft/2020-12/";
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["$schema"] = Draft + "schema",
            ["$vocabulary"] = vocabularies.Append(("core", true)).ToDictionary(entry => $"{Draft}vocab/{entry.Item1}", entry => entry.Item2),
        });
    }
}
