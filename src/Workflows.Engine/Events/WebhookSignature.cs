using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Workflows.Engine.Events;

/// <summary>Signs what is sent to webhooks, and checks what comes in by them, as Standard Webhooks say (standardwebhooks.com, version 1): HMAC-SHA256 over id, time and body.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int MaxSignatures = 16;

    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

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

    /// <summary>What is wrong with the signature of a call; null when it is right.</summary>
    /// <param name="secret">The secret: <c>whsec_</c> and base64, or any other text, whose bytes are the key then.</param>
    /// <param name="id">The value of the header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of the header <c>webhook-timestamp</c>.</param>
    /// <param name="signatures">The value of the header <c>webhook-signature</c>: one or more, with spaces between them. One that is right is enough.</param>
    /// <param name="body">The body, byte by byte.</param>
    /// <param name="now">The moment: a call may be five minutes older or newer.</param>
    public static string? Check(string secret, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (id is null || timestamp is null || signatures is null)
        {
            return $"The call must be signed: the header {(id is null ? "webhook-id" : timestamp is null ? "webhook-timestamp" : "webhook-signature")} is missing.";
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > s_tolerance.TotalSeconds)
        {
            return "The header webhook-timestamp must be the time of the call in seconds since 1970, and not be five minutes away from the time here.";
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var right = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), signed)));
        var isSigned = false;
        foreach (var signature in signatures.Split(' ', MaxSignatures))
        {
            isSigned |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), right);
        }

        return isSigned ? null : "The signature is not the one of this body, id and time with the secret that was agreed.";
    }

    private static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        var encoded = secret.AsSpan(Prefix.Length);
        var key = new byte[encoded.Length];
        return Convert.TryFromBase64Chars(encoded, key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(secret);
    }
}
