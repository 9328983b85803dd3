using System.Text.Json;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Rules;

/// <summary>The JSON types a schema may name; a number without a fraction is an integer too.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    Number = 16,
    String = 32,
    Integer = 64,
}

/// <summary><c>type</c>.</summary>
internal sealed class TypeRule(SchemaNode node, JsonTypes types, IReadOnlyList<string> names) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (Accepts(instance))
        {
            return true;
        }

        return names.Count == 1 ? run.Fail(node, "type", "type", names[0]) : run.Fail(node, "type", "type", names);
    }

    public bool Accepts(JsonElement instance)
    {
        return instance.ValueKind switch
        {
            JsonValueKind.Null => (types & JsonTypes.Null) != 0,
            JsonValueKind.True or JsonValueKind.False => (types & JsonTypes.Boolean) != 0,
            JsonValueKind.Object => (types & JsonTypes.Object) != 0,
            JsonValueKind.Array => (types & JsonTypes.Array) != 0,
            JsonValueKind.String => (types & JsonTypes.String) != 0,
            JsonValueKind.Number => (types & JsonTypes.Number) != 0 || ((types & JsonTypes.Integer) != 0 && JsonNumber.Read(instance).IsInteger),
            _ => false,
        };
    }
}

/// <summary><c>const</c>.</summary>
internal sealed class ConstRule(SchemaNode node, JsonElement value) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        return (run.Charge(Cost.OfReading(instance)) && Matches(instance)) || run.Fail(node, "const", "allowedValue", value);
    }

    public bool Matches(JsonElement instance)
    {
        return JsonElement.DeepEquals(value, instance);
    }
}

/// <summary><c>enum</c>.</summary>
internal sealed class EnumRule : Rule
{
    private readonly SchemaNode _node;
    private readonly JsonElement _values;
    private readonly HashSet<JsonElement> _set;

    public EnumRule(SchemaNode node, JsonElement values)
    {
        _node = node;
        _values = values;
        _set = values.EnumerateArray().ToHashSet(JsonValueComparer.Instance);
    }

    public bool HasOneValue => _values.GetArrayLength() == 1;

    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        return Matches(instance, run) || run.Fail(_node, "enum", "allowedValues", _values);
    }

    public bool Matches(JsonElement instance, Evaluation run)
    {
        return run.Charge(Cost.OfReading(instance)) && _set.Contains(instance);
    }
}

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c>, <c>multipleOf</c>.</summary>
internal sealed class NumberRule(SchemaNode node) : Rule
{
    public JsonNumber? Minimum { get; init; }

    public JsonNumber? Maximum { get; init; }

    public JsonNumber? ExclusiveMinimum { get; init; }

    public JsonNumber? ExclusiveMaximum { get; init; }

    public JsonNumber? MultipleOf { get; init; }

    public bool HasDemands => (Minimum ?? Maximum ?? ExclusiveMinimum ?? ExclusiveMaximum ?? MultipleOf) is not null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (instance.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        var value = JsonNumber.Read(instance);
        var valid = true;
        if (Minimum is { } minimum && value.CompareTo(minimum) < 0)
        {
            valid = run.Fail(node, "minimum", "limit", minimum.ToParam());
        }

        if (ExclusiveMinimum is { } above && value.CompareTo(above) <= 0)
        {
            valid = run.Fail(node, "exclusiveMinimum", "limit", above.ToParam());
        }

        if (Maximum is { } maximum && value.CompareTo(maximum) > 0)
        {
            valid = run.Fail(node, "maximum", "limit", maximum.ToParam());
        }

        if (ExclusiveMaximum is { } below && value.CompareTo(below) >= 0)
        {
            valid = run.Fail(node, "exclusiveMaximum", "limit", below.ToParam());
        }

        if (MultipleOf is { } divisor && !value.IsMultipleOf(divisor))
        {
            valid = run.Fail(node, "multipleOf", "multipleOf", divisor.ToParam());
        }

        return valid;
    }
}
