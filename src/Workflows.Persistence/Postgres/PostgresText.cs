using System.Text;

namespace Workflows.Persistence.Postgres;

/// <summary>
/// Texts as PostgreSQL can keep them: it knows neither the character U+0000 nor halves of surrogate pairs, which SQLite takes as they come. Columns of text are
/// what lists show and find; what the engine itself reads is stored as bytes and keeps them.
/// </summary>
internal static class PostgresText
{
    /// <summary>The text, with U+FFFD in place of what cannot be kept.</summary>
    public static string? Of(string? text) => text is null || (!text.Contains('\0') && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) ? text : Repaired(text);

    private static string Repaired(string text)
    {
        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            repaired.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return repaired.ToString();
    }
}
