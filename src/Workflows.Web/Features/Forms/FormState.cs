using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Forms;

namespace Workflows.Web.Features.Forms;

/// <summary>
/// A form that is being filled in: the data, the tree of fields over it, where the person has been, and what is wrong. Knows nothing of how it is shown.
/// Every change validates the whole data again, by the rules the server will apply.
/// </summary>
internal sealed partial class FormState
{
    private readonly FormSchema _form;
    private readonly FieldSpecReader _reader;
    private readonly Func<FieldText> _text;
    private readonly string _idPrefix;
    private readonly JsonObject _data;
    private int _lastId;

    /// <param name="form">The form.</param>
    /// <param name="value">What is known already; it is copied.</param>
    /// <param name="text">How values are written for the person; asked each time, as the zone is known late.</param>
    /// <param name="idPrefix">Start of all element ids; unique on the page.</param>
    public FormState(FormSchema form, JsonObject? value, Func<FieldText> text, string idPrefix)
    {
        _form = form;
        _text = text;
        _idPrefix = idPrefix;
        _data = value is null ? [] : (JsonObject)value.DeepClone();
        _reader = new FieldSpecReader(form);
        var spec = _reader.Read(_data);
        FormDefaults.Apply(spec, _data);
        Root = Build(_reader.DependsOnAnswers ? _reader.Read(_data) : spec, null);
        Validate();
    }

    /// <summary>The whole form.</summary>
    public FormField Root { get; }

    /// <summary>Something was changed since the form was opened.</summary>
    public bool IsDirty { get; private set; }

    public FieldText Text => _text();

    /// <summary>A copy of the data as it stands, complete or not.</summary>
    public JsonObject Snapshot()
    {
        return (JsonObject)_data.DeepClone();
    }

    public JsonNode? ValueOf(FormField field)
    {
        return field.ReadFrom(_data);
    }

    /// <summary>What the field's input shows.</summary>
    public string TextOf(FormField field)
    {
        return field.UnreadableText ?? Text.Show(field.Spec.Kind, ValueOf(field));
    }

    /// <summary>Takes over what was typed. A text that cannot be read is kept as it is, and counts as wrong.</summary>
    public void SetText(FormField field, string? typed)
    {
        if ((typed ?? "") == TextOf(field))
        {
            return;
        }

        var isReadable = Text.TryRead(field.Spec.Kind, typed, out var value);
        field.UnreadableText = isReadable ? null : typed;
        if (value is not null)
        {
            Put(field, value);
        }
        else if (field.Spec.EmptyValue is { } empty && isReadable)
        {
            Put(field, JsonSerializer.SerializeToNode(empty));
        }
        else
        {
            TakeAway(field);
        }

        AfterChange(field);
    }

    /// <summary>Gives an answer; null is one where the form allows it.</summary>
    public void Answer(FormField field, JsonElement value)
    {
        Put(field, JsonSerializer.SerializeToNode(value));
        AfterChange(field);
    }

    /// <summary>Takes the answer away.</summary>
    public void Clear(FormField field)
    {
        field.UnreadableText = null;
        TakeAway(field);
        AfterChange(field);
    }

    /// <summary>The choice that is the field's value; null when none is.</summary>
    public Choice? ChosenOf(FormField field)
    {
        var value = ValueOf(field);
        return value is not null || IsThere(field) ? field.Spec.Choices.FirstOrDefault(choice => IsSame(choice, value)) : null;
    }

    public bool IsChecked(FormField field, Choice choice)
    {
        return ValueOf(field) is JsonArray values && values.Any(value => IsSame(choice, value));
    }

    /// <summary>Adds a choice to a field that takes several, or takes it away; the values stay in the order of the choices.</summary>
    public void SetChecked(FormField field, Choice choice, bool isChecked)
    {
        var chosen = field.Spec.Choices.Where(other => ReferenceEquals(other, choice) ? isChecked : IsChecked(field, other)).ToList();
        if (chosen.Count > 0 || field.Spec.IsRequired)
        {
            Put(field, new JsonArray([.. chosen.Select(other => JsonSerializer.SerializeToNode(other.Value))]));
        }
        else
        {
            TakeAway(field);
        }

        field.IsTouched = true;
        AfterChange(field);
    }

    private static bool IsSame(Choice choice, JsonNode? value)
    {
        return JsonNode.DeepEquals(JsonSerializer.SerializeToNode(choice.Value), value);
    }

    private bool IsThere(FormField field)
    {
        return field.Parent?.ReadFrom(_data) is JsonObject members && members.ContainsKey(field.Spec.Name);
    }

    /// <summary>Makes a field and all below it. It stands in its parent first: where it is in the data is told by that.</summary>
    private FormField Build(FieldSpec spec, FormField? parent)
    {
        var field = new FormField(spec, parent, string.Create(CultureInfo.InvariantCulture, $"{_idPrefix}-{++_lastId}"));
        parent?.Children.Add(field);
        foreach (var child in spec.Children)
        {
            Build(child, field);
        }

        if (spec.Kind is FieldKind.List && field.ReadFrom(_data) is JsonArray entries)
        {
            foreach (var entry in entries)
            {
                Build(spec.ItemFor(entry)!, field);
            }
        }

        return field;
    }

    private void AfterChange(FormField field)
    {
        IsDirty = true;
        ForgetServerErrors(field);
        FollowAnswers();
        Validate();
    }

    private void Put(FormField field, JsonNode? value)
    {
        switch (ContainerOf(field.Parent!))
        {
            case JsonArray entries:
                entries[field.Index] = value;
                break;
            case JsonObject members:
                members[field.Spec.Name] = value;
                break;
        }
    }

    private void TakeAway(FormField field)
    {
        // An entry of a list keeps its place; a field that must be there and may be null says so.
        if (field.Index >= 0 || (field.Spec.IsNullable && field.Spec.IsRequired))
        {
            Put(field, null);
            return;
        }

        var parent = field.Parent!;
        if (parent.ReadFrom(_data) is JsonObject members)
        {
            members.Remove(field.Spec.Name);
            if (members.Count == 0 && parent is { Parent: not null, Index: < 0, Spec.IsRequired: false })
            {
                TakeAway(parent);
            }
        }
    }

    /// <summary>The object or array of a group or list, made when it is not there yet.</summary>
    private JsonNode ContainerOf(FormField field)
    {
        var isList = field.Spec.Kind is FieldKind.List;
        if (field.ReadFrom(_data) is { } node && (isList ? node is JsonArray : node is JsonObject))
        {
            return node;
        }

        JsonNode made = isList ? new JsonArray() : new JsonObject();
        Put(field, made);
        return made;
    }
}
