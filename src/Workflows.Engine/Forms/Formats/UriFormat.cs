using System.Buffers;

namespace Workflows.Engine.Forms.Formats;

/// <summary>Absolute URIs of RFC 3986.</summary>
internal static class UriFormat
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Unreserved = Letters + Digits + "-._~";
    private const string SubDelimiters = "!$&'()*+,;=";

    private static readonly SearchValues<char> s_scheme = SearchValues.Create(Letters + Digits + "+-.");
    private static readonly SearchValues<char> s_userInfo = SearchValues.Create(Unreserved + SubDelimiters + ":%");
    private static readonly SearchValues<char> s_registeredName = SearchValues.Create(Unreserved + SubDelimiters + "%");
    private static readonly SearchValues<char> s_futureAddress = SearchValues.Create(Unreserved + SubDelimiters + ":");
    private static readonly SearchValues<char> s_path = SearchValues.Create(Unreserved + SubDelimiters + ":@/%");
    private static readonly SearchValues<char> s_queryOrFragment = SearchValues.Create(Unreserved + SubDelimiters + ":@/?%");

    public static SearchValues<char> HexDigits { get; } = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon < 1 || !char.IsAsciiLetter(text[0]) || text[..colon].ContainsAnyExcept(s_scheme) || !HasWholeEscapes(text))
        {
            return false;
        }

        var rest = text[(colon + 1)..];
        return CutTail(ref rest, '#') && CutTail(ref rest, '?') && IsHierarchy(rest);
    }

    /// <summary>Takes a fragment or query off the end; false when it holds a character that may not stand there.</summary>
    private static bool CutTail(ref ReadOnlySpan<char> text, char mark)
    {
        var start = text.IndexOf(mark);
        if (start < 0)
        {
            return true;
        }

        var tail = text[(start + 1)..];
        text = text[..start];
        return !tail.ContainsAnyExcept(s_queryOrFragment);
    }

    private static bool IsHierarchy(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("//", StringComparison.Ordinal))
        {
            return !text.ContainsAnyExcept(s_path);
        }

        text = text[2..];
        var slash = text.IndexOf('/');
        var authority = slash < 0 ? text : text[..slash];
        return IsAuthority(authority) && (slash < 0 || !text[slash..].ContainsAnyExcept(s_path));
    }

    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at >= 0 && text[..at].ContainsAnyExcept(s_userInfo))
        {
            return false;
        }

        var host = text[(at + 1)..];
        if (host.StartsWith("[", StringComparison.Ordinal))
        {
            var end = host.IndexOf(']');
            return end > 0 && IsAddressLiteral(host[1..end]) && IsPort(host[(end + 1)..]);
        }

        var colon = host.IndexOf(':');
        return colon < 0
            ? !host.ContainsAnyExcept(s_registeredName)
            : !host[..colon].ContainsAnyExcept(s_registeredName) && IsPort(host[colon..]);
    }

    private static bool IsPort(ReadOnlySpan<char> text)
    {
        return text.Length == 0 || (text[0] == ':' && !text[1..].ContainsAnyExceptInRange('0', '9'));
    }

    private static bool IsAddressLiteral(ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || text[0] is not ('v' or 'V'))
        {
            return HostFormats.IsIpv6(text);
        }

        var dot = text.IndexOf('.');
        return dot > 1 && dot + 1 < text.Length && !text[1..dot].ContainsAnyExcept(HexDigits) && !text[(dot + 1)..].ContainsAnyExcept(s_futureAddress);
    }

    private static bool HasWholeEscapes(ReadOnlySpan<char> text)
    {
        for (var i = text.IndexOf('%'); i >= 0 && i < text.Length; i++)
        {
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])))
            {
                return false;
            }
        }

        return true;
    }
}
