namespace Workflows.Engine.Forms.Patterns;

/// <summary>A first look over a pattern: how many groups it captures, their names, and whether anything refers back to them.</summary>
internal static class GroupScan
{
    public static (int Count, bool HasBackReferences) Run(string source, List<string> names)
    {
        var count = 0;
        var hasBackReferences = false;
        var inClass = false;
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '\\':
                    i++;
                    hasBackReferences |= !inClass && i < source.Length && source[i] is 'k' or (>= '1' and <= '9');
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    count += Captures(source, i, names) ? 1 : 0;
                    break;
                default:
                    break;
            }
        }

        return (count, hasBackReferences);
    }

    private static bool Captures(string source, int position, List<string> names)
    {
        var rest = source.AsSpan(position);
        if (!rest.StartsWith("(?", StringComparison.Ordinal))
        {
            names.Add("");
            return true;
        }

        if (!rest.StartsWith("(?<", StringComparison.Ordinal) || rest.StartsWith("(?<=", StringComparison.Ordinal) || rest.StartsWith("(?<!", StringComparison.Ordinal))
        {
            return false;
        }

        var end = rest.IndexOf('>');
        var name = end < 0 ? "" : rest[3..end].ToString();
        if (!IsName(name) || names.Contains(name))
        {
            throw new PatternException("a group's name is missing, wrong or there already", position);
        }

        names.Add(name);
        return true;
    }

    private static bool IsName(string name)
    {
        return name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$');
    }
}
