using System.Text.Json;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>
/// Every subschema of a document by pointer, and every address inside it. References are looked up here and nowhere else. A document of the library is
/// taken in when something refers to it.
/// </summary>
internal sealed class SchemaIndex
{
    private static readonly Uri s_documentUri = new("form://document/");

    private readonly SchemaLibrary _library;
    private readonly ProblemList _problems;
    private readonly Dictionary<string, SchemaLocation> _locations = [];
    private readonly Dictionary<string, SchemaResource> _resources = [];
    private int _numbers;
    private bool _isFull;

    public SchemaIndex(JsonElement document, Dialect dialect, SchemaLibrary library, ProblemList problems)
    {
        _library = library;
        _problems = problems;
        var root = new SchemaResource(0, s_documentUri, "", document, dialect);
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
        if (address.Length > 0)
        {
            resource = Uri.TryCreate(from.BaseUri, address, out var uri) ? _resources.GetValueOrDefault(Key(uri)) ?? FromLibrary(uri) : null;
        }

        if (resource is null)
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

    /// <summary>Takes in a document of the library; null when there is none with this address.</summary>
    private SchemaResource? FromLibrary(Uri uri)
    {
        var address = Key(uri);
        if (_library.Find(address) is not { } document || !Subschemas.IsSchema(document))
        {
            return null;
        }

        var pointer = address + "#";
        var dialect = NamedDialect(document, pointer) ?? Dialect.Detect(document);
        Add(document, pointer, new SchemaResource(++_numbers, uri, pointer, document, dialect));

        // It may call itself something else than it is known by; both lead here.
        var resource = At(pointer)?.Resource;
        if (resource is not null)
        {
            _resources.TryAdd(address, resource);
        }

        return resource;
    }

    private SchemaLocation? Follow(SchemaResource resource, string fragment)
    {
        if (JsonPointer.Split(fragment) is not { } steps)
        {
            return null;
        }

        var (element, pointer) = (resource.Schema, resource.Pointer);
        foreach (var step in steps)
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

        var dialect = pointer.Length > 0 ? NamedDialect(schema, pointer) ?? parent.Dialect : parent.Dialect;
        var resource = new SchemaResource(pointer.Length == 0 ? 0 : ++_numbers, uri, pointer, schema, dialect);
        if (!_resources.TryAdd(Key(uri), resource))
        {
            _problems.Add(JsonPointer.Append(pointer, "$id"), "schema.ref", "Another subschema has the same address.");
        }

        return resource;
    }

    /// <summary>The dialect a resource names; null when it names none, or after a problem was noted.</summary>
    private Dialect? NamedDialect(JsonElement schema, string pointer)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$schema", out var named) || named.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var dialect = Dialect.Named(named.GetString()!, _library);
        if (dialect is null)
        {
            _problems.Add(JsonPointer.Append(pointer, "$schema"), "schema.draft", Dialect.UnknownMessage);
        }

        return dialect;
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
