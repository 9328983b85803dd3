using System.Text;

namespace Workflows.Engine.Definitions;

/// <summary>Turns ids into what people read: <c>manager_approval</c> and <c>managerApproval</c> into "Manager approval".</summary>
internal static class Humanized
{
    public static string From(string id)
    {
        var text = new StringBuilder(id.Length + 4);
        for (var i = 0; i < id.Length; i++)
        {
            if (id[i] is '_' or '-')
            {
                Space(text);
            }
            else if (char.IsAsciiLetterUpper(id[i]) && i > 0 && (char.IsAsciiLetterLower(id[i - 1]) || char.IsAsciiDigit(id[i - 1])))
            {
                Space(text);
                var isWord = i + 1 >= id.Length || !char.IsAsciiLetterUpper(id[i + 1]);
                text.Append(isWord ? char.ToLowerInvariant(id[i]) : id[i]);
            }
            else
            {
                text.Append(text.Length == 0 ? char.ToUpperInvariant(id[i]) : id[i]);
            }
        }

        var words = text.ToString().TrimEnd();
        return words.Length == 0 ? id : words;
    }

    private static void Space(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != ' ')
        {
            text.Append(' ');
        }
    }
}
