using System.Text.Json;

namespace Workflows.Engine.Forms.Rules;

/// <summary>One keyword, or a few that work together, of one subschema. Immutable once its schema is compiled.</summary>
internal abstract class Rule
{
    /// <summary>True when the value keeps the rule. Reports what is wrong unless the evaluation is silent.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="run">The validation that is going on.</param>
    /// <param name="marks">Where to note which members and items were looked at; null when nobody asks.</param>
    public abstract bool Evaluate(JsonElement instance, Evaluation run, Marks? marks);

    /// <summary>The schemas this rule applies to the value itself, not to its members or items.</summary>
    public virtual IEnumerable<SchemaNode> SameValueNodes()
    {
        return [];
    }
}
