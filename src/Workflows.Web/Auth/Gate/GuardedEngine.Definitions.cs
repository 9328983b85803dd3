using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.Engine.Storage;

namespace Workflows.Web.Auth.Gate;

/// <content>Definitions: seeing them, and writing, publishing and retiring them.</content>
internal sealed partial class GuardedEngine
{
    /// <summary>Every definition the person may know of, by name; see <see cref="IWorkflowQueries.ListDefinitionsAsync"/>.</summary>
    public async Task<IReadOnlyList<DefinitionSummary>> ListDefinitionsAsync(Person person, CancellationToken cancellationToken)
    {
        GateRules.SeeDefinition(person).Demand();
        var all = await queries.ListDefinitionsAsync(person.TenantId(), cancellationToken);
        return GateRules.SeeDrafts(person).Allowed ? all : [.. all.Where(IsNoDraft).Select(definition => definition with { Draft = null })];
    }

    /// <summary>The definitions that can be started, by name.</summary>
    public async Task<IReadOnlyList<DefinitionSummary>> ListStartableAsync(Person person, CancellationToken cancellationToken) =>
        [.. (await ListDefinitionsAsync(person, cancellationToken)).Where(definition => definition.Status is DefinitionStatus.Published)];

    /// <summary>The versions of a definition, latest first; never empty.</summary>
    public async Task<IReadOnlyList<DefinitionSummary>> ListVersionsAsync(Person person, string key, CancellationToken cancellationToken)
    {
        GateRules.SeeDefinition(person).Demand();
        var versions = await queries.ListVersionsAsync(person.TenantId(), key, cancellationToken);
        if (!GateRules.SeeDrafts(person).Allowed)
        {
            versions = [.. versions.Where(IsNoDraft)];
        }

        return versions.Count > 0 ? versions : throw new WorkflowException(new Rejection.DefinitionNotFound(key, null));
    }

    /// <summary>The latest published version of a definition, or the one named, published or retired.</summary>
    public async Task<WorkflowDefinition> GetDefinitionAsync(Person person, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        if (await FindDefinitionAsync(person, key, version, cancellationToken) is { } found)
        {
            return found;
        }

        var isRetired = version is null && (await queries.ListVersionsAsync(person.TenantId(), key, cancellationToken)).Any(IsNoDraft);
        throw new WorkflowException(isRetired ? new Rejection.DefinitionRetired(key, null) : new Rejection.DefinitionNotFound(key, version));
    }

    /// <summary>A definition, or null when there is none; never a draft.</summary>
    public Task<WorkflowDefinition?> FindDefinitionAsync(Person person, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        GateRules.SeeDefinition(person).Demand();
        return queries.FindDefinitionAsync(person.TenantId(), key, version, cancellationToken);
    }

    /// <summary>A version whatever its status; when none is named, the one that stands for the definition in lists.</summary>
    public async Task<DefinitionVersion> GetVersionAsync(Person person, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        if (version is not { } named)
        {
            var versions = await ListVersionsAsync(person, key, cancellationToken);
            named = (Latest(DefinitionStatus.Published) ?? Latest(DefinitionStatus.Retired) ?? versions[0]).Version;

            DefinitionSummary? Latest(DefinitionStatus status) => versions.FirstOrDefault(v => v.Status == status);
        }

        GateRules.SeeDefinition(person).Demand();
        var found = await queries.FindVersionAsync(person.TenantId(), key, named, cancellationToken);
        return found is not null && (IsNoDraft(found.Summary) || GateRules.SeeDrafts(person).Allowed)
            ? found
            : throw new WorkflowException(new Rejection.DefinitionNotFound(key, named));
    }

    /// <summary>Runs a version that the person may see with sample answers; nothing is stored.</summary>
    /// <exception cref="WorkflowException">It is a draft with errors.</exception>
    public Task<SimulationResult> SimulateAsync(Person person, WorkflowDefinition definition, SimulationScript script, CancellationToken cancellationToken)
    {
        GateRules.SeeDefinition(person).Demand();
        return engine.SimulateAsync(definition, script, person.ToActor(), cancellationToken);
    }

    /// <summary>Everything that is wrong or doubtful with a definition here.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="document">The document that lines and columns refer to.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    public async Task<ImmutableArray<DefinitionProblem>> CheckAsync(Person person, WorkflowDefinition definition, string document, CancellationToken cancellationToken) =>
        DefinitionDocument.Locate(document, await engine.CheckAsync(definition, person.ToActor(), cancellationToken));

    /// <summary>Publishes the definition of a document; the same content again changes nothing.</summary>
    /// <exception cref="WorkflowException">The document has problems, all of them with line and column, or its version is published with other content.</exception>
    public async Task<DefinitionPublication> PublishAsync(Person person, string document, CancellationToken cancellationToken)
    {
        GateRules.ImportDefinitions(person).Demand();
        var definition = Read(document);
        return await LocatedAsync(document, async () =>
        {
            var publication = await engine.PublishAsync(definition, person.ToActor(), cancellationToken);
            return publication with { Warnings = DefinitionDocument.Locate(document, publication.Warnings) };
        });
    }

    /// <summary>Publishes the definitions of a bundle, or of a document with one: all or none; see <see cref="IWorkflowEngine.PublishAllAsync"/>.</summary>
    public async Task<ImmutableArray<DefinitionPublication>> ImportAsync(Person person, string document, bool dryRun, CancellationToken cancellationToken)
    {
        GateRules.ImportDefinitions(person).Demand();
        if (!DefinitionBundle.TryRead(document, out var definitions, out var isBundle, out var problems))
        {
            throw new WorkflowException(new Rejection.InvalidDefinition(problems));
        }

        return await LocatedAsync(document, () => engine.PublishAllAsync(definitions, dryRun, person.ToActor(), cancellationToken), isBundle);
    }

    /// <summary>The definitions that were chosen, with those they call and that are here, called ones first.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="chosen">Keys, with a version or without for the latest published one.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="WorkflowException">One that was chosen is not there.</exception>
    public async Task<ImmutableArray<WorkflowDefinition>> ExportAsync(
        Person person, ImmutableArray<(string Key, SemanticVersion? Version)> chosen, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string, SemanticVersion), WorkflowDefinition>();
        var wanted = new Queue<(string Key, SemanticVersion? Version)>();
        foreach (var (key, version) in chosen)
        {
            Take(await GetDefinitionAsync(person, key, version, cancellationToken));
        }

        while (wanted.TryDequeue(out var next))
        {
            if (await FindDefinitionAsync(person, next.Key, next.Version, cancellationToken) is { } called)
            {
                Take(called);
            }
        }

        return DefinitionBundle.CalledFirst([.. found.Values]);

        void Take(WorkflowDefinition definition)
        {
            if (found.TryAdd((definition.Key, definition.Version), definition))
            {
                foreach (var call in DefinitionBundle.CallsOf(definition))
                {
                    wanted.Enqueue(call);
                }
            }
        }
    }

    /// <summary>Keeps the definition of a document as a draft; see <see cref="IWorkflowEngine.SaveDraftAsync"/>.</summary>
    /// <exception cref="WorkflowException">The document cannot be read, somebody else saved the draft, or the version is published.</exception>
    public async Task<DefinitionDraft> SaveDraftAsync(Person person, string document, long? expectedRevision, CancellationToken cancellationToken)
    {
        GateRules.DraftDefinitions(person).Demand();
        var definition = Read(document);
        return await LocatedAsync(document, async () =>
        {
            var draft = await engine.SaveDraftAsync(definition, expectedRevision, person.ToActor(), cancellationToken);
            return draft with { Problems = DefinitionDocument.Locate(document, draft.Problems) };
        });
    }

    /// <summary>Publishes a draft or restores a retired version; see <see cref="IWorkflowEngine.PublishVersionAsync"/>.</summary>
    public async Task<DefinitionPublication> PublishVersionAsync(
        Person person, string key, SemanticVersion version, long? expectedRevision, CancellationToken cancellationToken)
    {
        GateRules.ImportDefinitions(person).Demand();
        var current = await GetVersionAsync(person, key, version, cancellationToken);
        if (current.Summary.Status is DefinitionStatus.Retired)
        {
            GateRules.RetireDefinitions(person).Demand();
        }

        var document = DefinitionDocument.Write(current.Definition);
        return await LocatedAsync(
            document, () => engine.PublishVersionAsync(key, version, expectedRevision ?? current.Summary.Revision, person.ToActor(), cancellationToken));
    }

    /// <summary>Retires a published version.</summary>
    public async Task<DefinitionSummary> RetireAsync(Person person, string key, SemanticVersion version, CancellationToken cancellationToken)
    {
        GateRules.RetireDefinitions(person).Demand();
        return await engine.RetireAsync(key, version, person.ToActor(), cancellationToken);
    }

    /// <summary>Throws a draft away.</summary>
    public async Task DiscardDraftAsync(Person person, string key, SemanticVersion version, long? expectedRevision, CancellationToken cancellationToken)
    {
        GateRules.DraftDefinitions(person).Demand();
        await engine.DiscardDraftAsync(key, version, expectedRevision, person.ToActor(), cancellationToken);
    }

    private static bool IsNoDraft(DefinitionSummary version) => version.Status is not DefinitionStatus.Draft;

    private static WorkflowDefinition Read(string document) => DefinitionDocument.TryRead(document, out var definition, out var problems)
        ? definition
        : throw new WorkflowException(new Rejection.InvalidDefinition(problems));

    /// <summary>Adds lines and columns to what is refused: only the engine knows the classes of machine steps, and only the document knows its lines.</summary>
    private static async Task<TResult> LocatedAsync<TResult>(string document, Func<Task<TResult>> act, bool isBundle = true)
    {
        try
        {
            return await act();
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.InvalidDefinition invalid)
        {
            const string Single = "/definitions/0";
            var problems = isBundle
                ? invalid.Problems
                : [.. invalid.Problems.Select(p => p.Place.StartsWith(Single, StringComparison.Ordinal) ? p with { Place = p.Place[Single.Length..] } : p)];
            throw new WorkflowException(new Rejection.InvalidDefinition(DefinitionDocument.Locate(document, problems)));
        }
    }
}
