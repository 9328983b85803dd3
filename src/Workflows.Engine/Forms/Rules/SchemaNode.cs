using System.Text.Json;

namespace Workflows.Engine.Forms.Rules;

/// <summary>One compiled subschema. References may form circles, so its rules are filled in after it was made, and never change after that.</summary>
internal sealed class SchemaNode(string pointer, int resource)
{
    private Rule[] _rules = [];

    /// <summary>JSON pointer of the subschema inside the document.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>Number of the schema resource (<c>$id</c>) this belongs to, for dynamic references.</summary>
    public int Resource { get; } = resource;

    public ReadOnlySpan<Rule> Rules => _rules;

    private bool NeedsMarks { get; set; }

    /// <summary>The schema <c>false</c>: nothing satisfies it.</summary>
    public bool IsNothing { get; private set; }

    public void Fill(List<Rule> rules)
    {
        _rules = [.. rules];
        NeedsMarks = rules.Exists(rule => rule is UnevaluatedPropertiesRule or UnevaluatedItemsRule);
    }

    public void Forbid()
    {
        IsNothing = true;
    }

    /// <summary>The schemas that look at the same value as this one.</summary>
    public IEnumerable<SchemaNode> SameValueNodes()
    {
        return _rules.SelectMany(rule => rule.SameValueNodes());
    }

    public bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (!run.Enter(this))
        {
            return false;
        }

        var valid = IsNothing ? run.Fail(this, "false schema") : EvaluateRules(instance, run, marks);
        run.Leave(this);
        return valid;
    }

    /// <summary>Evaluates without reporting: a question, not a demand.</summary>
    public bool Matches(JsonElement instance, Evaluation run, Marks? marks)
    {
        run.Mute();
        var valid = Evaluate(instance, run, marks);
        run.Unmute();
        return valid;
    }

    private bool EvaluateRules(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (_rules.Length == 0)
        {
            return true;
        }

        var own = NeedsMarks || marks is not null ? new Marks() : null;
        var valid = true;
        foreach (var rule in _rules)
        {
            valid &= rule.Evaluate(instance, run, own);
            if (run.Stopped || (!valid && run.IsMuted))
            {
                return false;
            }
        }

        // What failed does not count as evaluated, by the specification. Where errors are collected the verdict is clear already, and counting it
        // spares people a second error ("not allowed here") about a member that is known but wrong.
        if (own is not null && marks is not null)
        {
            marks.Merge(own);
            return run.Charge(own.Count / 16) && valid;
        }

        return valid;
    }
}
