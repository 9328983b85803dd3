namespace Workflows.Engine.Expressions;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <summary>The name nearest to a mistyped one: at most two edits away, and at most half of it edited. Null when there is none.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var least = Math.Min(2, name.Length / 2) + 1;
        foreach (var candidate in candidates)
        {
            if (name.Length <= LongestName && candidate.Length <= LongestName && Math.Abs(candidate.Length - name.Length) < least
                && Distance(name, candidate) is var distance && distance < least)
            {
                least = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    /// <summary>Edits (insert, delete, replace a character) from one name to the other.</summary>
    private static int Distance(string from, string to)
    {
        Span<int> row = stackalloc int[LongestName + 1];
        for (var column = 0; column <= to.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= from.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= to.Length; column++)
            {
                var replace = diagonal + (from[line - 1] == to[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(replace, Math.Min(row[column - 1], row[column]) + 1);
            }
        }

        return row[to.Length];
    }
}
