using System.Text.Json;
using Workflows.Engine.Forms.Patterns;

namespace Workflows.Engine.Forms.Rules;

/// <summary>
/// Everything that looks at the members of an object: <c>properties</c>, <c>patternProperties</c>, <c>additionalProperties</c>, <c>propertyNames</c>,
/// <c>required</c>, <c>dependentRequired</c>, <c>dependentSchemas</c> (and draft-07's <c>dependencies</c>), <c>minProperties</c>, <c>maxProperties</c>.
/// One pass over the members serves them all.
/// </summary>
internal sealed class ObjectRule(SchemaNode node) : Rule
{
    private const int SlotsPerWord = 64;

    public required NameTable Names { get; init; }

    /// <summary>Schemas of known members by slot; null for a name that is only required or depended on.</summary>
    public required SchemaNode?[] Properties { get; init; }

    public (TextPattern Pattern, SchemaNode Schema)[] Patterns { get; init; } = [];

    public SchemaNode? Additional { get; init; }

    public SchemaNode? NameSchema { get; init; }

    public int[] Required { get; init; } = [];

    public (int Slot, int[] Needed, string Keyword)[] DependentRequired { get; init; } = [];

    public (int Slot, SchemaNode Schema)[] DependentSchemas { get; init; } = [];

    public int? MinProperties { get; init; }

    public int? MaxProperties { get; init; }

    public bool HasDemands =>
        Names.Count > 0 || Patterns.Length > 0 || Additional is not null || NameSchema is not null || MinProperties is not null || MaxProperties is not null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var words = (Names.Count + SlotsPerWord - 1) / SlotsPerWord;
        if (!run.Charge(words + Cost.OfWalking(instance)))
        {
            return false;
        }

        Span<ulong> seen = words <= 4 ? stackalloc ulong[4] : new ulong[words];
        var valid = CheckCount(instance, run);
        if (valid || !run.IsMuted)
        {
            valid &= CheckMembers(instance, run, marks, seen);
        }

        if (valid || !run.IsMuted)
        {
            valid &= CheckPresence(run, seen) & CheckDependentSchemas(instance, run, marks, seen);
        }

        return valid;
    }

    public override IEnumerable<SchemaNode> SameValueNodes()
    {
        return DependentSchemas.Select(dependent => dependent.Schema);
    }

    private static bool IsSeen(ReadOnlySpan<ulong> seen, int slot)
    {
        return (seen[slot / SlotsPerWord] & (1UL << (slot % SlotsPerWord))) != 0;
    }

    private bool CheckCount(JsonElement instance, Evaluation run)
    {
        if (MinProperties is null && MaxProperties is null)
        {
            return true;
        }

        var count = instance.GetPropertyCount();
        if (count < MinProperties)
        {
            return run.Fail(node, "minProperties", "limit", MinProperties.Value);
        }

        return !(count > MaxProperties) || run.Fail(node, "maxProperties", "limit", MaxProperties.Value);
    }

    private bool CheckMembers(JsonElement instance, Evaluation run, Marks? marks, Span<ulong> seen)
    {
        var valid = true;
        foreach (var property in instance.EnumerateObject())
        {
            var slot = Names.Find(property);
            if (slot >= 0)
            {
                seen[slot / SlotsPerWord] |= 1UL << (slot % SlotsPerWord);
            }

            valid &= CheckMember(property, slot, run, marks);
            if (run.Stopped || (!valid && run.IsMuted))
            {
                return false;
            }
        }

        if (Additional is not null)
        {
            marks?.AddAllProperties();
        }

        return valid;
    }

    private bool CheckMember(JsonProperty property, int slot, Evaluation run, Marks? marks)
    {
        var schema = slot >= 0 ? Properties[slot] : null;
        if (schema is null && Patterns.Length == 0 && Additional is null && NameSchema is null)
        {
            return true;
        }

        var name = slot >= 0 ? Names[slot] : property.Name;
        run.Push(name);
        var valid = NameSchema is null || CheckName(name, run);
        var evaluated = schema is not null;
        if (schema is not null)
        {
            valid &= schema.Evaluate(property.Value, run, null);
        }

        foreach (var (pattern, patternSchema) in Patterns)
        {
            if (pattern.Matches(name, run, out _))
            {
                evaluated = true;
                valid &= patternSchema.Evaluate(property.Value, run, null);
            }
        }

        if (!evaluated && Additional is not null)
        {
            valid &= Additional.IsNothing
                ? run.Fail(node, "additionalProperties", "additionalProperty", name)
                : Additional.Evaluate(property.Value, run, null);
        }

        run.Pop();
        if (evaluated)
        {
            marks?.AddProperty(name);
        }

        return valid;
    }

    private bool CheckName(string name, Evaluation run)
    {
        var value = JsonSerializer.SerializeToElement(name);
        return NameSchema!.Matches(value, run, null) || run.Fail(node, "propertyNames", "propertyName", name);
    }

    private bool CheckPresence(Evaluation run, ReadOnlySpan<ulong> seen)
    {
        var valid = true;
        foreach (var slot in Required)
        {
            valid &= IsSeen(seen, slot) || FailMissing(run, slot, "required", null);
            if (!valid && run.IsMuted)
            {
                return false;
            }
        }

        foreach (var (slot, needed, keyword) in DependentRequired)
        {
            if (IsSeen(seen, slot))
            {
                foreach (var other in needed)
                {
                    valid &= IsSeen(seen, other) || FailMissing(run, other, keyword, Names[slot]);
                }
            }
        }

        return valid;
    }

    private bool FailMissing(Evaluation run, int slot, string keyword, string? because)
    {
        if (run.IsMuted || run.Stopped)
        {
            return false;
        }

        run.Push(Names[slot]);
        if (because is null)
        {
            run.Fail(node, keyword, "missingProperty", Names[slot]);
        }
        else
        {
            run.Fail(node, keyword, "missingProperty", Names[slot], "property", because);
        }

        run.Pop();
        return false;
    }

    private bool CheckDependentSchemas(JsonElement instance, Evaluation run, Marks? marks, ReadOnlySpan<ulong> seen)
    {
        var valid = true;
        foreach (var (slot, schema) in DependentSchemas)
        {
            if (IsSeen(seen, slot))
            {
                valid &= schema.Evaluate(instance, run, marks);
            }
        }

        return valid;
    }

    /// <summary>The members that have a schema of their own.</summary>
    public IEnumerable<(string Name, SchemaNode Schema)> MembersWithSchema()
    {
        for (var slot = 0; slot < Properties.Length; slot++)
        {
            if (Properties[slot] is { } schema)
            {
                yield return (Names[slot], schema);
            }
        }
    }
}

/// <summary><c>unevaluatedProperties</c>; always the last rule of its schema.</summary>
internal sealed class UnevaluatedPropertiesRule(SchemaNode node, SchemaNode rest) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        if (!run.Charge(Cost.OfWalking(instance)))
        {
            return false;
        }

        var valid = true;
        foreach (var property in instance.EnumerateObject())
        {
            var name = property.Name;
            if (!marks!.HasProperty(name))
            {
                run.Push(name);
                valid &= rest.IsNothing
                    ? run.Fail(node, "unevaluatedProperties", "unevaluatedProperty", name)
                    : rest.Evaluate(property.Value, run, null);
                run.Pop();
            }

            if (run.Stopped || (!valid && run.IsMuted))
            {
                return false;
            }
        }

        marks!.AddAllProperties();
        return valid;
    }
}
