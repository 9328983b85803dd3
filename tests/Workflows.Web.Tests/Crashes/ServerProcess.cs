using System.Diagnostics;
using System.Net;
using Workflows.Web.Hosting;

namespace Workflows.Web.Tests.Crashes;

/// <summary>The product as people run it: a process of its own, on a data folder and a free port, with the demo people.</summary>
internal sealed class ServerProcess : IDisposable
{
    /// <summary>What a shell reports of a process that was ended by SIGKILL.</summary>
    private const int Killed = 128 + 9;

    private const string Ready = "Workflows is ready";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts it, and returns when it says that it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string folder)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(Program).Assembly.Location, "--urls=http://127.0.0.1:0", "--environment=Development", $"--{DataFolder.ConfigurationKey}={folder}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.Contains(Ready, StringComparison.Ordinal))
                {
                    // Whoever does not read on makes the server wait when the pipe is full.
                    _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return new ServerProcess(process, new Uri(line.Split(Ready)[1].Trim()));
                }
            }

            throw new InvalidOperationException("The server ended before it was ready.");
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>A client that keeps a person's cookies, which outlive the server.</summary>
    public HttpClient Client(CookieContainer cookies) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = Address };

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Killed, _process.ExitCode);
    }

    public void Dispose() => End(_process);

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
