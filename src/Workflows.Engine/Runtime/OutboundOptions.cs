namespace Workflows.Engine.Runtime;

/// <summary>What the engine may reach outside: with webhooks and HTTP steps.</summary>
public sealed class OutboundOptions
{
    /// <summary>
    /// Whether addresses of private networks, and of this machine, may be reached. Whoever may make a webhook, or write a definition, could otherwise look around behind the
    /// firewall. The default is false.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }
}
