namespace Workflows.Bench;

/// <summary>A folder for one database, deleted at the end. It lies in the working directory: <c>/tmp</c> may be memory.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench", Path.GetRandomFileName()));

    public string Database => Path.Combine(_folder.FullName, "workflows.db");

    /// <summary>The size of the database with its log, in bytes.</summary>
    public long Size => _folder.EnumerateFiles("workflows.db*").Sum(file => file.Length);

    public void Dispose() => _folder.Delete(recursive: true);
}
