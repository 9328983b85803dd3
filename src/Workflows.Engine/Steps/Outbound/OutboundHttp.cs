using Microsoft.Extensions.Options;

namespace Workflows.Engine.Steps.Outbound;

/// <summary>What calls go out through.</summary>
internal sealed class OutboundHttp(IOptions<OutboundOptions> options) : IDisposable
{
    /// <summary>Sends requests, to allowed addresses only.</summary>
    public HttpMessageInvoker Invoker { get; } = new(PublicAddresses.NewHandler(options.Value));

    public void Dispose() => Invoker.Dispose();
}
