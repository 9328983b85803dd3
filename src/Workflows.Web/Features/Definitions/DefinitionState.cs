using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Definitions;

/// <summary>A definition version with the versions beside it.</summary>
/// <param name="Definition">The version that is shown.</param>
/// <param name="Versions">All published versions, latest first.</param>
internal sealed record DefinitionView(WorkflowDefinition Definition, ImmutableArray<DefinitionSummary> Versions)
{
    /// <summary>How the shown version was published.</summary>
    public DefinitionSummary Summary => Versions.First(version => version.Version == Definition.Version);

    /// <summary>Whether no later version is published.</summary>
    public bool IsLatest => Versions[0].Version == Definition.Version;

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
        var versions = await engine.ListVersionsAsync(person, key, cancellationToken);

        // An address that names no version, or one that cannot be read, shows the latest.
        SemanticVersion? wanted = SemanticVersion.TryParse(version, out var parsed) ? parsed : null;
        return new DefinitionView(await engine.GetDefinitionAsync(person, key, wanted, cancellationToken), [.. versions]);
    }
}
