using System.Text.Json;

namespace Workflows.Engine.Forms.Rules;

/// <summary>
/// What to say when no branch of <c>anyOf</c> or <c>oneOf</c> matches: that none does, and, if the data shows which branch was meant, what is wrong with
/// that one. Errors of the others would only confuse.
/// </summary>
internal static class BranchChoice
{
    public static bool Fail(SchemaNode node, string keyword, SchemaNode[] branches, JsonElement instance, Evaluation run)
    {
        if (run.IsMuted)
        {
            return false;
        }

        run.Fail(node, keyword);
        FindMeant(branches, instance, run)?.Evaluate(instance, run, null);
        return false;
    }

    private static SchemaNode? FindMeant(SchemaNode[] branches, JsonElement instance, Evaluation run)
    {
        return Only(branches, branch => HasChosenValue(branch, instance, run)) ?? Only(branches, branch => FitsType(branch, instance));
    }

    private static SchemaNode? Only(SchemaNode[] branches, Func<SchemaNode, bool> condition)
    {
        SchemaNode? found = null;
        foreach (var branch in branches)
        {
            if (condition(branch))
            {
                if (found is not null)
                {
                    return null;
                }

                found = branch;
            }
        }

        return found;
    }

    /// <summary>True when a member has the one value this branch allows there, and no member has another one.</summary>
    private static bool HasChosenValue(SchemaNode branch, JsonElement instance, Evaluation run)
    {
        if (instance.ValueKind != JsonValueKind.Object || Find<ObjectRule>(branch) is not { } members)
        {
            return false;
        }

        var chosen = false;
        var lookup = 1 + (instance.GetPropertyCount() / 16);
        foreach (var (name, schema) in members.MembersWithSchema())
        {
            if (FixedValue(schema, run) is { } isFixedValue && run.Charge(lookup) && instance.TryGetProperty(name, out var value))
            {
                if (!isFixedValue(value))
                {
                    return false;
                }

                chosen = true;
            }
        }

        return chosen;
    }

    private static Func<JsonElement, bool>? FixedValue(SchemaNode schema, Evaluation run)
    {
        if (Find<ConstRule>(schema) is { } constant)
        {
            return constant.Matches;
        }

        return Find<EnumRule>(schema) is { HasOneValue: true } single ? value => single.Matches(value, run) : null;
    }

    private static bool FitsType(SchemaNode branch, JsonElement instance)
    {
        return Find<TypeRule>(branch) is not { } type || type.Accepts(instance);
    }

    /// <summary>A rule of a schema, or of the schema it refers to.</summary>
    private static T? Find<T>(SchemaNode schema)
        where T : Rule
    {
        for (var hops = 0; hops < 10; hops++)
        {
            RefRule? reference = null;
            foreach (var rule in schema.Rules)
            {
                if (rule is T found)
                {
                    return found;
                }

                reference = rule as RefRule ?? reference;
            }

            if (reference is null)
            {
                return null;
            }

            schema = reference.Target;
        }

        return null;
    }
}
