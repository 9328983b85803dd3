namespace Workflows.Engine.Expressions;

/// <summary>Says what is at a place in the data, and when nothing is, what is near it.</summary>
internal static class Explanation
{
    private const int NamesLookedAt = 200;
    private const int NamesShown = 8;

    /// <summary>The path to blame and a clause about it; nulls when the operand has no place in the data.</summary>
    public static (string? Path, string? Reason) Of(ref Evaluation evaluation, Failure.Operand operand)
    {
        if (operand.Path is not { } path || PathText.Of(path, ref evaluation) is not { } text)
        {
            return (null, null);
        }

        if (operand.Value.Kind != ValueKind.Missing)
        {
            return (text, $"{text} is {operand.Value.Kind.Word()}");
        }

        // Behind ?. a null has become missing.
        if (evaluation.TryPeek(path, out var found) && found.Kind == ValueKind.Null)
        {
            return (text, text + " is null");
        }

        if (Parent(path) is not { } above || !evaluation.TryPeek(above, out var parent) || PathText.Of(above, ref evaluation) is not { } parentText)
        {
            return (text, text + " is not there");
        }

        return parent.Kind switch
        {
            ValueKind.Object => (text, $"{text} is not there{Siblings(path, parent, parentText)}"),
            ValueKind.List => (text, $"{text} is not there ({parentText} has {Count(ListReader.Count(parent))})"),
            _ => (text, text + " is not there"),
        };
    }

    private static string Count(int items) => items == 1 ? "1 item" : $"{items} items";

    private static DataPath? Parent(DataPath path) => path switch
    {
        { Node: ChainNode chain, Links: 1 } => DataPath.Of(chain.Target),
        { Node: ChainNode chain } => chain.Paths[path.Links - 2],
        _ => null,
    };

    private static string Siblings(DataPath path, in Value parent, string parentText)
    {
        var names = new List<string>();
        var complete = true;
        foreach (var property in parent.Json.EnumerateObject())
        {
            if (names.Count == NamesLookedAt)
            {
                complete = false;
                break;
            }

            if (JsonAccess.TryGetName(property, out var name))
            {
                names.Add(name);
            }
        }

        if (names.Count == 0)
        {
            return $" ({parentText} is empty)";
        }

        names.Sort(StringComparer.Ordinal);
        var shown = string.Join(", ", names.Take(NamesShown).Select(PathText.Clip));
        var more = complete && names.Count <= NamesShown ? "" : ", ...";
        var nearest = path.Node is ChainNode chain && PathText.StaticSegments([chain.Links[path.Links - 1]]) is [{ Name: { } mistyped }]
            ? Suggestion.Nearest(mistyped, names)
            : null;
        return $" ({parentText} has: {shown}{more})" + (nearest is null ? "" : $"; did you mean {PathText.Join(parentText, nearest)}?");
    }
}
