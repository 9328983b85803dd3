using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Web.Features.Forms;

/// <summary>What one place of a schema and its UI schema ask a form to show. Immutable; the data is in <see cref="FormField"/>.</summary>
public sealed class FieldSpec
{
    public required FieldKind Kind { get; init; }

    /// <summary>The member's name; empty for the whole form and for items.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public string? Help { get; init; }

    public string? Placeholder { get; init; }

    public string? Autocomplete { get; init; }

    /// <summary>HTML's name of a text input: <c>password</c>, <c>tel</c>...</summary>
    public string? InputType { get; init; }

    public bool IsRequired { get; init; }

    public bool IsReadOnly { get; init; }

    public bool IsHidden { get; init; }

    /// <summary>Null is an answer of its own here.</summary>
    public bool IsNullable { get; init; }

    public bool HasFocusFirst { get; init; }

    /// <summary>A choice that drops down instead of lying open.</summary>
    public bool DropsDown { get; init; }

    public int Rows { get; init; } = 3;

    public JsonElement? Default { get; init; }

    /// <summary>What an emptied text means, when it does not mean "no answer".</summary>
    public JsonElement? EmptyValue { get; init; }

    public ValueBounds Bounds { get; init; } = ValueBounds.None;

    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>The fields of a group, in the order they are shown.</summary>
    public IReadOnlyList<FieldSpec> Children { get; init; } = [];

    /// <summary>The field of each entry of a list; null for everything else.</summary>
    public FieldSpec? Item => LazyItem.Value;

    /// <summary>Makes <see cref="Item"/> when it is first asked for: a form may contain itself here.</summary>
    public Lazy<FieldSpec?> LazyItem { private get; init; } = new(() => null);

    /// <summary>Reads the field of an entry with a value: what it shows may depend on it.</summary>
    public Func<JsonNode?, FieldSpec?> ItemReader { private get; init; } = _ => null;

    /// <summary>Members of a group that are part of the form under other answers only. Their data is kept while the form is filled in, and left out when it is handed in.</summary>
    public IReadOnlySet<string> NamesElsewhere { get; init; } = new HashSet<string>();

    public bool CanAdd { get; init; } = true;

    public bool CanMove { get; init; } = true;

    public bool CanCopy { get; init; }

    public bool CanRemove { get; init; } = true;

    /// <summary>The field of an entry with this value.</summary>
    public FieldSpec? ItemFor(JsonNode? value)
    {
        return ItemReader(value);
    }

    /// <summary>Why this, or a part of it, cannot be shown; a sentence.</summary>
    public string? Note { get; init; }
}

/// <summary>The limits that a person should know before typing.</summary>
public sealed record ValueBounds(
    decimal? Minimum,
    decimal? Maximum,
    decimal? Above,
    decimal? Below,
    decimal? Step,
    int? MinLength,
    int? MaxLength,
    int? MinItems,
    int? MaxItems)
{
    public static ValueBounds None { get; } = new(null, null, null, null, null, null, null, null, null);
}
