using System.Globalization;

namespace Workflows.Web.Hosting;

/// <summary>
/// The folder that holds everything a server must not lose, held by one process at a time: the engine's store, the identity store and
/// the keys that protect cookies. Disposing it lets another process have it.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The configuration key that names the folder.</summary>
    public const string ConfigurationKey = "Workflows:DataFolder";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>The full path of the folder.</summary>
    public string Path { get; }

    /// <summary>The SQLite file of the engine's store.</summary>
    public string WorkflowsDatabase => System.IO.Path.Combine(Path, "workflows.db");

    /// <summary>The SQLite file of people, groups and API keys.</summary>
    public string IdentityDatabase => System.IO.Path.Combine(Path, "identity.db");

    /// <summary>The SQLite file of the answers that idempotency keys stand for.</summary>
    public string IdempotencyDatabase => System.IO.Path.Combine(Path, "idempotency.db");

    /// <summary>The folder of the data protection keys; without them every cookie and pending form is void.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Where mail is written in development.</summary>
    public string Mail => System.IO.Path.Combine(Path, "mail");

    /// <summary>
    /// Creates the folder when it is missing (readable by its owner only) and locks it until the result is disposed.
    /// </summary>
    /// <exception cref="StartupException">The folder cannot be written, or another process holds it.</exception>
    public static DataFolder Open(IConfiguration configuration, TimeProvider time)
    {
        var path = System.IO.Path.GetFullPath(
            configuration[ConfigurationKey] is { Length: > 0 } configured ? configured : DefaultPath());
        try
        {
            CreateForOwner(path);
            CreateForOwner(System.IO.Path.Combine(path, "keys"));
            var folder = new DataFolder(path, Lock(path));
            File.WriteAllText(
                OwnerFile(path),
                string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}, since {time.GetUtcNow():u}"));
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The data folder {path} cannot be used: {failure.Message}{Environment.NewLine}"
                + $"Give this user the right to write there, or name another folder with {ConfigurationKey}.",
                failure);
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
    }

    /// <summary>Where the data lives when nobody says otherwise: the user's own application data.</summary>
    private static string DefaultPath()
    {
        // LocalApplicationData is $XDG_DATA_HOME or ~/.local/share on Unix, and empty for a user without a home.
        var root = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return root.Length > 0
            ? System.IO.Path.Combine(root, "workflows")
            : throw new StartupException($"This user has no home folder to keep the data in. Name a folder with {ConfigurationKey}.");
    }

    private static void CreateForOwner(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    private static FileStream Lock(string path)
    {
        var file = System.IO.Path.Combine(path, "workflows.lock");
        try
        {
            // The operating system lets go of it when the process ends, however it ends: no stale lock to clean up.
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file) && IsHeld(file))
        {
            throw new StartupException(
                $"Another Workflows server has the data folder {path} open ({Owner(path)}).{Environment.NewLine}"
                + $"Stop it first, or give this one a folder of its own with {ConfigurationKey}.");
        }
    }

    private static bool IsHeld(string file)
    {
        try
        {
            using var probe = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    // Beside the lock and not in it: a file locked for one process cannot be read by another.
    private static string OwnerFile(string path)
    {
        return System.IO.Path.Combine(path, "workflows.owner");
    }

    private static string Owner(string path)
    {
        try
        {
            return File.ReadAllText(OwnerFile(path));
        }
        catch (IOException)
        {
            return "it has not said which";
        }
    }
}
