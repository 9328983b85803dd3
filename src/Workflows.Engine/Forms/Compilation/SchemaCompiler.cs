using System.Text.Json;
using Workflows.Engine.Forms.Patterns;
using Workflows.Engine.Forms.Rules;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>Turns a schema document into nodes and rules, or into a list of everything that is wrong with it.</summary>
internal sealed partial class SchemaCompiler
{
    private readonly ProblemList _problems = new();
    private readonly SchemaIndex _index;
    private readonly bool _assertFormats;
    private readonly Dictionary<string, SchemaNode> _nodes = [];
    private readonly Queue<(SchemaNode Node, SchemaLocation Location)> _unfilled = [];
    private readonly Dictionary<string, TextPattern?> _patterns = [];
    private int _linearPatternBudget = FormLimits.LinearPatternBudget;
    private bool _usesDynamicReferences;

    private SchemaCompiler(JsonElement document, Dialect dialect, SchemaLibrary library, bool assertFormats)
    {
        _assertFormats = assertFormats;
        _index = new SchemaIndex(document, dialect, library, _problems);
    }

    /// <summary>Compiles a document that the inspector let through.</summary>
    /// <param name="document">The schema.</param>
    /// <param name="library">What references may lead to beside the document.</param>
    /// <param name="assertFormats">Whether <c>format</c> is a demand (as in all forms) or an annotation.</param>
    /// <param name="problems">Everything that is wrong; empty when a schema is returned.</param>
    public static CompiledSchema? Compile(JsonElement document, SchemaLibrary library, bool assertFormats, out IReadOnlyList<FormSchemaProblem> problems)
    {
        if (!Subschemas.IsSchema(document))
        {
            problems = [new FormSchemaProblem("", "schema.keyword", "A schema is an object, true or false.")];
            return null;
        }

        if (FindDialect(document, library) is not { } found)
        {
            problems = [new FormSchemaProblem("/$schema", "schema.draft", Dialect.UnknownMessage)];
            return null;
        }

        var compiler = new SchemaCompiler(document, found, library, assertFormats);
        var compiled = compiler.Run();
        problems = compiler._problems.All;
        return compiler._problems.IsEmpty ? compiled : null;
    }

    private static Dialect? FindDialect(JsonElement document, SchemaLibrary library)
    {
        if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty("$schema", out var named))
        {
            return named.ValueKind == JsonValueKind.String ? Dialect.Named(named.GetString()!, library) : null;
        }

        return Dialect.Detect(document);
    }

    private CompiledSchema Run()
    {
        // References may add locations while rules are made, so this goes on until nothing new turns up.
        var root = NodeAt("");
        foreach (var location in _index.Locations.ToArray())
        {
            NodeFor(location);
        }

        // A document of the library that turned up meanwhile brings dynamic anchors of its own.
        Dictionary<(int Resource, string Anchor), SchemaNode> anchors;
        do
        {
            while (_unfilled.TryDequeue(out var next))
            {
                Fill(next.Node, next.Location);
            }

            anchors = DynamicAnchors();
        }
        while (_unfilled.Count > 0);

        if (_problems.IsEmpty && ReferenceCircles.Find(_nodes.Values) is { } circle)
        {
            _problems.Add(circle.Pointer, "schema.ref", "This schema refers to itself without looking deeper into the data, so it would never end.");
        }

        return new CompiledSchema(root, anchors, _usesDynamicReferences);
    }

    private Dictionary<(int Resource, string Anchor), SchemaNode> DynamicAnchors()
    {
        var anchors = new Dictionary<(int Resource, string Anchor), SchemaNode>();
        foreach (var resource in _index.Resources)
        {
            foreach (var name in resource.DynamicAnchors)
            {
                anchors[(resource.Number, name)] = NodeAt(resource.Anchors[name]);
            }
        }

        return anchors;
    }

    private SchemaNode NodeAt(string pointer)
    {
        // A place that is not indexed lies beyond the limit of subschemas, which is a problem already.
        return _index.At(pointer) is { } location ? NodeFor(location) : new SchemaNode(pointer, 0);
    }

    private SchemaNode NodeFor(SchemaLocation location)
    {
        if (!_nodes.TryGetValue(location.Pointer, out var node))
        {
            node = new SchemaNode(location.Pointer, location.Resource.Number);
            _nodes.Add(location.Pointer, node);
            _unfilled.Enqueue((node, location));
        }

        return node;
    }

    private void Fill(SchemaNode node, SchemaLocation location)
    {
        if (location.Schema.ValueKind == JsonValueKind.False)
        {
            node.Forbid();
        }

        if (location.Schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var keywords = new KeywordReader(location, _problems);
        var rules = new List<Rule>();
        AddReferences(node, keywords, rules);
        if (keywords.Dialect.IsDraft7 && keywords.Any("$ref") is { ValueKind: JsonValueKind.String })
        {
            // Draft-07 ignores everything beside a reference.
            node.Fill(rules);
            return;
        }

        AddValues(node, keywords, rules);
        AddArrays(node, keywords, rules);
        AddObjects(node, keywords, rules);
        AddChoices(node, keywords, rules);
        AddUnevaluated(node, keywords, rules);
        node.Fill(rules);
    }

    /// <summary>The node of a keyword that holds one schema; null when it is not there.</summary>
    private SchemaNode? Child(KeywordReader keywords, string keyword)
    {
        if (keywords.Any(keyword) is not { } value)
        {
            return null;
        }

        return Child(value, keywords.PointerOf(keyword));
    }

    private SchemaNode? Child(JsonElement value, string pointer)
    {
        if (Subschemas.IsSchema(value))
        {
            return NodeAt(pointer);
        }

        _problems.Add(pointer, "schema.keyword", "A schema is an object, true or false.");
        return null;
    }

    /// <summary>The nodes of a keyword that holds a list of schemas.</summary>
    private SchemaNode[] Children(KeywordReader keywords, string keyword)
    {
        var nodes = new List<SchemaNode>();
        if (keywords.Array(keyword, mayBeEmpty: false) is { } list)
        {
            var index = 0;
            foreach (var item in list.EnumerateArray())
            {
                if (Child(item, JsonPointer.Append(keywords.PointerOf(keyword), index)) is { } node)
                {
                    nodes.Add(node);
                }

                index++;
            }
        }

        return [.. nodes];
    }

    private TextPattern? Pattern(string source, string pointer)
    {
        if (_patterns.TryGetValue(source, out var known))
        {
            return known;
        }

        TextPattern? pattern = null;
        if (_patterns.Count >= FormLimits.MaxPatterns)
        {
            _problems.Add(pointer, "schema.limit", $"A form has at most {FormLimits.MaxPatterns} different patterns.");
            return null;
        }

        try
        {
            pattern = TextPattern.Compile(source, ref _linearPatternBudget);
        }
        catch (PatternException e)
        {
            _problems.Add(pointer, "schema.regex", $"The pattern cannot be used: {e.Message} (at character {e.Position + 1}).");
        }

        _patterns.Add(source, pattern);
        return pattern;
    }
}
