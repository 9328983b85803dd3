using System.Text.Json.Nodes;

namespace Workflows.Web.Features.Forms;

// Fields that come and go with the answers.
internal sealed partial class FormState
{
    /// <summary>Reads the form again for the answers as they are. Fields that stay keep their identity, and with it the focus and what was typed.</summary>
    private void FollowAnswers()
    {
        if (_reader.DependsOnAnswers)
        {
            Update(Root, _reader.Read(_data));
        }
    }

    private void Update(FormField field, FieldSpec spec)
    {
        field.Spec = spec;
        var value = field.ReadFrom(_data);
        if (spec.Kind is FieldKind.List)
        {
            foreach (var (entry, index) in field.Children.Select((entry, index) => (entry, index)).ToList())
            {
                Update(entry, spec.ItemFor((value as JsonArray)?[index])!);
            }

            return;
        }

        var before = field.Children.ToList();
        field.Children.Clear();
        foreach (var child in spec.Children)
        {
            if (before.Find(other => other.Spec.Name == child.Name && other.Spec.Kind == child.Kind) is { } known)
            {
                field.Children.Add(known);
                Update(known, child);
            }
            else
            {
                Appear(child, field);
            }
        }
    }

    /// <summary>A field that was not there: what it knows by itself is filled in, unless it was answered before.</summary>
    private void Appear(FieldSpec spec, FormField parent)
    {
        if (parent.ReadFrom(_data) is JsonObject members
            && !members.ContainsKey(spec.Name)
            && spec.Default is not null
            && FormDefaults.NewEntry(spec) is { } made)
        {
            members[spec.Name] = made;
        }

        Build(spec, parent);
    }

    /// <summary>The data without what belongs to the form under other answers only.</summary>
    private JsonObject Pruned()
    {
        var pruned = Snapshot();
        foreach (var group in Root.Walk().Where(field => field.Spec.NamesElsewhere.Count > 0))
        {
            if (group.ReadFrom(pruned) is JsonObject members)
            {
                foreach (var name in group.Spec.NamesElsewhere)
                {
                    members.Remove(name);
                }
            }
        }

        return pruned;
    }
}
