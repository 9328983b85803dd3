using System.Net;
using System.Net.Sockets;

namespace Workflows.Engine.Steps.Outbound;

/// <summary>
/// Keeps calls out of private networks. The address is looked at when the connection is made: a name that resolves to something else than it did a moment ago gets no further than
/// one that is private from the start.
/// </summary>
internal static class PublicAddresses
{
    // What IANA's special-purpose registries do not call globally reachable (RFC 6890 and its updates), multicast, and ways to write IPv4 addresses in IPv6.
    private static readonly IPNetwork[] s_private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Whether an address can be anybody's on the internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(s_private, network => network.Contains(plain));
    }

    /// <summary>A handler that follows no redirects and, unless the options allow it, connects to public addresses only.</summary>
    public static SocketsHttpHandler NewHandler(OutboundOptions options)
    {
        var isFree = options is { AllowPrivateAddresses: true, AllowedHosts.Count: 0 };
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = isFree, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        if (!isFree)
        {
            handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context, options, cancellationToken);
        }

        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, OutboundOptions options, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        if (!options.Allows(host))
        {
            throw new ForbiddenAddressException($"'{host}' is not among the hosts that this server may call. An administrator can add it to the setting Workflows:Outbound:AllowedHosts.");
        }

        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        if (!options.AllowPrivateAddresses && !Array.TrueForAll(addresses, IsPublic))
        {
            throw new ForbiddenAddressException(
                $"'{host}' is an address of a private network, which this server does not call. An administrator can allow it with the setting Workflows:Outbound:AllowPrivateAddresses.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address that must not be reached.</summary>
internal sealed class ForbiddenAddressException(string message) : Exception(message);
