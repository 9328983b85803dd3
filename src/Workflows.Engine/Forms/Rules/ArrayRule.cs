using System.Text.Json;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Rules;

/// <summary><c>prefixItems</c>, <c>items</c>, <c>minItems</c>, <c>maxItems</c>, <c>uniqueItems</c> (and draft-07's <c>additionalItems</c>).</summary>
internal sealed class ArrayRule(SchemaNode node) : Rule
{
    public SchemaNode[] Prefix { get; init; } = [];

    /// <summary>The schema of the items behind the prefix.</summary>
    public SchemaNode? Items { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public bool Unique { get; init; }

    public bool HasDemands => Prefix.Length > 0 || Items is not null || MinItems is not null || MaxItems is not null || Unique;

    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var valid = CheckCount(instance.GetArrayLength(), run);
        if (Unique && (valid || !run.IsMuted))
        {
            valid &= CheckUnique(instance, run);
        }

        if ((Items is not null || Prefix.Length > 0) && (valid || !run.IsMuted))
        {
            valid &= CheckItems(instance, run);
            marks?.AddLeadingItems(Items is not null ? int.MaxValue : Prefix.Length);
        }

        return valid;
    }

    private bool CheckCount(int count, Evaluation run)
    {
        if (MinItems is { } min && count < min)
        {
            return run.Fail(node, "minItems", "limit", min);
        }

        if (MaxItems is { } max && count > max)
        {
            return run.Fail(node, "maxItems", "limit", max);
        }

        return true;
    }

    private bool CheckUnique(JsonElement instance, Evaluation run)
    {
        if (!run.Charge(Cost.OfRemembering(instance)))
        {
            return false;
        }

        var seen = new HashSet<JsonElement>(JsonValueComparer.Instance);
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (!seen.Add(item))
            {
                return run.Fail(node, "uniqueItems", "index", index);
            }

            index++;
        }

        return true;
    }

    private bool CheckItems(JsonElement instance, Evaluation run)
    {
        var valid = true;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            var schema = index < Prefix.Length ? Prefix[index] : Items;
            if (schema is null)
            {
                break;
            }

            run.Push(index);
            valid &= schema.Evaluate(item, run, null);
            run.Pop();
            if (run.Stopped || (!valid && run.IsMuted))
            {
                return false;
            }

            index++;
        }

        return valid;
    }
}

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsRule(SchemaNode node, SchemaNode wanted, int min, int? max) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var found = 0;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (wanted.Matches(item, run, null))
            {
                found++;
                marks?.AddItem(index);
            }

            if (run.Stopped)
            {
                return false;
            }

            index++;
        }

        if (found < min)
        {
            return run.Fail(node, min == 1 ? "contains" : "minContains", "limit", min);
        }

        return max is not { } most || found <= most || run.Fail(node, "maxContains", "limit", most);
    }
}

/// <summary><c>unevaluatedItems</c>; always the last rule of its schema.</summary>
internal sealed class UnevaluatedItemsRule(SchemaNode node, SchemaNode rest) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var valid = true;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (!marks!.HasItem(index))
            {
                run.Push(index);
                valid &= rest.IsNothing ? run.Fail(node, "unevaluatedItems") : rest.Evaluate(item, run, null);
                run.Pop();
            }

            if (run.Stopped || (!valid && run.IsMuted))
            {
                return false;
            }

            index++;
        }

        marks!.AddLeadingItems(int.MaxValue);
        return valid;
    }
}
