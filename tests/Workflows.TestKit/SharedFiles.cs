using Xunit;

namespace Workflows.TestKit;

/// <summary>Test data that lies beside the project and is not part of it; tests that need it skip where it is absent.</summary>
public static class SharedFiles
{
    /// <summary>A folder or file below the shared folder; skips the running test when it is not there.</summary>
    public static string Require(string path)
    {
        var found = Candidates(path).FirstOrDefault(candidate => Directory.Exists(candidate) || File.Exists(candidate));
        Assert.SkipWhen(found is null, $"../shared/{path} is not there.");
        return found!;
    }

    private static IEnumerable<string> Candidates(string path)
    {
        yield return Path.Combine(Repository.Root, "..", "shared", path);
        yield return Path.Combine(Repository.Root, "..", "..", "shared", path);
    }
}
