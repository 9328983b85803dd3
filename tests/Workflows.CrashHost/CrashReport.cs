using System.Text.Json;
using Workflows.Engine.Instances;
using Workflows.Persistence.Databases;

namespace Workflows.CrashHost;

/// <summary>
/// How a journey ended, read from the tables themselves; without ids and times, so that two journeys can be compared.
/// </summary>
internal sealed record CrashReport
{
    /// <summary>The instances: definition, status, number of incidents.</summary>
    public required IReadOnlyList<string> Instances { get; init; }

    /// <summary>The end that the instance reached.</summary>
    public required string? End { get; init; }

    /// <summary>How often the instance was committed, but for taking up what was interrupted.</summary>
    public required long Revision { get; init; }

    /// <summary>The members of the instance's data.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>The history: number, event, step, actor.</summary>
    public required IReadOnlyList<string> History { get; init; }

    /// <summary>The tasks: step, status, who decided what.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>How many inboxes a task stands in.</summary>
    public required int Offers { get; init; }

    /// <summary>How many timers are armed.</summary>
    public required int Timers { get; init; }

    /// <summary>The commits of this process: of each, its events.</summary>
    public required IReadOnlyList<string> Commits { get; init; }

    /// <summary>How many events of each type there are.</summary>
    public IReadOnlyDictionary<string, int> Events => History.CountBy(line => line.Split(' ')[1]).ToDictionary();

    /// <summary>How often each machine step was completed.</summary>
    public required IReadOnlyDictionary<string, int> Completions { get; init; }

    public static async Task<CrashReport> OfAsync(WorkflowDatabase database, InstanceSnapshot instance, Journey journey, CommitDiary diary)
    {
        // Taking up an interrupted step is a commit of its own, which an uninterrupted journey does not have.
        const string TakenUp = "step-interrupted.v1";
        var history = await LinesAsync(
            database,
            $"SELECT row_number() OVER (ORDER BY instance_id, position), type, step, actor FROM history WHERE type <> '{TakenUp}' ORDER BY instance_id, position");
        var taken = await LinesAsync(database, $"SELECT 1 FROM history WHERE type = '{TakenUp}'");
        return new CrashReport
        {
            Instances = await LinesAsync(database, "SELECT definition, status, incident_count FROM instances ORDER BY number"),
            End = instance.End?.Value,
            Revision = instance.Revision - taken.Count,
            Data = [.. instance.Data.EnumerateObject().Select(m => m.Name)],
            History = history,
            Tasks = await LinesAsync(database, "SELECT step, status, assignee, completed_by, outcome, answers FROM human_tasks ORDER BY number"),
            Offers = (await LinesAsync(database, "SELECT 1 FROM task_candidates")).Count,
            Timers = (await LinesAsync(database, "SELECT 1 FROM timers")).Count,
            Commits = diary.Commits,
            Completions = journey.Machines.ToDictionary(step => step, step => history.Count(line => line.EndsWith($" step-completed.v1 {step}", StringComparison.Ordinal))),
        };
    }

    /// <summary>The report as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    private static Task<List<string>> LinesAsync(WorkflowDatabase database, string sql) => database.Reads.ListAsync(sql, row => row.ToString(), CancellationToken.None);
}
