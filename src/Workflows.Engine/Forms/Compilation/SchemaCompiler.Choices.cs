using Workflows.Engine.Forms.Rules;

namespace Workflows.Engine.Forms.Compilation;

// Keywords that combine schemas or point to them.
internal sealed partial class SchemaCompiler
{
    private void AddReferences(SchemaNode node, KeywordReader keywords, List<Rule> rules)
    {
        if (keywords.Text("$ref") is { } reference && Target(keywords, reference, "$ref") is { } target)
        {
            rules.Add(new RefRule(target));
        }

        if (keywords.Dialect.KnowsNewKeywords
            && keywords.Text("$dynamicRef") is { } dynamicReference
            && _index.Resolve(keywords.Location.Resource, dynamicReference, keywords.PointerOf("$dynamicRef")) is { } location)
        {
            AddDynamicReference(dynamicReference, location, rules);
        }
    }

    private void AddDynamicReference(string reference, SchemaLocation location, List<Rule> rules)
    {
        var anchor = reference[(reference.IndexOf('#', StringComparison.Ordinal) + 1)..];
        var isDynamic = location.Resource.DynamicAnchors.Contains(anchor) && location.Resource.Anchors[anchor] == location.Pointer;
        _usesDynamicReferences |= isDynamic;

        // Without a dynamic anchor at its first target this is a plain reference.
        rules.Add(isDynamic ? new DynamicRefRule(anchor, NodeFor(location)) : new RefRule(NodeFor(location)));
    }

    private SchemaNode? Target(KeywordReader keywords, string reference, string keyword)
    {
        return _index.Resolve(keywords.Location.Resource, reference, keywords.PointerOf(keyword)) is { } location ? NodeFor(location) : null;
    }

    private void AddChoices(SchemaNode node, KeywordReader keywords, List<Rule> rules)
    {
        if (Children(keywords, "allOf") is { Length: > 0 } all)
        {
            rules.Add(new AllOfRule(all));
        }

        if (Children(keywords, "anyOf") is { Length: > 0 } any)
        {
            rules.Add(new AnyOfRule(node, any));
        }

        if (Children(keywords, "oneOf") is { Length: > 0 } one)
        {
            rules.Add(new OneOfRule(node, one));
        }

        if (Child(keywords, "not") is { } unwanted)
        {
            rules.Add(new NotRule(node, unwanted));
        }

        var (then, otherwise) = (Child(keywords, "then"), Child(keywords, "else"));
        if (Child(keywords, "if") is { } condition)
        {
            rules.Add(new IfRule(condition, then, otherwise));
        }
    }
}
