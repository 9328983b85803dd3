using System.Net;
using System.Net.Sockets;
using System.Text;
using Workflows.TestKit.Postgres;

namespace Workflows.Persistence.Tests.Postgres;

/// <summary>Stands between a client and the tests' server, and breaks one connection at a moment of the test's choice.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private byte[]? _text;
    private bool _reaches;

    private LossyProxy(int target)
    {
        Target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    /// <summary>The server's port.</summary>
    public int Target { get; }

    /// <summary>The port that leads through the proxy.</summary>
    public int Port { get; }

    /// <summary>Whether a connection was broken.</summary>
    public bool HasLost { get; private set; }

    public static async Task<LossyProxy> StartAsync() => new((await PostgresCluster.SharedAsync()).Port);

    /// <summary>Breaks the next connection on which a text is sent to the server.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reaches">Whether the server gets it, and does what it asks, before that.</param>
    public void LoseAt(string text, bool reaches)
    {
        _reaches = reaches;
        _text = Encoding.ASCII.GetBytes(text);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, Target, _stop.Token);
            var (up, down) = (near.GetStream(), far.GetStream());
            using var isLost = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var back = down.CopyToAsync(up, isLost.Token);
            var buffer = new byte[1 << 16];
            for (int read; (read = await up.ReadAsync(buffer, _stop.Token)) > 0;)
            {
                var sent = buffer.AsMemory(0, read);
                if (_text is { } text && sent.Span.IndexOf(text) >= 0)
                {
                    _text = null;
                    HasLost = true;
                    await isLost.CancelAsync();
                    await Task.WhenAny(back);
                    if (_reaches)
                    {
                        // The server answers once it has done it. Nobody hears.
                        await down.WriteAsync(sent, _stop.Token);
                        await down.ReadExactlyAsync(new byte[1], _stop.Token);
                    }

                    return;
                }

                await down.WriteAsync(sent, _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
        }
    }
}
