using System.Text.Json.Nodes;

namespace Workflows.Web.Features.Forms;

/// <summary>One line of data as people read it: a label with a text, with lines of its own, or with a numbered list of such.</summary>
/// <param name="Label">What it is called; empty for an entry of a list.</param>
/// <param name="Kind">What the form says it is; null when no form knows it.</param>
/// <param name="Text">The value in words; null when there is none, or when it has parts.</param>
/// <param name="Members">The parts of an object.</param>
/// <param name="Items">The entries of a list.</param>
public sealed record DataEntry(string Label, FieldKind? Kind, string? Text, IReadOnlyList<DataEntry> Members, IReadOnlyList<DataEntry> Items)
{
    // A list of words fits on a line; longer ones get a line each.
    private const int LongestInline = 80;

    /// <summary>The lines of an object: what the form knows in the form's order, then the rest.</summary>
    internal static List<DataEntry> MembersOf(FieldSpec? spec, JsonObject? data, FieldText text)
    {
        var known = spec?.Children ?? [];
        var entries = known
            .Where(child => !child.IsHidden)
            .Select(child => Of(child.Title, child, data?[child.Name], text))
            .ToList();
        entries.AddRange((data ?? [])
            .Where(member => !known.Any(child => child.Name == member.Key))
            .Select(member => Of(FieldNames.Humanize(member.Key), null, member.Value, text)));
        return entries;
    }

    private static DataEntry Of(string label, FieldSpec? spec, JsonNode? value, FieldText text)
    {
        return value switch
        {
            JsonObject members => new DataEntry(label, spec?.Kind, null, MembersOf(spec, members, text), []),
            JsonArray items => OfItems(label, spec, items, text),
            _ => new DataEntry(label, spec?.Kind, ValueText.Of(spec, value, text), [], []),
        };
    }

    private static DataEntry OfItems(string label, FieldSpec? spec, JsonArray items, FieldText text)
    {
        var itemSpec = spec?.Kind is FieldKind.ManyChoices ? spec : spec?.Item;
        var entries = items.Select(item => Of("", itemSpec, item, text)).ToList();
        if (entries.TrueForAll(entry => entry.Text is not null))
        {
            var line = string.Join(", ", entries.Select(entry => entry.Text));
            if (line.Length <= LongestInline)
            {
                return new DataEntry(label, spec?.Kind, line.Length == 0 ? null : line, [], []);
            }
        }

        return new DataEntry(label, spec?.Kind, null, [], entries);
    }
}
