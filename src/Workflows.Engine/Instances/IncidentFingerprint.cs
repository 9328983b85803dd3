using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Workflows.Engine.Instances;

/// <summary>
/// What incidents of one cause have in common: the workflow (in any version), the step, the code, and the message without what differs from instance to instance. Whoever mends the
/// cause mends all of them.
/// </summary>
internal static partial class IncidentFingerprint
{
    private const int MaxMessage = 500;

    /// <summary>The fingerprint: 16 hexadecimal digits.</summary>
    public static string Of(string definition, Incident incident)
    {
        var text = string.Join('\n', definition, incident.Step?.Value, incident.Code, incident.Expression, Normalize(incident.Message));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    /// <summary>
    /// A message without quoted values, ids and numbers, so that "Order 'A-17' of 2026-01-02 timed out after 31 s" and the same of another order are one. Step names in quotes go, too: the step
    /// is part of the fingerprint by itself.
    /// </summary>
    public static string Normalize(string message)
    {
        var text = message.Length > 4 * MaxMessage ? message[..(4 * MaxMessage)] : message;
        text = Quoted().Replace(text, "‹value›");
        text = Ids().Replace(text, "‹id›");
        text = Numbers().Replace(text, "‹n›");
        text = Spaces().Replace(text, " ").Trim();
        return text.Length > MaxMessage ? text[..MaxMessage] : text;
    }

    // An apostrophe within a word is not a quote.
    [GeneratedRegex("""(?<!\w)'[^'\n]*'(?!\w)|"[^"\n]*"|`[^`\n]*`|“[^”\n]*”|‘[^’\n]*’""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b|\b(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,}\b|\b0x[0-9a-fA-F]+\b")]
    private static partial Regex Ids();

    [GeneratedRegex(@"[0-9]+([.,:/-][0-9]+)*")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
