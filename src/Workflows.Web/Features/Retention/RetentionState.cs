using Workflows.Engine.Retention;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Retention;

/// <summary>What is removed when, and what was.</summary>
/// <param name="Policy">The rules.</param>
/// <param name="Runs">The last runs, the latest first.</param>
/// <param name="Names">What workflows are called, by their keys.</param>
internal sealed record RetentionView(RetentionPolicy Policy, IReadOnlyList<RetentionRun> Runs, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>The run that is under way.</summary>
    public RetentionRun? UnderWay => Runs.FirstOrDefault(run => run.Status is RetentionRunStatus.Running);
}

/// <summary>The page of what is no longer kept.</summary>
internal sealed class RetentionState(GuardedRetention retention, GuardedEngine engine, ILogger<RetentionState> logger)
{
    private const int MostRuns = 50;

    /// <summary>What the page shows.</summary>
    public Loaded<RetentionView> View { get; private set; } = Loaded<RetentionView>.Pending;

    /// <summary>Reads it again. What is shown stays until the answer is there.</summary>
    public async Task LoadAsync(Person person, CancellationToken cancellationToken) => View = await Loading.TryAsync(logger, () => ReadAsync(person, cancellationToken));

    /// <summary>Begins a run; gives why it could not, or null.</summary>
    public Task<string?> StartAsync(Person person, bool isDryRun, CancellationToken cancellationToken) =>
        ActAsync(person, () => retention.StartAsync(person, isDryRun, cancellationToken), cancellationToken);

    /// <summary>Stops the run that is under way; gives why it could not, or null.</summary>
    public Task<string?> StopAsync(Person person, RetentionRunId run, CancellationToken cancellationToken) =>
        ActAsync(person, () => retention.StopAsync(person, run, cancellationToken), cancellationToken);

    private async Task<string?> ActAsync(Person person, Func<Task<RetentionRun>> act, CancellationToken cancellationToken)
    {
        var done = await Loading.TryAsync(logger, act);
        await LoadAsync(person, cancellationToken);
        return done.Failure;
    }

    private async Task<RetentionView> ReadAsync(Person person, CancellationToken cancellationToken) => new(
        retention.Policy(person),
        await retention.ListRunsAsync(person, null, MostRuns, cancellationToken),
        (await engine.ListDefinitionsAsync(person, cancellationToken)).ToDictionary(definition => definition.Key, definition => definition.Name));
}
