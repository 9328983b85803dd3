using System.Text.Json;

namespace Workflows.Web.Features.Forms;

// What a schema only is under a condition: the parts that hold for the answers so far are added, the names in the others are remembered.
internal sealed partial class SchemaParts
{
    private readonly HashSet<string> _namesElsewhere = [];

    // Each is looked into once: references may double at every level, or form a circle.
    private readonly HashSet<string> _followedElsewhere = [];

    /// <summary>Alternatives that no answer tells apart, with fields of their own.</summary>
    public bool HasOpenChoice { get; private set; }

    /// <summary>Members that belong to the form under other answers only.</summary>
    public HashSet<string> NamesElsewhere()
    {
        return [.. _namesElsewhere.Except(Properties().Select(property => property.Name))];
    }

    private void AddConditional(JsonElement schema)
    {
        if (schema.TryGetProperty("if", out var condition))
        {
            _conditions.AreUsed = true;
            var holds = _conditions.Hold(condition, Data);
            Take(schema, "then", holds);
            Take(schema, "else", !holds);
        }

        foreach (var keyword in new[] { "dependentSchemas", "dependencies" })
        {
            if (schema.TryGetProperty(keyword, out var dependencies) && dependencies.ValueKind == JsonValueKind.Object)
            {
                AddDependencies(dependencies);
            }
        }

        AddAlternatives(schema, "oneOf");
        AddAlternatives(schema, "anyOf");
    }

    private void AddDependencies(JsonElement dependencies)
    {
        foreach (var dependency in dependencies.EnumerateObject().Where(dependency => dependency.Value.ValueKind == JsonValueKind.Object))
        {
            _conditions.AreUsed = true;
            Choose(dependency.Value, Data.ContainsKey(dependency.Name));
        }
    }

    private void AddAlternatives(JsonElement schema, string keyword)
    {
        if (!schema.TryGetProperty(keyword, out var alternatives)
            || alternatives.ValueKind != JsonValueKind.Array
            || !alternatives.EnumerateArray().Any(branch => PropertiesOf(branch).Any()))
        {
            return;
        }

        var branches = alternatives.EnumerateArray().ToList();
        if (Discriminator(branches) is not { } name)
        {
            HasOpenChoice |= MentionsOther(alternatives, [.. Properties().Select(property => property.Name)]);
            return;
        }

        _conditions.AreUsed = true;
        var chosen = Data.TryGetPropertyValue(name, out var value)
            ? branches.FindIndex(branch => _conditions.Hold(PropertiesOf(branch).First(property => property.Name == name).Value, value))
            : -1;
        for (var i = 0; i < branches.Count; i++)
        {
            Choose(branches[i], i == chosen);
        }
    }

    /// <summary>The member whose value tells alternatives apart: it has a <c>const</c> or <c>enum</c> in each of them, and a field outside of them.</summary>
    private string? Discriminator(List<JsonElement> branches)
    {
        return Properties().Select(property => property.Name).FirstOrDefault(name => branches.TrueForAll(branch =>
            PropertiesOf(branch).Any(property => property.Name == name
                && property.Value.ValueKind == JsonValueKind.Object
                && (property.Value.TryGetProperty("const", out _) || property.Value.TryGetProperty("enum", out _)))));
    }

    private void Take(JsonElement schema, string keyword, bool holds)
    {
        if (schema.TryGetProperty(keyword, out var branch) && branch.ValueKind == JsonValueKind.Object)
        {
            Choose(branch, holds);
        }
    }

    private void Choose(JsonElement branch, bool holds)
    {
        if (holds)
        {
            Add(branch);
            return;
        }

        CollectNames(branch);
    }

    private void CollectNames(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        _namesElsewhere.UnionWith(PropertiesOf(schema).Select(property => property.Name));
        if (schema.TryGetProperty("$ref", out var reference)
            && _followedElsewhere.Add(reference.GetString()!)
            && Target(reference.GetString()!) is { } target)
        {
            CollectNames(target);
        }

        foreach (var keyword in new[] { "allOf", "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(keyword, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var part in list.EnumerateArray())
                {
                    CollectNames(part);
                }
            }
        }

        foreach (var keyword in new[] { "then", "else" })
        {
            if (schema.TryGetProperty(keyword, out var part))
            {
                CollectNames(part);
            }
        }
    }

    private static JsonElement.ObjectEnumerator PropertiesOf(JsonElement schema)
    {
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject()
            : default;
    }
}
