using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Workflows.TestKit.Fakes;

/// <summary>A mail server on this machine for tests: it takes every mail, or refuses recipients as it is told to.</summary>
internal sealed class FakeSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _mails = new();
    private readonly ConcurrentQueue<string> _recipients = new();
    private readonly Task _serving;

    public FakeSmtpServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    /// <summary>What is answered to RCPT TO, such as <c>550 no such user</c>; null takes it.</summary>
    public string? Refusal { get; set; }

    /// <summary>The mails that came, as they came.</summary>
    public IReadOnlyList<string> Mails => [.. _mails];

    /// <summary>The recipients that were named.</summary>
    public IReadOnlyList<string> Recipients => [.. _recipients];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The test is over, or the other side has left.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "RCPT":
                    _recipients.Enqueue(line);
                    await writer.WriteLineAsync(Refusal ?? "250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var mail = new List<string>();
                    while (await reader.ReadLineAsync(_stop.Token) is { } text and not ".")
                    {
                        mail.Add(text);
                    }

                    _mails.Enqueue(string.Join('\n', mail));
                    await writer.WriteLineAsync("250 taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }
}
