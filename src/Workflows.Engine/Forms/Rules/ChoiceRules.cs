using System.Text.Json;

namespace Workflows.Engine.Forms.Rules;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfRule(SchemaNode[] branches) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        var valid = true;
        foreach (var branch in branches)
        {
            valid &= branch.Evaluate(instance, run, marks);
            if (run.Stopped || (!valid && run.IsMuted))
            {
                return false;
            }
        }

        return valid;
    }

    public override IEnumerable<SchemaNode> SameValueNodes()
    {
        return branches;
    }
}

/// <summary><c>anyOf</c>.</summary>
internal sealed class AnyOfRule(SchemaNode node, SchemaNode[] branches) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        var valid = false;
        foreach (var branch in branches)
        {
            valid |= branch.Matches(instance, run, marks);
            if (run.Stopped)
            {
                return false;
            }

            // Every branch that matches says what it evaluated, so all must be asked when somebody wants to know.
            if (valid && marks is null)
            {
                return true;
            }
        }

        return valid || BranchChoice.Fail(node, "anyOf", branches, instance, run);
    }

    public override IEnumerable<SchemaNode> SameValueNodes()
    {
        return branches;
    }
}

/// <summary><c>oneOf</c>.</summary>
internal sealed class OneOfRule(SchemaNode node, SchemaNode[] branches) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        var first = -1;
        for (var i = 0; i < branches.Length; i++)
        {
            var matches = branches[i].Matches(instance, run, marks);
            if (run.Stopped)
            {
                return false;
            }

            if (matches && first >= 0)
            {
                return run.Fail(node, "oneOf", "passingSchemas", new[] { first, i });
            }

            first = matches ? i : first;
        }

        return first >= 0 || BranchChoice.Fail(node, "oneOf", branches, instance, run);
    }

    public override IEnumerable<SchemaNode> SameValueNodes()
    {
        return branches;
    }
}

/// <summary><c>not</c>.</summary>
internal sealed class NotRule(SchemaNode node, SchemaNode unwanted) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        return !unwanted.Matches(instance, run, null) || run.Fail(node, "not");
    }

    public override IEnumerable<SchemaNode> SameValueNodes()
    {
        return [unwanted];
    }
}

/// <summary><c>if</c>, <c>then</c>, <c>else</c>.</summary>
internal sealed class IfRule(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        var branch = condition.Matches(instance, run, marks) ? then : otherwise;
        return !run.Stopped && (branch is null || branch.Evaluate(instance, run, marks));
    }

    public override IEnumerable<SchemaNode> SameValueNodes()
    {
        return new[] { condition, then, otherwise }.OfType<SchemaNode>();
    }
}
