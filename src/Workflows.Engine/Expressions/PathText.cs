using System.Globalization;
using System.Text;

namespace Workflows.Engine.Expressions;

/// <summary>Paths as messages write them: <c>data.lines[2]["unit price"]</c>.</summary>
internal static class PathText
{
    private const int LongestShown = 40;

    /// <summary>Shortens a name that somebody else chose, so that a message stays a sentence.</summary>
    public static string Clip(string name) => name.Length <= LongestShown ? name : name[..LongestShown] + "...";

    /// <summary>The links that are known without evaluating anything.</summary>
    public static PathSegment[] StaticSegments(IEnumerable<Link> links)
    {
        var segments = new List<PathSegment>();
        foreach (var link in links)
        {
            PathSegment? segment = link switch
            {
                MemberLink member => new PathSegment(member.Name, null, member.Position),
                IndexLink { Index: LiteralNode { Value: var key } } when key.TryGetText(out var name) => new PathSegment(name, null, link.Position),
                IndexLink { Index: LiteralNode { Value: var key } } when key.TryGetNumber(out var number)
                    && number is >= 0 and <= int.MaxValue && decimal.IsInteger(number) => new PathSegment(null, (int)number, link.Position),
                _ => null,
            };
            if (segment is null)
            {
                break;
            }

            segments.Add(segment.Value);
        }

        return [.. segments];
    }

    public static string Of(PathReference path)
    {
        var text = new StringBuilder(path.Root);
        foreach (var segment in path.Segments)
        {
            if (segment.Name is { } name)
            {
                AppendName(text, name);
            }
            else
            {
                AppendIndex(text, segment.Index ?? 0);
            }
        }

        return text.ToString();
    }

    /// <summary>A place in the data as it is at this moment of the evaluation: variables and computed indexes stand for what they are now.</summary>
    public static string? Of(DataPath? path, ref Evaluation evaluation)
    {
        var text = new StringBuilder();
        return path is not null && TryAppend(text, path, ref evaluation) ? text.ToString() : null;
    }

    /// <summary>An item of a list, when the list has a place in the data.</summary>
    public static string? Of(DataPath? list, int index, ref Evaluation evaluation)
    {
        var text = Of(list, ref evaluation);
        return text is null ? null : string.Create(CultureInfo.InvariantCulture, $"{text}[{index}]");
    }

    /// <summary>The path of a property below an object.</summary>
    public static string Join(string path, string name)
    {
        var text = new StringBuilder(path);
        AppendName(text, name);
        return text.ToString();
    }

    private static bool TryAppend(StringBuilder text, DataPath path, ref Evaluation evaluation)
    {
        switch (path.Node)
        {
            case RootNode root:
                text.Append(root.Name);
                return true;
            case VariableNode variable:
                text.Append(evaluation.Variable(variable.Slot).Path(ref evaluation) ?? variable.Name);
                return true;
            case ChainNode chain when DataPath.Of(chain.Target) is { } target && TryAppend(text, target, ref evaluation):
                foreach (var link in chain.Links.AsSpan(0, path.Links))
                {
                    if (!TryAppend(text, link, ref evaluation))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    private static bool TryAppend(StringBuilder text, Link link, ref Evaluation evaluation)
    {
        if (link is MemberLink member)
        {
            AppendName(text, member.Name);
            return true;
        }

        if (link is not IndexLink index || !evaluation.TryPeek(index.Index, out var key))
        {
            return false;
        }

        if (key.TryGetText(out var name))
        {
            AppendName(text, name);
            return true;
        }

        text.Append('[').Append(key.ToString()).Append(']');
        return true;
    }

    private static void AppendIndex(StringBuilder text, int index) => text.Append(CultureInfo.InvariantCulture, $"[{index}]");

    private static void AppendName(StringBuilder text, string name)
    {
        name = Clip(name);
        if (name.Length > 0 && Lexer.StartsName(name[0]) && name.All(Lexer.ContinuesName))
        {
            text.Append('.').Append(name);
        }
        else
        {
            text.Append("[\"").Append(name.Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"]");
        }
    }
}
