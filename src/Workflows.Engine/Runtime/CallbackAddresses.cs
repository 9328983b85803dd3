using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Workflows.Engine.Callbacks;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Makes and reads the addresses of webhooks, with a key that every process on the store shares.</summary>
internal sealed class CallbackAddresses(IKeyStore keys, IOptions<EngineOptions> options, TimeProvider time) : IHostedService
{
    private const string KeyName = "callbacks";

    private byte[] _key = [];

    /// <summary>The path at which the web application takes a call.</summary>
    public string PathOf(CallbackToken token) => $"/hooks/in/{token.Write(_key)}";

    /// <summary>The whole address; null when it is not known where systems outside reach the web application.</summary>
    public string? UrlOf(CallbackToken token) => options.Value.PublicUrl is { } url ? url.TrimEnd('/') + PathOf(token) : null;

    /// <summary>Reads what an address says, if this server made it.</summary>
    public bool TryRead(string text, [NotNullWhen(true)] out CallbackToken? token) => CallbackToken.TryRead(text, _key, out token);

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _key = await keys.GetOrAddKeyAsync(KeyName, RandomNumberGenerator.GetBytes(CallbackToken.KeyLength), time.GetUtcNow(), cancellationToken).ConfigureAwait(false);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
