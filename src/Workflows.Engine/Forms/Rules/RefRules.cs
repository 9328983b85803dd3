using System.Text.Json;

namespace Workflows.Engine.Forms.Rules;

/// <summary><c>$ref</c>.</summary>
internal sealed class RefRule(SchemaNode target) : Rule
{
    public SchemaNode Target { get; } = target;

    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        return Target.Evaluate(instance, run, marks);
    }

    public override IEnumerable<SchemaNode> SameValueNodes()
    {
        return [Target];
    }
}

/// <summary><c>$dynamicRef</c> to a <c>$dynamicAnchor</c>: the outermost resource on the way here that has the anchor decides.</summary>
internal sealed class DynamicRefRule(string anchor, SchemaNode fallback) : Rule
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        foreach (var resource in run.DynamicScope)
        {
            if (run.Schema.DynamicAnchors.TryGetValue((resource, anchor), out var target))
            {
                return target.Evaluate(instance, run, marks);
            }
        }

        return fallback.Evaluate(instance, run, marks);
    }
}
