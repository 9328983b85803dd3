using System.Text.Json;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>Every subschema of a document by pointer, and every address inside it. References are looked up here and nowhere else.</summary>
internal sealed class SchemaIndex
{
    private static readonly Uri s_documentUri = new("form://document/");

    private readonly JsonElement _document;
    private readonly ProblemList _problems;
    private readonly Dictionary<string, SchemaLocation> _locations = [];
    private readonly Dictionary<string, SchemaResource> _resources = [];
    private bool _isFull;

    public SchemaIndex(JsonElement document, Dialect dialect, ProblemList problems)
    {
        _document = document;
        _problems = problems;
        var root = new SchemaResource(0, s_documentUri, "", dialect);
        _resources.Add(Key(root.BaseUri), root);
        Add(document, "", root);
    }

    public IReadOnlyCollection<SchemaLocation> Locations => _locations.Values;

    public IReadOnlyCollection<SchemaResource> Resources => _resources.Values;

    public SchemaLocation? At(string pointer)
    {
        return _locations.GetValueOrDefault(pointer);
    }

    /// <summary>Finds what a reference means; null after a problem was noted.</summary>
    public SchemaLocation? Resolve(SchemaResource from, string reference, string pointer)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? reference : reference[..hash];
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var resource = from;
        if (address.Length > 0 && (!Uri.TryCreate(from.BaseUri, address, out var uri) || !_resources.TryGetValue(Key(uri), out resource)))
        {
            _problems.Add(pointer, "schema.remote", $"The reference \"{reference}\" leaves the document. Copy what it refers to under \"$defs\".");
            return null;
        }

        var target = fragment.Length == 0 || fragment[0] == '/'
            ? Follow(resource, fragment)
            : resource.Anchors.TryGetValue(fragment, out var anchor) ? At(anchor) : null;
        if (target is null && !_isFull)
        {
            _problems.Add(pointer, "schema.ref", $"The reference \"{reference}\" leads nowhere.");
        }

        return target;
    }

    private static string Key(Uri uri)
    {
        return uri.AbsoluteUri.Split('#')[0];
    }

    private SchemaLocation? Follow(SchemaResource resource, string fragment)
    {
        if (JsonPointer.Split(fragment) is not { } steps || JsonPointer.Split(resource.Pointer) is not { } start)
        {
            return null;
        }

        var (element, pointer) = (_document, "");
        foreach (var step in start.Concat(steps))
        {
            if (!TryStep(ref element, step))
            {
                return null;
            }

            pointer = JsonPointer.Append(pointer, step);
            resource = At(pointer) is { } known && known.Resource.Pointer == pointer ? known.Resource : resource;
        }

        if (At(pointer) is null && Subschemas.IsSchema(element))
        {
            // Not a place where schemas usually are; being referred to makes it one.
            Add(element, pointer, resource);
        }

        return At(pointer);
    }

    private static bool TryStep(ref JsonElement element, string step)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return element.TryGetProperty(step, out element);
        }

        if (element.ValueKind == JsonValueKind.Array
            && uint.TryParse(step, out var index)
            && index < element.GetArrayLength()
            && (step == "0" || step[0] != '0'))
        {
            element = element[(int)index];
            return true;
        }

        return false;
    }

    private void Add(JsonElement schema, string pointer, SchemaResource resource)
    {
        if (_locations.Count >= FormLimits.MaxSubschemas)
        {
            if (!_isFull)
            {
                _problems.Add("", "schema.limit", $"A form has at most {FormLimits.MaxSubschemas} subschemas.");
            }

            _isFull = true;
            return;
        }

        if (schema.ValueKind == JsonValueKind.Object)
        {
            resource = Enter(schema, pointer, resource);
            AddAnchor(schema, "$anchor", pointer, resource);
            AddAnchor(schema, "$dynamicAnchor", pointer, resource);
        }

        if (!_locations.TryAdd(pointer, new SchemaLocation(schema, pointer, resource)))
        {
            return;
        }

        foreach (var (child, childPointer) in Subschemas.Of(schema, pointer))
        {
            Add(child, childPointer, resource);
        }
    }

    /// <summary>The resource a schema belongs to: a new one when it has an address.</summary>
    private SchemaResource Enter(JsonElement schema, string pointer, SchemaResource resource)
    {
        if (!schema.TryGetProperty("$id", out var value) || (resource.Dialect.IsDraft7 && schema.TryGetProperty("$ref", out _)))
        {
            return resource;
        }

        var id = value.ValueKind == JsonValueKind.String ? value.GetString()!.Split('#') : [];
        if (id.Length is < 1 or > 2 || (id.Length == 2 && id[1].Length > 0 && !resource.Dialect.IsDraft7))
        {
            _problems.Add(JsonPointer.Append(pointer, "$id"), "schema.keyword", "\"$id\" is an address without a fragment.");
            return resource;
        }

        if (id[0].Length > 0)
        {
            resource = AddResource(schema, pointer, resource, id[0]);
        }

        if (id.Length == 2 && id[1].Length > 0)
        {
            NoteAnchor(id[1], pointer, resource, "$id");
        }

        return resource;
    }

    private SchemaResource AddResource(JsonElement schema, string pointer, SchemaResource parent, string id)
    {
        if (!Uri.TryCreate(parent.BaseUri, id, out var uri))
        {
            _problems.Add(JsonPointer.Append(pointer, "$id"), "schema.keyword", "\"$id\" is no address.");
            return parent;
        }

        var dialect = pointer.Length > 0 && schema.TryGetProperty("$schema", out var named) && named.ValueKind == JsonValueKind.String
            ? Dialect.Named(named.GetString()!)
            : parent.Dialect;
        if (dialect is null)
        {
            _problems.Add(JsonPointer.Append(pointer, "$schema"), "schema.draft", "Only draft 2020-12 and draft-07 are known.");
        }

        var resource = new SchemaResource(pointer.Length == 0 ? 0 : _resources.Count, uri, pointer, dialect ?? parent.Dialect);
        if (!_resources.TryAdd(Key(uri), resource))
        {
            _problems.Add(JsonPointer.Append(pointer, "$id"), "schema.ref", "Another subschema has the same address.");
        }

        return resource;
    }

    private void AddAnchor(JsonElement schema, string keyword, string pointer, SchemaResource resource)
    {
        if (!resource.Dialect.KnowsNewKeywords || !schema.TryGetProperty(keyword, out var value))
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } name)
        {
            _problems.Add(JsonPointer.Append(pointer, keyword), "schema.keyword", $"\"{keyword}\" is a name.");
            return;
        }

        NoteAnchor(name, pointer, resource, keyword);
        if (keyword == "$dynamicAnchor")
        {
            resource.DynamicAnchors.Add(name);
        }
    }

    private void NoteAnchor(string name, string pointer, SchemaResource resource, string keyword)
    {
        if (!resource.Anchors.TryAdd(name, pointer) && resource.Anchors[name] != pointer)
        {
            _problems.Add(JsonPointer.Append(pointer, keyword), "schema.ref", $"Another subschema is called \"{name}\" too.");
        }
    }
}
