using System.Text;

namespace Workflows.Engine.Diagrams;

/// <summary>
/// Writes any text as a Mermaid label that shows it, whether the drawing uses HTML labels or SVG texts. The latter know only three entities, so whatever else
/// Mermaid or Markdown could see a meaning in is broken up by an invisible character (U+2060).
/// </summary>
internal static class MermaidText
{
    private const char Joiner = '\u2060';

    /// <summary>Characters that begin something with the one after them: entities, directives, escapes, formulas, icons, and what Mermaid itself writes entities as.</summary>
    private const string Beginnings = "#%\\$:ﬂ¶";

    /// <summary>How long a word may be before an entity: Mermaid breaks long words anywhere, through an entity too.</summary>
    private const int MaxWord = 12;

    /// <summary>Words that Mermaid looks for anywhere in a line, inside quotes too.</summary>
    private static readonly string[] s_words = ["direction", "style", "classDef"];

    /// <summary>A text for between double quotes, shortened to <paramref name="most"/> characters; white space and control characters become blanks.</summary>
    public static string Escape(string text, int most)
    {
        var label = new StringBuilder(text.Length + 16);
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var isBlank = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (isBlank && (label.Length == 0 || label[^1] == ' '))
            {
                continue;
            }

            if (++count > most)
            {
                label.Append('…');
                break;
            }

            Append(label, isBlank ? new Rune(' ') : rune);
        }

        foreach (var word in s_words)
        {
            label.Replace(word, word.Insert(2, Joiner.ToString()));
        }

        return label.Length == 0 ? Joiner.ToString() : label.ToString().TrimEnd();
    }

    private static void Append(StringBuilder label, Rune rune)
    {
        // Markdown's lists, headings and rules begin with what is no letter.
        if (label.Length == 0 && !Rune.IsLetter(rune))
        {
            label.Append(Joiner);
        }

        switch (rune.Value)
        {
            case '"':
                label.Append(label.Length == 0 || label[^1] is ' ' or Joiner ? '“' : '”');
                break;
            case '&':
                AppendEntity(label, "#amp;");
                break;
            case '<':
                AppendEntity(label, "#lt;");
                break;
            case '>':
                AppendEntity(label, "#gt;");
                break;
            default:
                label.Append(rune.ToString());
                if (rune.IsBmp && Beginnings.Contains((char)rune.Value, StringComparison.Ordinal))
                {
                    label.Append(Joiner);
                }

                break;
        }
    }

    private static void AppendEntity(StringBuilder label, string entity)
    {
        var word = 0;
        while (word < label.Length && label[label.Length - 1 - word] != ' ')
        {
            word++;
        }

        label.Append(word > MaxWord ? " " : "").Append(entity);
    }
}
