namespace Workflows.Engine.Forms.Formats;

/// <summary>Mailboxes of RFC 5321, section 4.1.2.</summary>
internal static class EmailFormat
{
    private const int MaxLocalPart = 64;
    private const string AtomPunctuation = "!#$%&'*+-/=?^_`{|}~";

    public static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        if (at is < 1 or > MaxLocalPart)
        {
            return false;
        }

        return (IsQuoted(text.AsSpan(0, at)) || IsDotted(text.AsSpan(0, at))) && IsDomain(text[(at + 1)..]);
    }

    private static bool IsDotted(ReadOnlySpan<char> local)
    {
        foreach (var range in local.Split('.'))
        {
            var atom = local[range];
            if (atom.Length == 0)
            {
                return false;
            }

            foreach (var c in atom)
            {
                if (!char.IsAsciiLetterOrDigit(c) && !AtomPunctuation.Contains(c, StringComparison.Ordinal))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<char> local)
    {
        if (local.Length < 2 || local[0] != '"' || local[^1] != '"')
        {
            return false;
        }

        var content = local[1..^1];
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\')
            {
                i++;
                if (i == content.Length)
                {
                    return false;
                }
            }
            else if (content[i] == '"')
            {
                return false;
            }

            if (content[i] is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(string domain)
    {
        if (!domain.StartsWith('[') || !domain.EndsWith(']'))
        {
            return HostFormats.IsHostname(domain);
        }

        var literal = domain.AsSpan(1, domain.Length - 2);
        return literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? HostFormats.IsIpv6(literal[5..]) : HostFormats.IsIpv4(literal);
    }
}
