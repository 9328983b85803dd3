using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.CrashHost;

/// <summary>
/// What the store was asked to commit. The results of machine steps go to a file beside the database before they are committed: it outlives the process,
/// and so tells how often a step ran, and whether it came to the same result.
/// </summary>
internal sealed class CommitDiary(string database, Journey journey)
{
    private readonly List<string> _commits = [];

    /// <summary>The commits of this process: of each, its events.</summary>
    public IReadOnlyList<string> Commits => _commits;

    public static string FileOf(string database) => database + ".results";

    public void Write(InstanceCommit commit)
    {
        _commits.Add(string.Join(", ", commit.Events.Select(e => $"{e.GetType().Name} {e.About}".TrimEnd())));
        var results = commit.Events.Select(ResultOf).OfType<string>().ToList();
        if (results.Count > 0)
        {
            File.AppendAllLines(FileOf(database), results);
        }
    }

    private string? ResultOf(InstanceEvent happened) => happened switch
    {
        StepCompleted e when journey.Machines.Contains(e.Step.Value) => $"{e.Step} completed {e.Changes.Set}",
        StepFailed e => $"{e.Step} failed {e.Message}",
        _ => null,
    };
}
