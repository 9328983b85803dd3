using System.Text.Json;
using Workflows.Engine.Forms.Patterns;
using Workflows.Engine.Forms.Rules;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Compilation;

// Keywords about arrays and objects.
internal sealed partial class SchemaCompiler
{
    private void AddArrays(SchemaNode node, KeywordReader keywords, List<Rule> rules)
    {
        var (prefix, items) = Items(keywords);
        var rule = new ArrayRule(node)
        {
            Prefix = prefix,
            Items = items,
            MinItems = keywords.Count("minItems"),
            MaxItems = keywords.Count("maxItems"),
            Unique = keywords.Flag("uniqueItems"),
        };
        if (rule.HasDemands)
        {
            rules.Add(rule);
        }

        if (Child(keywords, "contains") is { } wanted)
        {
            var min = keywords.Dialect.KnowsNewKeywords ? keywords.Count("minContains") : null;
            var max = keywords.Dialect.KnowsNewKeywords ? keywords.Count("maxContains") : null;
            rules.Add(new ContainsRule(node, wanted, min ?? 1, max));
        }
    }

    private (SchemaNode[] Prefix, SchemaNode? Items) Items(KeywordReader keywords)
    {
        if (keywords.Any("items") is { ValueKind: JsonValueKind.Array })
        {
            if (keywords.Dialect.IsDraft7)
            {
                return (Children(keywords, "items"), Child(keywords, "additionalItems"));
            }

            keywords.Problem("items", "schema.keyword", "\"items\" is one schema; schemas by position go under \"prefixItems\".");
            return ([], null);
        }

        return (keywords.Dialect.KnowsNewKeywords ? Children(keywords, "prefixItems") : [], Child(keywords, "items"));
    }

    private void AddObjects(SchemaNode node, KeywordReader keywords, List<Rule> rules)
    {
        var names = new NameTable();
        var properties = Properties(keywords, names);
        var required = keywords.Names("required").ConvertAll(names.Add);
        var dependentRequired = new List<(int Slot, int[] Needed, string Keyword)>();
        var dependentSchemas = new List<(int Slot, SchemaNode Schema)>();
        AddDependencies(keywords, names, dependentRequired, dependentSchemas);
        var rule = new ObjectRule(node)
        {
            Names = names,
            Properties = [.. Enumerable.Range(0, names.Count).Select(slot => properties.GetValueOrDefault(slot))],
            Patterns = PatternProperties(keywords),
            Additional = Child(keywords, "additionalProperties"),
            NameSchema = Child(keywords, "propertyNames"),
            Required = [.. required],
            DependentRequired = [.. dependentRequired],
            DependentSchemas = [.. dependentSchemas],
            MinProperties = keywords.Count("minProperties"),
            MaxProperties = keywords.Count("maxProperties"),
        };
        if (rule.HasDemands)
        {
            rules.Add(rule);
        }
    }

    private Dictionary<int, SchemaNode> Properties(KeywordReader keywords, NameTable names)
    {
        var properties = new Dictionary<int, SchemaNode>();
        var pointer = keywords.PointerOf("properties");
        foreach (var property in keywords.Entries("properties"))
        {
            if (Child(property.Value, JsonPointer.Append(pointer, property.Name)) is { } schema)
            {
                properties[names.Add(property.Name)] = schema;
            }
        }

        return properties;
    }

    private (TextPattern Pattern, SchemaNode Schema)[] PatternProperties(KeywordReader keywords)
    {
        var patterns = new List<(TextPattern Pattern, SchemaNode Schema)>();
        foreach (var entry in keywords.Entries("patternProperties"))
        {
            var pointer = JsonPointer.Append(keywords.PointerOf("patternProperties"), entry.Name);
            if (Pattern(entry.Name, pointer) is { } pattern && Child(entry.Value, pointer) is { } schema)
            {
                patterns.Add((pattern, schema));
            }
        }

        return [.. patterns];
    }

    private void AddDependencies(
        KeywordReader keywords,
        NameTable names,
        List<(int Slot, int[] Needed, string Keyword)> required,
        List<(int Slot, SchemaNode Schema)> schemas)
    {
        if (keywords.Dialect.KnowsNewKeywords)
        {
            foreach (var entry in keywords.Entries("dependentRequired"))
            {
                AddRequired(entry, "dependentRequired");
            }

            foreach (var entry in keywords.Entries("dependentSchemas"))
            {
                AddSchema(entry, "dependentSchemas");
            }
        }

        // Draft-07's one keyword for both; later drafts keep it as an optional extension.
        foreach (var entry in keywords.Entries("dependencies"))
        {
            if (entry.Value.ValueKind == JsonValueKind.Array)
            {
                AddRequired(entry, "dependencies");
            }
            else
            {
                AddSchema(entry, "dependencies");
            }
        }

        void AddRequired(JsonProperty entry, string keyword)
        {
            var needed = keywords.Names(entry.Value, JsonPointer.Append(keywords.PointerOf(keyword), entry.Name));
            required.Add((names.Add(entry.Name), [.. needed.Select(names.Add)], keyword));
        }

        void AddSchema(JsonProperty entry, string keyword)
        {
            if (Child(entry.Value, JsonPointer.Append(keywords.PointerOf(keyword), entry.Name)) is { } schema)
            {
                schemas.Add((names.Add(entry.Name), schema));
            }
        }
    }

    private void AddUnevaluated(SchemaNode node, KeywordReader keywords, List<Rule> rules)
    {
        if (!keywords.Dialect.KnowsNewKeywords)
        {
            return;
        }

        if (Child(keywords, "unevaluatedItems") is { } items)
        {
            rules.Add(new UnevaluatedItemsRule(node, items));
        }

        if (Child(keywords, "unevaluatedProperties") is { } properties)
        {
            rules.Add(new UnevaluatedPropertiesRule(node, properties));
        }
    }
}
