using System.Text.Json;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Workflows.Engine.Steps;
using Workflows.Engine.Steps.BuiltIn;

namespace Workflows.Mail;

/// <summary>
/// Sends a mail. Settings: <c>to</c>, <c>cc</c>, <c>bcc</c>, <c>replyTo</c> and <c>from</c> (addresses: a text with commas, or a list), <c>subject</c>, <c>text</c> and <c>html</c>, in which what templates put in is encoded.
/// Every attempt has the same Message-ID, so that mail systems that look at it keep one.
/// </summary>
internal sealed class EmailStep(IOptions<MailOptions> options, TimeProvider time) : MachineStep
{
    public const string Name = "email";

    public static readonly SettingsShape Shape = new(["to", "subject"], ["cc", "bcc", "replyTo", "from", "text", "html"]) { Html = ["html"] };

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    public override async ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        using var message = MessageOf(context);
        if (options.Value.Host is { Length: > 0 } host)
        {
            await SendAsync(message, host, cancellationToken).ConfigureAwait(false);
        }
        else if (options.Value.PickupFolder is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, $"{context.IdempotencyKey.Replace(':', '-')}.eml");
            await message.WriteToAsync(file, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            throw new StepException("mail-not-configured", "No mail server is set: Workflows:Mail:Host.") { IsRetryable = false };
        }
    }

    private MimeMessage MessageOf(StepContext context)
    {
        var settings = context.With;
        var message = new MimeMessage { Subject = OneLine(settings, "subject"), Date = time.GetUtcNow(), MessageId = $"{context.IdempotencyKey.Replace(':', '.')}@workflows" };
        message.From.AddRange(Addresses(settings, "from", options.Value.From));
        message.To.AddRange(Addresses(settings, "to"));
        message.Cc.AddRange(Addresses(settings, "cc"));
        message.Bcc.AddRange(Addresses(settings, "bcc"));
        message.ReplyTo.AddRange(Addresses(settings, "replyTo"));
        if (message.From.Count == 0)
        {
            throw Settings.Wrong("from", "is missing, and the server names nobody either: Workflows:Mail:From");
        }

        if (message.To.Count == 0)
        {
            throw Settings.Wrong("to", "names nobody");
        }

        message.Body = new BodyBuilder { TextBody = Settings.Text(settings, "text"), HtmlBody = Settings.Text(settings, "html") }.ToMessageBody();
        return message;
    }

    private async Task SendAsync(MimeMessage message, string host, CancellationToken cancellationToken)
    {
        var mail = options.Value;
        using var client = new SmtpClient { Timeout = (int)s_timeout.TotalMilliseconds };
        try
        {
            var security = mail.Security switch
            {
                "none" => SecureSocketOptions.None,
                "tls" => SecureSocketOptions.SslOnConnect,
                _ => SecureSocketOptions.StartTls,
            };
            await client.ConnectAsync(host, mail.Port, security, cancellationToken).ConfigureAwait(false);
            if (mail.User is { Length: > 0 } user)
            {
                await client.AuthenticateAsync(user, mail.Password ?? "", cancellationToken).ConfigureAwait(false);
            }

            await client.SendAsync(message, cancellationToken).ConfigureAwait(false);
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpCommandException refused)
        {
            // 4xx asks for patience; 5xx is an answer for good (RFC 5321, 4.2.1).
            throw new StepException($"mail-{(int)refused.StatusCode}", $"The mail server refused the mail: {refused.Message}", refused) { IsRetryable = (int)refused.StatusCode < 500 };
        }
        catch (AuthenticationException e)
        {
            throw new StepException("mail-sign-in", "The mail server does not know the user, or the password is wrong.", e) { IsRetryable = false };
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or TimeoutException or SmtpProtocolException or SslHandshakeException)
        {
            throw new StepException("mail-unreachable", $"The mail server {host} could not be reached: {e.Message}", e);
        }
    }

    private static InternetAddress[] Addresses(JsonElement settings, string name, string? fallback = null)
    {
        if (!settings.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return fallback is null ? [] : Parse(name, fallback);
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => Parse(name, value.GetString()!),
            JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(item => item.ValueKind is JsonValueKind.String ? Parse(name, item.GetString()!) : throw Settings.Wrong(name, "is not a list of addresses"))],
            _ => throw Settings.Wrong(name, "is not an address"),
        };
    }

    private static InternetAddress[] Parse(string name, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        return !text.AsSpan().ContainsAny('\r', '\n') && InternetAddressList.TryParse(text, out var addresses) && addresses.All(a => a is MailboxAddress { Address: var address } && address.Contains('@', StringComparison.Ordinal))
            ? [.. addresses]
            : throw Settings.Wrong(name, $"is not an address: '{text}'");
    }

    /// <summary>A header's text: a line break in it would begin another header.</summary>
    private static string OneLine(JsonElement settings, string name) =>
        (Settings.Text(settings, name) ?? "").ReplaceLineEndings(" ");
}
