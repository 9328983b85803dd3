using System.Text.Json;
using Workflows.Engine.Forms.Formats;
using Workflows.Engine.Forms.Rules;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Compilation;

// Keywords about single values: type, enum, const, numbers, texts.
internal sealed partial class SchemaCompiler
{
    private void AddValues(SchemaNode node, KeywordReader keywords, List<Rule> rules)
    {
        AddType(node, keywords, rules);
        if (keywords.Array("enum", mayBeEmpty: true) is { } values)
        {
            rules.Add(new EnumRule(node, values));
        }

        if (keywords.Any("const") is { } constant)
        {
            rules.Add(new ConstRule(node, constant));
        }

        AddNumber(node, keywords, rules);
        AddText(node, keywords, rules);
    }

    private static void AddType(SchemaNode node, KeywordReader keywords, List<Rule> rules)
    {
        if (keywords.Any("type") is not { } value)
        {
            return;
        }

        var names = value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array => keywords.Names("type"),
            _ => [],
        };
        var types = JsonTypes.None;
        foreach (var name in names)
        {
            types |= TypeNamed(name);
        }

        if (names.Count == 0 || names.Exists(name => TypeNamed(name) == JsonTypes.None))
        {
            keywords.Problem("type", "schema.keyword", "A type is one or more of null, boolean, object, array, number, string and integer.");
            return;
        }

        rules.Add(new TypeRule(node, types, names));
    }

    private static JsonTypes TypeNamed(string name)
    {
        return name switch
        {
            "null" => JsonTypes.Null,
            "boolean" => JsonTypes.Boolean,
            "object" => JsonTypes.Object,
            "array" => JsonTypes.Array,
            "number" => JsonTypes.Number,
            "string" => JsonTypes.String,
            "integer" => JsonTypes.Integer,
            _ => JsonTypes.None,
        };
    }

    private static void AddNumber(SchemaNode node, KeywordReader keywords, List<Rule> rules)
    {
        var rule = new NumberRule(node)
        {
            Minimum = keywords.Number("minimum"),
            Maximum = keywords.Number("maximum"),
            ExclusiveMinimum = keywords.Number("exclusiveMinimum"),
            ExclusiveMaximum = keywords.Number("exclusiveMaximum"),
            MultipleOf = PositiveNumber(keywords, "multipleOf"),
        };
        if (rule.HasDemands)
        {
            rules.Add(rule);
        }
    }

    private static JsonNumber? PositiveNumber(KeywordReader keywords, string keyword)
    {
        var number = keywords.Number(keyword);
        if (number is not { IsPositive: false })
        {
            return number;
        }

        keywords.Problem(keyword, "schema.keyword", $"\"{keyword}\" is greater than 0.");
        return null;
    }

    private void AddText(SchemaNode node, KeywordReader keywords, List<Rule> rules)
    {
        var pattern = keywords.Text("pattern");
        var format = keywords.Text("format");
        var rule = new TextRule(node)
        {
            MinLength = keywords.Count("minLength"),
            MaxLength = keywords.Count("maxLength"),
            Pattern = pattern is null ? null : Pattern(pattern, keywords.PointerOf("pattern")),
            Format = format is null || !(_assertFormats || keywords.Dialect.AssertsFormats) ? null : TextFormat.Find(format),
        };
        if (rule.HasDemands)
        {
            rules.Add(rule);
        }
    }
}
