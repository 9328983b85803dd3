using System.Globalization;
using System.Text;

namespace Workflows.Web.Features.Forms;

/// <summary>Makes words of a member's name that has no title.</summary>
internal static class FieldNames
{
    /// <summary><c>costCenter</c> and <c>cost_center</c> become <c>Cost center</c>; what is written like a sentence stays as it is.</summary>
    public static string Humanize(string name)
    {
        if (name.Length == 0 || name.Contains(' ', StringComparison.Ordinal))
        {
            return name;
        }

        var words = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is '_' or '-')
            {
                words.Append(' ');
                continue;
            }

            var startsWord = char.IsUpper(c) && i > 0 && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]));
            var isAcronym = char.IsUpper(c) && i + 1 < name.Length && char.IsUpper(name[i + 1]);
            words.Append(startsWord ? " " : "").Append(startsWord && !isAcronym ? char.ToLower(c, CultureInfo.InvariantCulture) : c);
        }

        var text = words.ToString().Trim();
        return text.Length == 0 ? name : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
    }
}
