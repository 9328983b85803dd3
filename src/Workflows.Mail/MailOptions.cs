using System.ComponentModel.DataAnnotations;

namespace Workflows.Mail;

/// <summary>How mail is sent.</summary>
public sealed class MailOptions
{
    /// <summary>The mail server. Without one, mail is written to <see cref="PickupFolder"/>; without that, a step that sends mail fails.</summary>
    public string? Host { get; set; }

    /// <summary>Its port. The default is 587.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is kept private: <c>starttls</c> (the default), <c>tls</c> from the first byte, or <c>none</c>.</summary>
    [RegularExpression("starttls|tls|none")]
    public string Security { get; set; } = "starttls";

    /// <summary>The user to sign in as; null signs in as nobody.</summary>
    public string? User { get; set; }

    /// <summary>The user's password.</summary>
    public string? Password { get; set; }

    /// <summary>Whom mail comes from, when a step does not say.</summary>
    public string? From { get; set; }

    /// <summary>A folder that gets mail as .eml files when there is no server: for development.</summary>
    public string? PickupFolder { get; set; }
}
