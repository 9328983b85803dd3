using System.Text.Json;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions.Checks;

/// <summary>
/// What a definition itself says about the data of its instances: which members there can be, who writes them, and what values they may have. Machine steps may set
/// anything, and a start may bring more than its form shows, so most of it is likely rather than certain.
/// </summary>
internal sealed class DataShape
{
    /// <summary>Keywords by which members or values may be allowed that the schema does not list.</summary>
    private static readonly string[] s_otherSources =
        ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "patternProperties", "dependentSchemas", "dependencies"];

    private static readonly string[] s_decision = ["by", "comment", "outcome"];

    private readonly Dictionary<string, List<Source>> _members = [];
    private readonly bool _isStartClosed;
    private readonly bool _hasMachines;
    private readonly bool _isOpen;

    public DataShape(WorkflowDefinition definition)
    {
        var start = definition.StartForm.Schema;
        _isStartClosed = IsClosed(start);
        _isOpen = !AddFields(start) && !_isStartClosed;
        foreach (var step in definition.Steps)
        {
            _hasMachines |= step.Body is StepBody.Machine;
            if (step.Multi is not null)
            {
                Add("item", Source.Unknown);
                Add("index", Source.Unknown);
                Add(step.SavesListAs, Source.Unknown);
            }

            foreach (var trigger in step.Triggers)
            {
                Add(trigger.Outcome, Source.Unknown);
            }

            if (!step.Errors.IsEmpty)
            {
                Add(step.Id.Value, Source.Unknown);
            }

            switch (step.Body)
            {
                case StepBody.Human { SaveAs: "" } human:
                    _isOpen |= !AddFields(human.Form.Schema);
                    break;
                case StepBody.Human human:
                    Add(step.SavesAs, new Source(human.Form.Schema, human));
                    break;
                case StepBody.Data data:
                    AddAll(data.Assignments);
                    break;
                case StepBody.Wait:
                    Add(step.SavesAs, Source.Unknown);
                    break;
                case StepBody.Call { Output: { IsEmpty: false } output }:
                    AddAll(output);
                    break;
                case StepBody.Call:
                    Add(step.Id.Value, Source.Unknown);
                    break;
            }
        }
    }

    /// <summary>Whether nothing but what the definition shows can write the data.</summary>
    public bool IsCertain => _isStartClosed && !_hasMachines && !_isOpen;

    /// <summary>Whether no form asks for a member of the data, and no step sets it, as far as the definition tells.</summary>
    public bool IsNeverWritten(string member) => !_isOpen && !_hasMachines && !_members.ContainsKey(member);

    /// <summary>The part of a path that no step writes and no form asks for, and the names there are instead; null when the path may lead somewhere.</summary>
    public (PathSegment Unknown, IReadOnlyCollection<string> Known)? FindUnknown(PathReference path)
    {
        if (path.Root is not "data" || path.Segments is not [{ Name: { } member }, ..])
        {
            return null;
        }

        if (!_members.TryGetValue(member, out var sources))
        {
            return IsNeverWritten(member) ? (path.Segments[0], _members.Keys) : null;
        }

        if (sources is not [{ Schema: { } schema } source])
        {
            return null;
        }

        for (var i = 1; i < path.Segments.Count; i++)
        {
            if (path.Segments[i].Name is not { } name || FieldsOf(schema) is not { Count: > 0 } fields)
            {
                return null;
            }

            if (!fields.TryGetValue(name, out schema))
            {
                string[] known = i == 1 && source.Human is not null ? [.. fields.Keys, .. s_decision] : [.. fields.Keys];
                return known.Contains(name) ? null : (path.Segments[i], known);
            }
        }

        return null;
    }

    /// <summary>What the value at a path may be.</summary>
    public ValueDomain DomainOf(PathReference path)
    {
        if (path.Root is not "data" || path.Segments is not [{ Name: { } member }, ..] || !_members.TryGetValue(member, out var sources) || sources is not [{ Schema: { } schema } source])
        {
            return ValueDomain.Any;
        }

        if (source.Human is { } human && path.Segments is [_, { Name: "outcome" }])
        {
            return human.Outcomes.IsEmpty ? ValueDomain.Any : ValueDomain.Of([.. human.Outcomes.Select(o => (object?)o.Id), null]);
        }

        foreach (var segment in path.Segments.Skip(1))
        {
            if (segment.Name is not { } name || FieldsOf(schema)?.TryGetValue(name, out schema) is not true)
            {
                return ValueDomain.Any;
            }
        }

        return DomainOf(schema);
    }

    private static ValueDomain DomainOf(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object || s_otherSources.Any(k => schema.TryGetProperty(k, out _)))
        {
            return ValueDomain.Any;
        }

        // What is not required may be missing, which is as null.
        if (schema.TryGetProperty("enum", out var values) && values.ValueKind is JsonValueKind.Array && values.EnumerateArray().All(IsScalar))
        {
            return ValueDomain.Of([.. values.EnumerateArray().Select(ScalarOf), null]);
        }

        if (schema.TryGetProperty("const", out var value) && IsScalar(value))
        {
            return ValueDomain.Of(ScalarOf(value), null);
        }

        return schema.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String && type.ValueEquals("boolean") ? ValueDomain.Of(true, false, null) : ValueDomain.Any;
    }

    private static bool IsScalar(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null || (value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out _));

    private static object? ScalarOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDecimal(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The fields that a schema lists; null when there may be others that it does not.</summary>
    private static Dictionary<string, JsonElement>? FieldsOf(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object || s_otherSources.Any(k => schema.TryGetProperty(k, out _)))
        {
            return null;
        }

        var fields = new Dictionary<string, JsonElement>();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                fields[property.Name] = property.Value;
            }
        }

        return fields;
    }

    private static bool IsClosed(JsonElement schema) =>
        schema.ValueKind is JsonValueKind.Object && schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind is JsonValueKind.False;

    /// <summary>Takes the fields of a form as members of the data. False when the form does not say which there are.</summary>
    private bool AddFields(JsonElement schema)
    {
        var fields = FieldsOf(schema);
        foreach (var (name, field) in fields ?? [])
        {
            Add(name, new Source(field, null));
        }

        return fields is { Count: > 0 };
    }

    private void AddAll(IEnumerable<DataAssignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            Add(assignment.Name, Source.Unknown);
        }
    }

    private void Add(string member, Source source)
    {
        if (!_members.TryGetValue(member, out var sources))
        {
            _members[member] = sources = [];
        }

        sources.Add(source);
    }

    /// <summary>What writes a member: a field of a form, the answers and decision of a human step, or something that is not looked into.</summary>
    private sealed record Source(JsonElement? Schema, StepBody.Human? Human)
    {
        public static Source Unknown { get; } = new(null, null);
    }
}
