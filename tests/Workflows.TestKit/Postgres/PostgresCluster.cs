using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Workflows.TestKit.Postgres;

/// <summary>
/// A PostgreSQL server of the process's own, from the distribution's packages: its data in a temporary folder, on a free port of the loopback address, gone when
/// the process ends, however it ends.
/// </summary>
/// <remarks>It compares texts as people do, not by their bytes, so that whatever relies on bytes must say so.</remarks>
internal sealed partial class PostgresCluster : IAsyncDisposable
{
    private const string Script = """
        set -e
        cd "$1"
        "$2/initdb" -D "$1/data" -U tests -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --no-sync >initdb.log
        "$2/postgres" -D "$1/data" -h 127.0.0.1 -p "$3" -k '' -c fsync=$4 -c full_page_writes=$4 -c max_connections=300 -c autovacuum_naptime=5s >server.log 2>&1 &
        echo started
        cat >/dev/null
        "$2/pg_ctl" stop -D "$1/data" -m immediate -s || true
        rm -rf "$1"
        """;

    // PostgreSQL does not run as root.
    private static readonly bool s_isRoot = Environment.UserName == "root";
    private static readonly string[] s_owner = ["-o", "postgres", "-g", "postgres"];

    private readonly Process _process;

    private PostgresCluster(Process process, string folder, int port)
    {
        _process = process;
        Folder = folder;
        Port = port;
    }

    /// <summary>Where the server writes; its log is <c>server.log</c>.</summary>
    public string Folder { get; }

    /// <summary>The server's port.</summary>
    public int Port { get; }

    /// <summary>The folder of the server's programs; null where PostgreSQL is not installed.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
            .MaxBy(folder => double.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)) is { } version ? Path.Combine(version, "bin") : null
        : null;

    /// <summary>A connection string for a database of the server.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=tests;Database={database}";

    /// <summary>Stops the server, as a crash would, and starts it again on the same data. Only for a server of the test's own.</summary>
    public Task CrashAsync() => RunAsync(AsOwner(Path.Combine(Programs!, "pg_ctl"), "restart", "-D", Path.Combine(Folder, "data"), "-m", "immediate", "-w", "-s", "-l", Path.Combine(Folder, "server.log")));

    /// <summary>Stops the server and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Starts a server.</summary>
    /// <param name="parent">Where its folder is made; null for the folder of temporary files.</param>
    /// <param name="isDurable">Whether it waits for the disk: no test needs that.</param>
    public static async Task<PostgresCluster> StartAsync(string? parent = null, bool isDurable = false)
    {
        var programs = Programs ?? throw new InvalidOperationException("PostgreSQL is not installed.");
        var folder = Path.Combine(parent ?? Path.GetTempPath(), "workflows-postgres-" + Path.GetRandomFileName());
        await RunAsync(new ProcessStartInfo("install", ["-d", "-m", "700", .. s_isRoot ? s_owner : [], folder]));
        var port = FreePort();
        var start = AsOwner("sh", "-c", Script, "sh", folder, programs, $"{port}", isDurable ? "on" : "off");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync() is null)
        {
            throw new InvalidOperationException($"PostgreSQL did not start: see {folder}.");
        }

        var cluster = new PostgresCluster(process, folder, port);
        await cluster.WaitAsync();
        return cluster;
    }

    private static ProcessStartInfo AsOwner(string program, params string[] arguments) => s_isRoot
        ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
        : new ProcessStartInfo(program, arguments);

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}.");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync()
    {
        using var ready = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        ProcessStartInfo ask = new(Path.Combine(Programs!, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", $"{Port}", "-t", "5"]);
        while (true)
        {
            using var process = Process.Start(ask)!;
            await process.WaitForExitAsync(ready.Token);
            if (process.ExitCode == 0)
            {
                return;
            }

            if (_process.HasExited)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: see {Folder}.");
            }

            await Task.Delay(50, ready.Token);
        }
    }
}
