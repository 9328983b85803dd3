using System.Collections.Frozen;
using Workflows.Engine.Forms.Patterns;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Formats;

/// <summary>A <c>format</c> that is enforced. Formats not listed here are annotations only, as the specification has it.</summary>
internal sealed class TextFormat
{
    private static readonly FrozenDictionary<string, TextFormat> s_known = new[]
    {
        new TextFormat("date", text => DateTimeFormats.IsDate(text)),
        new TextFormat("time", text => DateTimeFormats.IsTime(text)),
        new TextFormat("date-time", text => DateTimeFormats.IsDateTime(text)),
        new TextFormat("duration", text => DateTimeFormats.IsDuration(text)),
        new TextFormat("email", text => EmailFormat.IsEmail(text)),
        new TextFormat("hostname", HostFormats.IsHostname),
        new TextFormat("ipv4", text => HostFormats.IsIpv4(text)),
        new TextFormat("ipv6", text => HostFormats.IsIpv6(text)),
        new TextFormat("uri", text => UriFormat.IsUri(text)),
        new TextFormat("uuid", IsUuid),
        new TextFormat("regex", EcmaPattern.IsValid),
        new TextFormat("json-pointer", text => JsonPointer.IsPointer(text)),
        new TextFormat("data-url", IsDataUrl),
    }.ToFrozenDictionary(format => format.Name);

    private readonly Func<string, bool> _accepts;

    private TextFormat(string name, Func<string, bool> accepts)
    {
        Name = name;
        _accepts = accepts;
    }

    public string Name { get; }

    public static TextFormat? Find(string name)
    {
        return s_known.GetValueOrDefault(name);
    }

    public bool Accepts(string text)
    {
        return _accepts(text);
    }

    private static bool IsUuid(string text)
    {
        if (text.Length != 36)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDataUrl(string text)
    {
        return text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) && text.Contains(',', StringComparison.Ordinal);
    }
}
