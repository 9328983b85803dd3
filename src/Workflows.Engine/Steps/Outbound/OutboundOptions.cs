namespace Workflows.Engine.Steps.Outbound;

/// <summary>What the engine may reach outside: with webhooks and HTTP steps.</summary>
public sealed class OutboundOptions
{
    /// <summary>
    /// Whether addresses of private networks, and of this machine, may be reached. Whoever may make a webhook, or write a definition, could otherwise look around behind the
    /// firewall. The default is false.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>The hosts that may be reached, as in <c>api.example.com</c> or <c>*.example.com</c>; none for every host.</summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>Whether a host may be reached, whatever its address.</summary>
    internal bool Allows(string host) => AllowedHosts.Count == 0 || AllowedHosts.Exists(allowed => allowed.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(host, allowed, StringComparison.OrdinalIgnoreCase));
}
