using Xunit;

namespace Workflows.TestKit;

/// <summary>Pages of the documentation that tests write: stale when they do not say what is so. WORKFLOWS_WRITE_PAGES=1 writes them anew.</summary>
public static class WrittenPage
{
    /// <summary>The page, by its path from the root of the repository, says this.</summary>
    public static void IsUpToDate(string path, string now)
    {
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("WORKFLOWS_WRITE_PAGES") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, now);
        }

        Assert.Equal(now, File.ReadAllText(file));
    }
}
