using System.Globalization;
using System.Text.Json.Nodes;

namespace Workflows.Web.Features.Forms;

/// <summary>
/// One field of a form that is being filled in. It keeps its identity while entries of a list are added, removed and moved around it; its place in the
/// data is found from where it stands.
/// </summary>
public sealed class FormField(FieldSpec spec, FormField? parent, string id)
{
    /// <summary>What to show. Another answer may change it.</summary>
    public FieldSpec Spec { get; internal set; } = spec;

    public FormField? Parent { get; } = parent;

    /// <summary>The id of its element; the label, the help and the error have it with <c>-label</c>, <c>-help</c> and <c>-error</c>.</summary>
    public string Id { get; } = id;

    public string LabelId => $"{Id}-label";

    public string HelpId => $"{Id}-help";

    public string ErrorId => $"{Id}-error";

    /// <summary>The fields of a group, or the entries of a list.</summary>
    public List<FormField> Children { get; } = [];

    /// <summary>The person has been here and left again.</summary>
    public bool IsTouched { get; set; }

    /// <summary>What was typed and could not be read as a value of this field.</summary>
    public string? UnreadableText { get; set; }

    /// <summary>Place among the entries of its list; -1 for a member.</summary>
    public int Index => Parent?.Spec.Kind is FieldKind.List ? Parent.Children.IndexOf(this) : -1;

    /// <summary>JSON pointer of its value.</summary>
    public string Pointer => Parent is null ? "" : $"{Parent.Pointer}/{Step}";

    /// <summary>What people call it: an entry of a list has a number.</summary>
    public string Title => Index < 0 ? Spec.Title : string.Create(CultureInfo.CurrentCulture, $"{(Spec.Title.Length > 0 ? Spec.Title : "Entry")} {Index + 1}");

    private string Step => Index < 0
        ? Spec.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
        : Index.ToString(CultureInfo.InvariantCulture);

    /// <summary>This field's value in the data; null when there is none.</summary>
    public JsonNode? ReadFrom(JsonObject data)
    {
        if (Parent is null)
        {
            return data;
        }

        return (Parent.ReadFrom(data), Index) switch
        {
            (JsonObject members, < 0) => members[Spec.Name],
            (JsonArray items, >= 0 and var index) when index < items.Count => items[index],
            _ => null,
        };
    }

    /// <summary>This field and all below it, top to bottom.</summary>
    public IEnumerable<FormField> Walk()
    {
        return Children.SelectMany(child => child.Walk()).Prepend(this);
    }
}
