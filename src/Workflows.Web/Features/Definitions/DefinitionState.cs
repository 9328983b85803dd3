using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Definitions;

/// <summary>A definition version with the versions beside it.</summary>
/// <param name="Definition">The version that is shown.</param>
/// <param name="Versions">All versions that the person may see, latest first.</param>
/// <param name="Problems">What is wrong or doubtful with a draft, errors first; empty for what was published.</param>
internal sealed record DefinitionView(WorkflowDefinition Definition, ImmutableArray<DefinitionSummary> Versions, ImmutableArray<DefinitionProblem> Problems)
{
    /// <summary>The shown version as a list shows it.</summary>
    public DefinitionSummary Summary => Versions.First(version => version.Version == Definition.Version);

    /// <summary>The version that starts take; null when nothing is published.</summary>
    public DefinitionSummary? Latest => Versions.FirstOrDefault(version => version.Status is DefinitionStatus.Published);

    /// <summary>Whether starts take the shown version.</summary>
    public bool IsLatest => Latest?.Version == Definition.Version;

    /// <summary>The number of errors of a draft; one with errors cannot be drawn or published.</summary>
    public int ErrorCount => Problems.Count(problem => problem.Severity is ProblemSeverity.Error);

    /// <summary>The definition as its document, in YAML or in JSON that is indented for people.</summary>
    public string Document(bool asYaml) => asYaml ? DefinitionDocument.WriteYaml(Definition) : JsonText.Indented(DefinitionDocument.Write(Definition));
}

/// <summary>What the page of a definition shows.</summary>
internal sealed class DefinitionState(GuardedEngine engine, ILogger<DefinitionState> logger)
{
    private (string Key, string? Version)? _shown;

    /// <summary>The definition.</summary>
    public Loaded<DefinitionView> View { get; private set; } = Loaded<DefinitionView>.Pending;

    /// <summary>Whether the person may start an instance, and why or why not.</summary>
    public GateAnswer Start { get; private set; }

    /// <summary>Why the last act on a version was refused; null when it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Does something to a version and reads the definition anew. False when it was refused; then <see cref="Refusal"/> says why.</summary>
    public async Task<bool> ActAsync(Person person, VersionAct act, DefinitionSummary version, CancellationToken cancellationToken)
    {
        Refusal = null;
        try
        {
            await (act switch
            {
                VersionAct.Publish or VersionAct.Restore => engine.PublishVersionAsync(person, version.Key, version.Version, version.Revision, cancellationToken),
                VersionAct.Retire => engine.RetireAsync(person, version.Key, version.Version, cancellationToken),
                VersionAct.Discard => engine.DiscardDraftAsync(person, version.Key, version.Version, version.Revision, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(act), act, "This changes nothing."),
            });
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Refusal = Loading.Explain(logger, failure);
        }

        await ReloadAsync(person, cancellationToken);
        return Refusal is null;
    }

    /// <summary>A draft as it is now, to be changed; null when it is gone.</summary>
    public async Task<DraftText?> OpenDraftAsync(Person person, DefinitionSummary version, CancellationToken cancellationToken)
    {
        var read = await Loading.TryAsync(logger, () => engine.GetVersionAsync(person, version.Key, version.Version, cancellationToken));
        return read.Value is { } draft ? new DraftText(version.Key, version.Version, draft.Summary.Revision, DefinitionDocument.WriteYaml(draft.Definition)) : null;
    }

    /// <summary>Reads the definition anew, while the page keeps showing what it has.</summary>
    public async Task ReloadAsync(Person person, CancellationToken cancellationToken)
    {
        if (_shown is (var key, var version) && await Loading.TryAsync(logger, () => ReadAsync(person, key, version, cancellationToken)) is var read && _shown == (key, version))
        {
            View = read;
        }
    }

    /// <summary>Reads a definition, unless it is the one that is shown.</summary>
    /// <param name="person">Who looks.</param>
    /// <param name="key">Its key.</param>
    /// <param name="version">The version as the address names it; null is the latest.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task LoadAsync(Person person, string key, string? version, CancellationToken cancellationToken)
    {
        Start = GateRules.Start(person);
        if (_shown == (key, version) && View.Value is not null)
        {
            return;
        }

        _shown = (key, version);
        View = Loaded<DefinitionView>.Pending;
        var read = await Loading.TryAsync(logger, () => ReadAsync(person, key, version, cancellationToken));
        if (_shown == (key, version))
        {
            View = read;
        }
    }

    private async Task<DefinitionView> ReadAsync(Person person, string key, string? version, CancellationToken cancellationToken)
    {
        // An address that names no version, or one that cannot be read, shows the one that starts take.
        SemanticVersion? wanted = SemanticVersion.TryParse(version, out var parsed) ? parsed : null;
        var shown = await engine.GetVersionAsync(person, key, wanted, cancellationToken);
        var versions = await engine.ListVersionsAsync(person, key, cancellationToken);
        ImmutableArray<DefinitionProblem> problems = shown.Summary.Status is DefinitionStatus.Draft
            ? [.. (await engine.CheckAsync(person, shown.Definition, DefinitionDocument.Write(shown.Definition), cancellationToken)).OrderBy(problem => problem.Severity)]
            : [];
        return new DefinitionView(shown.Definition, [.. versions], problems);
    }
}
