using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Workflows.Engine.Events;

/// <summary>Signs what is sent to webhooks, as Standard Webhooks say (standardwebhooks.com, version 1): HMAC-SHA256 over id, time and body.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>A secret made of random bytes.</summary>
    public static string SecretOf(byte[] random) => Prefix + Convert.ToBase64String(random);

    /// <summary>The value of the header <c>webhook-signature</c>: a signature with every secret, the newest first.</summary>
    public static string Sign(IEnumerable<string> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{TimestampOf(at)}."), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), signed))));
    }

    /// <summary>The value of the header <c>webhook-timestamp</c>.</summary>
    public static string TimestampOf(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static byte[] KeyOf(string secret) => Convert.FromBase64String(secret[Prefix.Length..]);
}
