using System.Globalization;

namespace Workflows.Engine.Forms.Formats;

/// <summary>Names and addresses of hosts.</summary>
internal static class HostFormats
{
    private const int MaxHostnameLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly IdnMapping s_idn = new() { UseStd3AsciiRules = true };

    /// <summary>RFC 1123 names; labels in Punycode must decode to something that may stand in a name.</summary>
    public static bool IsHostname(string text)
    {
        return text.Length is > 0 and <= MaxHostnameLength && Array.TrueForAll(text.Split('.'), IsLabel);
    }

    public static bool IsIpv4(ReadOnlySpan<char> text)
    {
        if (text.Length > 15)
        {
            return false;
        }

        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            parts++;
            if (!IsByte(text[range]))
            {
                return false;
            }
        }

        return parts == 4;
    }

    public static bool IsIpv6(ReadOnlySpan<char> text)
    {
        if (text.Length is < 2 or > 45)
        {
            return false;
        }

        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return TryCountGroups(text, mayEndInIpv4: true, out var all) && all == 8;
        }

        return TryCountGroups(text[..gap], mayEndInIpv4: false, out var left)
            && TryCountGroups(text[(gap + 2)..], mayEndInIpv4: true, out var right)
            && left + right < 8;
    }

    private static bool TryCountGroups(ReadOnlySpan<char> text, bool mayEndInIpv4, out int count)
    {
        count = 0;
        if (text.Length == 0)
        {
            return true;
        }

        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            if (mayEndInIpv4 && range.End.GetOffset(text.Length) == text.Length && IsIpv4(group))
            {
                count += 2;
                return true;
            }

            if (group.Length is < 1 or > 4 || group.ContainsAnyExcept(UriFormat.HexDigits))
            {
                return false;
            }

            count++;
        }

        return true;
    }

    private static bool IsByte(ReadOnlySpan<char> text)
    {
        return text.Length is >= 1 and <= 3
            && !text.ContainsAnyExceptInRange('0', '9')
            && (text.Length == 1 || text[0] != '0')
            && int.Parse(text, CultureInfo.InvariantCulture) <= 255;
    }

    private static bool IsLabel(string label)
    {
        if (label.Length is < 1 or > MaxLabelLength || label[0] == '-' || label[^1] == '-' || !label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return false;
        }

        return !label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) || IsEncodedLabel(label);
    }

    private static bool IsEncodedLabel(string label)
    {
        try
        {
            var decoded = s_idn.GetUnicode(label);
            return !decoded.All(char.IsAscii)
                && CharUnicodeInfo.GetUnicodeCategory(decoded, 0)
                    is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
