using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Definitions;

/// <summary>What became of an import.</summary>
internal enum ImportedAs
{
    Draft,
    Published,
    Unchanged,
}

/// <summary>A version that was imported.</summary>
/// <param name="Version">The version as it is now.</param>
/// <param name="As">What became of it.</param>
/// <param name="SameAs">The version that it differs from by nothing but the number.</param>
internal sealed record Imported(DefinitionSummary Version, ImportedAs As, SemanticVersion? SameAs = null);

/// <summary>A draft that is opened to be changed.</summary>
/// <param name="Key">The definition's key.</param>
/// <param name="Version">Its version.</param>
/// <param name="Revision">The revision that the text is of.</param>
/// <param name="Text">What it says.</param>
public sealed record DraftText(string Key, SemanticVersion Version, long Revision, string Text);

/// <summary>Publishes definitions from documents that a person brings or keeps them as drafts, or says everything that is wrong with them.</summary>
internal sealed class ImportState(GuardedEngine engine, ILogger<ImportState> logger)
{
    private string _planned = "";
    private (string Key, SemanticVersion Version, long Revision)? _own;

    /// <summary>The largest document, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Whether it is being checked or published.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>What is wrong or doubtful, errors first, each in the order of the document.</summary>
    public ImmutableArray<DefinitionProblem> Problems { get; private set; } = [];

    /// <summary>Whether the last thing asked was to keep a draft, and not to publish.</summary>
    public bool IsDrafting { get; private set; }

    /// <summary>Why it was not done although the document is in order; null when nothing went wrong.</summary>
    public string? Failure { get; private set; }

    /// <summary>What was imported; empty as long as nothing was.</summary>
    public ImmutableArray<Imported> Imported { get; private set; } = [];

    /// <summary>What would become of each definition of a bundle, called ones first; empty when nothing is planned.</summary>
    public ImmutableArray<DefinitionPublication> Plan { get; private set; } = [];

    /// <summary>The draft that somebody else saved, and that saving would replace; null when there is none.</summary>
    public Rejection.DraftConflict? Conflict { get; private set; }

    /// <summary>The number of errors.</summary>
    public int ErrorCount => Problems.Count(problem => problem.Severity is ProblemSeverity.Error);

    /// <summary>Whether what is planned can be done, and does anything.</summary>
    public bool CanPublishPlan => Plan.Any(p => p.Change is not DefinitionChangeKind.Unchanged) && Plan.All(p => p.Change is not DefinitionChangeKind.Conflict);

    /// <summary>The person works on a draft.</summary>
    public void Open(DraftText draft) => _own = (draft.Key, draft.Version, draft.Revision);

    /// <summary>Checks a document, and publishes it when it has no errors; of a bundle it says first what would become of each definition.</summary>
    public Task ImportAsync(Person person, string document, CancellationToken cancellationToken) => TryAsync(document, isDrafting: false, async () =>
    {
        if (!DefinitionBundle.TryRead(document, out _, out var isBundle, out var problems))
        {
            Problems = InOrder(problems);
        }
        else if (isBundle)
        {
            (Plan, _planned) = (await engine.ImportAsync(person, document, dryRun: true, cancellationToken), document);
        }
        else
        {
            var published = OwnRevision(document) is { } revision
                ? await PublishOwnAsync(person, document, revision, cancellationToken)
                : await engine.PublishAsync(person, document, cancellationToken);
            Problems = published is null ? Problems : InOrder(published.Warnings);
            Imported = published is null ? [] : [ImportedOf(published)];
        }
    });

    /// <summary>Publishes the bundle that was planned.</summary>
    public Task PublishPlanAsync(Person person, CancellationToken cancellationToken) => TryAsync(_planned, isDrafting: false, async () =>
        Imported = [.. (await engine.ImportAsync(person, _planned, dryRun: false, cancellationToken)).Select(ImportedOf)]);

    /// <summary>Keeps a document as a draft, whatever is wrong with its graph.</summary>
    /// <param name="person">Who saves.</param>
    /// <param name="document">The document.</param>
    /// <param name="replace">Whether the draft that <see cref="Conflict"/> told of may be replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task SaveDraftAsync(Person person, string document, bool replace, CancellationToken cancellationToken)
    {
        var expected = replace ? Conflict?.Actual : OwnRevision(document);
        return TryAsync(document, isDrafting: true, async () =>
        {
            var draft = await engine.SaveDraftAsync(person, document, expected, cancellationToken);
            Problems = InOrder(draft.Problems);
            _own = (draft.Version.Key, draft.Version.Version, draft.Version.Revision);
            Imported = [new Imported(draft.Version, ImportedAs.Draft)];
        });
    }

    /// <summary>The revision of the draft that the person works on, when the document is still of its version.</summary>
    private long? OwnRevision(string document) =>
        _own is { } own && DefinitionDocument.TryRead(document, out var definition, out _) && (definition.Key, definition.Version) == (own.Key, own.Version) ? own.Revision : null;

    /// <summary>Saves the person's draft and publishes it; null when it has errors.</summary>
    private async Task<DefinitionPublication?> PublishOwnAsync(Person person, string document, long revision, CancellationToken cancellationToken)
    {
        var draft = await engine.SaveDraftAsync(person, document, revision, cancellationToken);
        _own = (draft.Version.Key, draft.Version.Version, draft.Version.Revision);
        Problems = InOrder(draft.Problems);
        return ErrorCount > 0 ? null : await engine.PublishVersionAsync(person, draft.Version.Key, draft.Version.Version, draft.Version.Revision, cancellationToken);
    }

    private static Imported ImportedOf(DefinitionPublication published) =>
        new(published.Version, published.Change is DefinitionChangeKind.Unchanged ? ImportedAs.Unchanged : ImportedAs.Published, published.SameAs);

    private static ImmutableArray<DefinitionProblem> InOrder(ImmutableArray<DefinitionProblem> problems) =>
        [.. problems.OrderBy(problem => problem.Severity).ThenBy(problem => problem.Line ?? 0).ThenBy(problem => problem.Column ?? 0)];

    private async Task TryAsync(string document, bool isDrafting, Func<Task> act)
    {
        if (IsBusy)
        {
            return;
        }

        (IsBusy, IsDrafting, Problems, Failure, Imported, Plan, Conflict) = (true, isDrafting, [], null, [], [], null);
        try
        {
            if (string.IsNullOrWhiteSpace(document))
            {
                Failure = "There is nothing to import yet: paste a document, or choose a file.";
                return;
            }

            await act();
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.InvalidDefinition invalid)
        {
            Problems = InOrder(invalid.Problems);
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.DraftConflict conflict)
        {
            (Conflict, Failure) = (conflict, conflict.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Failure = Loading.Explain(logger, failure);
        }
        finally
        {
            IsBusy = false;
        }
    }
}
