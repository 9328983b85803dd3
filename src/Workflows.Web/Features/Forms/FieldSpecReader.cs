using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Forms;

namespace Workflows.Web.Features.Forms;

/// <summary>Reads a schema and its UI schema into what a form shows.</summary>
internal sealed class FieldSpecReader
{
    private const int MaxOpenChoices = 4;

    private static readonly JsonElement s_true = JsonElement.Parse("true");
    private static readonly JsonElement s_false = JsonElement.Parse("false");

    private readonly FormSchema _form;
    private readonly JsonElement _document;
    private readonly Conditions _conditions;

    public FieldSpecReader(FormSchema form)
    {
        _form = form;
        _document = form.Schema;
        _conditions = new Conditions(_document);
    }

    /// <summary>What there is to show depends on the answers. Known once the form was read.</summary>
    public bool DependsOnAnswers => _conditions.AreUsed;

    public static FieldSpec Read(FormSchema form, JsonObject? data = null)
    {
        return new FieldSpecReader(form).Read(data);
    }

    /// <summary>What the form shows for these answers.</summary>
    public FieldSpec Read(JsonObject? data)
    {
        var place = new Place("", new UiHints(_form.UiSchema), IsRequired: true, IsReadOnly: false, ["#"], data, IsRoot: true);
        return Read(_document, place);
    }

    private FieldSpec Read(JsonElement schema, Place place)
    {
        var parts = new SchemaParts(schema, _document, _conditions, place.Value);
        var hints = place.Hints;
        var isReadOnly = place.IsReadOnly || (hints.Flag("readonly") ?? hints.Flag("disabled") ?? parts.Flag("readOnly"));
        var inside = place.Inside.Union(parts.References);
        var (kind, note) = parts.References.Any(place.Inside.Contains) ? (FieldKind.Unsupported, "It contains itself.") : KindOf(parts, hints, place.IsRoot);

        var choices = kind switch
        {
            FieldKind.ManyChoices => ItemChoices(parts, hints),
            FieldKind.YesNo => YesAndNo(parts, hints),
            _ => ReadChoices(parts, hints),
        };
        var children = kind is FieldKind.Group ? ReadChildren(parts, place with { Hints = hints, Inside = inside, IsReadOnly = isReadOnly }) : [];
        if (kind is FieldKind.Group && parts.HasOpenChoice)
        {
            note = "Some fields depend on other answers and cannot be shown here.";
        }

        return new FieldSpec
        {
            Kind = kind,
            Name = place.Name,
            Title = hints.Text("title") ?? parts.Text("title") ?? FieldNames.Humanize(place.Name),
            Description = hints.Text("description") ?? parts.Text("description"),
            Help = hints.Text("help"),
            Placeholder = hints.Text("placeholder"),
            Autocomplete = hints.Text("autocomplete"),
            InputType = hints.Text("inputType") ?? (hints.Text("widget") is "password" ? "password" : null),
            IsRequired = place.IsRequired,
            IsReadOnly = isReadOnly,
            IsHidden = hints.Text("widget") is "hidden",
            IsNullable = parts.AllowsNull(),
            HasFocusFirst = hints.Flag("autofocus") ?? false,
            DropsDown = hints.Text("widget") switch
            {
                "select" => true,
                "radio" => false,
                _ => choices.Count > MaxOpenChoices,
            },
            Rows = Math.Clamp(hints.Count("rows") ?? 3, 1, 40),
            Default = parts.Get("default"),
            EmptyValue = hints.Get("emptyValue"),
            Bounds = ReadBounds(parts),
            Choices = choices,
            Children = children,
            NamesElsewhere = kind is FieldKind.Group ? parts.NamesElsewhere() : [],
            LazyItem = new Lazy<FieldSpec?>(() => kind is FieldKind.List ? ReadItem(parts, hints, isReadOnly, null) : null),
            ItemReader = value => kind is FieldKind.List ? ReadItem(parts, hints, isReadOnly, value) : null,
            CanAdd = hints.Flag("addable") ?? true,
            CanMove = hints.Flag("orderable") ?? true,
            CanCopy = hints.Flag("copyable") ?? false,
            CanRemove = hints.Flag("removable") ?? true,
            Note = note,
        };
    }

    private (FieldKind Kind, string? Note) KindOf(SchemaParts parts, UiHints hints, bool isRoot)
    {
        if (parts.IsBroken)
        {
            return (FieldKind.Unsupported, "It refers to something that cannot be followed.");
        }

        var types = parts.Types();
        if (types.Count > 1)
        {
            return ReadChoices(parts, hints).Count > 0 ? (FieldKind.Choice, null) : (FieldKind.Unsupported, "It allows values of several kinds.");
        }

        switch (types.FirstOrDefault() ?? InferType(parts) ?? (isRoot ? "object" : null))
        {
            case "object":
                // The whole form may have no fields: then there is only something to confirm.
                return parts.Properties().Count == 0 && !isRoot ? (FieldKind.Unsupported, "It has no fields of its own.") : (FieldKind.Group, null);
            case "array":
                return KindOfArray(parts, hints);
            case "boolean":
                return (FieldKind.YesNo, null);
            case var _ when ReadChoices(parts, hints).Count > 0:
                return (FieldKind.Choice, null);
            case "integer":
                return (FieldKind.Integer, null);
            case "number":
                return (FieldKind.Number, null);
            case "string":
                return (KindOfText(parts, hints), null);
            default:
                return (FieldKind.Unsupported, "It does not say what kind of value it holds.");
        }
    }

    private static string? InferType(SchemaParts parts)
    {
        if (parts.Get("properties") is not null)
        {
            return "object";
        }

        return parts.Get("items") is not null ? "array" : null;
    }

    private (FieldKind Kind, string? Note) KindOfArray(SchemaParts parts, UiHints hints)
    {
        if (parts.Get("items") is not { ValueKind: JsonValueKind.Object } || parts.Get("prefixItems") is not null)
        {
            return (FieldKind.Unsupported, "Its entries are not all of one kind.");
        }

        return parts.Flag("uniqueItems") && ItemChoices(parts, hints).Count > 0 ? (FieldKind.ManyChoices, null) : (FieldKind.List, null);
    }

    private static FieldKind KindOfText(SchemaParts parts, UiHints hints)
    {
        if (hints.Text("widget") is "textarea")
        {
            return FieldKind.LongText;
        }

        return parts.Text("format") switch
        {
            "email" => FieldKind.Email,
            "uri" => FieldKind.Uri,
            "date" => FieldKind.Date,
            "time" => FieldKind.Time,
            "date-time" => FieldKind.DateTime,
            _ => FieldKind.Text,
        };
    }

    private List<FieldSpec> ReadChildren(SchemaParts parts, Place place)
    {
        var required = parts.Required();
        var properties = parts.Properties();
        return [.. Order([.. properties.Select(property => property.Name)], place.Hints.Names("order"))
            .Select(name => properties.Find(property => property.Name == name))
            .Select(property => Read(property.Schema, place with
            {
                Name = property.Name,
                Hints = place.Hints.Child(property.Name),
                IsRequired = required.Contains(property.Name),
                Value = (place.Value as JsonObject)?[property.Name],
                IsRoot = false,
            }))];
    }

    /// <summary>Puts names into the order a form asks for; <c>*</c> stands for all that it does not name, which come last without it.</summary>
    internal static IEnumerable<string> Order(List<string> names, List<string> order)
    {
        var wanted = order.Contains("*") ? order : [.. order, "*"];
        return wanted.SelectMany(name => name == "*" ? names.Where(other => !wanted.Contains(other)) : names.Where(other => other == name)).Distinct();
    }

    private FieldSpec? ReadItem(SchemaParts parts, UiHints hints, bool isReadOnly, JsonNode? value)
    {
        // What is below a list is only made when an entry is there, so a form may contain itself here.
        return Read(parts.Get("items")!.Value, new Place("", hints.Child("items"), IsRequired: true, isReadOnly, [], value));
    }

    private List<Choice> ItemChoices(SchemaParts parts, UiHints hints)
    {
        return parts.Get("items") is { } items ? ReadChoices(new SchemaParts(items, _document, _conditions, null), hints) : [];
    }

    private static List<Choice> YesAndNo(SchemaParts parts, UiHints hints)
    {
        // A demand for one of the two ("must be yes") is shown as the question it is.
        if (ReadChoices(parts, hints) is { Count: > 1 } named)
        {
            return named;
        }

        var labels = hints.Names("enumNames");
        return labels.Count == 2 ? [new Choice(labels[0], s_true), new Choice(labels[1], s_false)] : [new Choice("Yes", s_true), new Choice("No", s_false)];
    }

    private static List<Choice> ReadChoices(SchemaParts parts, UiHints hints)
    {
        if (parts.Get("enum") is { ValueKind: JsonValueKind.Array } values)
        {
            var labels = hints.Names("enumNames");
            return [.. values.EnumerateArray().Select((value, index) => new Choice(index < labels.Count ? labels[index] : LabelOf(value), value))];
        }

        if (parts.Get("const") is { } constant)
        {
            return [new Choice(LabelOf(constant), constant)];
        }

        return ReadTitledChoices(parts.Get("oneOf")) ?? ReadTitledChoices(parts.Get("anyOf")) ?? [];
    }

    /// <summary>Alternatives that are one value each, usually with a title; null when any is more than that.</summary>
    private static List<Choice>? ReadTitledChoices(JsonElement? alternatives)
    {
        if (alternatives is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var choices = new List<Choice>();
        foreach (var alternative in list.EnumerateArray())
        {
            if (alternative.ValueKind != JsonValueKind.Object || !alternative.TryGetProperty("const", out var value))
            {
                return null;
            }

            var title = alternative.TryGetProperty("title", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : LabelOf(value);
            choices.Add(new Choice(title, value));
        }

        return choices;
    }

    private static string LabelOf(JsonElement value)
    {
        return value.ValueKind switch
        {
            JsonValueKind.Null => "None",
            JsonValueKind.True => "Yes",
            JsonValueKind.False => "No",
            _ => value.ToString(),
        };
    }

    private static ValueBounds ReadBounds(SchemaParts parts)
    {
        return new ValueBounds(
            parts.Number("minimum"),
            parts.Number("maximum"),
            parts.Number("exclusiveMinimum"),
            parts.Number("exclusiveMaximum"),
            parts.Number("multipleOf"),
            parts.Count("minLength"),
            parts.Count("maxLength"),
            parts.Count("minItems"),
            parts.Count("maxItems"));
    }

    /// <summary>Where a field stands; <c>Inside</c> holds the references it is inside of, without a list in between; <c>Value</c> is the data so far.</summary>
    private sealed record Place(string Name, UiHints Hints, bool IsRequired, bool IsReadOnly, ImmutableHashSet<string> Inside, JsonNode? Value, bool IsRoot = false);
}
