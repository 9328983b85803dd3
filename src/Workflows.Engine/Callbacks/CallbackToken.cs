using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Callbacks;

/// <summary>
/// What the address of a webhook says: which webhook of which instance, sealed with a key of the server. It is computed from that, so nothing has to be stored for it, and it can be told
/// before anybody waits.
/// </summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Instance">The instance.</param>
/// <param name="Webhook">The webhook's name.</param>
/// <param name="Key">What the call is about; null for nothing.</param>
internal readonly record struct CallbackToken(TenantId Tenant, InstanceId Instance, string Webhook, string? Key)
{
    /// <summary>How long a key of the server is, in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>The most characters of what a call is about: addresses stay within what every server takes.</summary>
    public const int MaxKeyText = 200;

    private const int IdLength = 16;

    // 128 bits of an HMAC are beyond guessing (RFC 2104, section 5: no less than half of the hash).
    private const int SealLength = 16;

    // Longer than any that is made: webhooks have names of at most 64 letters, keys have their limit above.
    private const int MaxLength = 2048;

    private const char Separator = '\n';

    /// <summary>The token as part of an address: letters, digits, hyphens and underscores.</summary>
    public string Write(ReadOnlySpan<byte> key)
    {
        var said = Said;
        return Base64Url.EncodeToString((byte[])[.. said[..IdLength], .. SealOf(said, key), .. said[IdLength..]]);
    }

    /// <summary>Reads a token, if this server made it.</summary>
    public static bool TryRead(string text, ReadOnlySpan<byte> key, [NotNullWhen(true)] out CallbackToken? token)
    {
        token = null;
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= IdLength + SealLength)
        {
            return false;
        }

        byte[] said = [.. bytes[..IdLength], .. bytes[(IdLength + SealLength)..]];
        if (!CryptographicOperations.FixedTimeEquals(SealOf(said, key), bytes.AsSpan(IdLength, SealLength)))
        {
            return false;
        }

        // What has the seal was written here, so it is as Said writes it.
        var parts = Encoding.UTF8.GetString(said.AsSpan(IdLength)).Split(Separator, 3);
        token = new CallbackToken(new TenantId(parts[0]), new InstanceId(new Guid(said.AsSpan(0, IdLength), bigEndian: true)), parts[1], parts.Length > 2 ? parts[2] : null);
        return true;
    }

    private byte[] Said => [.. Instance.Value.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes($"{Tenant}{Separator}{Webhook}{(Key is null ? "" : Separator + Key)}")];

    private static ReadOnlySpan<byte> SealOf(byte[] said, ReadOnlySpan<byte> key) => HMACSHA256.HashData(key, said).AsSpan(0, SealLength);
}
