using System.Text.Json.Nodes;

namespace Workflows.Web.Features.Forms;

// The entries of lists.
internal sealed partial class FormState
{
    public static bool CanAdd(FormField list)
    {
        return list.Spec is { CanAdd: true, Item: not null } && !(list.Children.Count >= list.Spec.Bounds.MaxItems);
    }

    /// <summary>Adds an entry at the end.</summary>
    public FormField AddEntry(FormField list)
    {
        var item = list.Spec.Item!;
        ((JsonArray)ContainerOf(list)).Add(FormDefaults.NewEntry(item));
        var entry = Build(item, list);
        AfterEntries(list);
        return entry;
    }

    /// <summary>Puts a copy of an entry right behind it.</summary>
    public FormField CopyEntry(FormField entry)
    {
        var list = entry.Parent!;
        var value = entry.ReadFrom(_data)?.DeepClone();
        var index = entry.Index + 1;
        ((JsonArray)ContainerOf(list)).Add(value);
        var copy = Build(list.Spec.ItemFor(value)!, list);
        AfterEntries(list);
        MoveEntry(copy, index - copy.Index);
        return copy;
    }

    public void RemoveEntry(FormField entry)
    {
        var list = entry.Parent!;
        ((JsonArray)ContainerOf(list)).RemoveAt(entry.Index);
        list.Children.Remove(entry);
        if (list.Children.Count == 0 && !list.Spec.IsRequired)
        {
            TakeAway(list);
        }

        AfterEntries(list);
    }

    /// <summary>Moves an entry up (negative) or down; beyond the ends nothing happens.</summary>
    public void MoveEntry(FormField entry, int by)
    {
        var list = entry.Parent!;
        var (from, to) = (entry.Index, entry.Index + by);
        if (to < 0 || to >= list.Children.Count)
        {
            return;
        }

        var entries = (JsonArray)ContainerOf(list);
        var node = entries[from];
        entries.RemoveAt(from);
        entries.Insert(to, node);
        list.Children.RemoveAt(from);
        list.Children.Insert(to, entry);
        AfterEntries(list);
    }

    private void AfterEntries(FormField list)
    {
        list.IsTouched = true;
        AfterChange(list);
    }
}
