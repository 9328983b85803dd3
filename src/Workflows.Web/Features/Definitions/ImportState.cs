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
/// <param name="Text">What it says.</param>
/// <param name="Revision">The revision that the text is of.</param>
public sealed record DraftText(string Text, long Revision);

/// <summary>Publishes definitions from documents that a person brings or keeps them as drafts, or says everything that is wrong with them.</summary>
internal sealed class ImportState(GuardedEngine engine, ILogger<ImportState> logger)
{
    private string _planned = "";

    /// <summary>The largest document, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Whether it is being checked or published.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>What is wrong or doubtful, errors first, each in the order of the document.</summary>
    public ImmutableArray<DefinitionProblem> Problems { get; private set; } = [];

    /// <summary>Why it could not be published although the document is in order; null when nothing went wrong.</summary>
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

    /// <summary>The revision of the draft that the person works on; null when they brought a new document.</summary>
    public long? Revision { get; set; }

    /// <summary>Checks a document, and publishes it when it has no errors; of a bundle it says first what would become of each definition.</summary>
    public Task ImportAsync(Person person, string document, CancellationToken cancellationToken) => TryAsync(document, async () =>
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
            var published = await engine.PublishAsync(person, document, cancellationToken);
            Problems = InOrder(published.Warnings);
            Imported = [ImportedOf(published)];
        }
    });

    /// <summary>Publishes the bundle that was planned.</summary>
    public Task PublishPlanAsync(Person person, CancellationToken cancellationToken) => TryAsync(_planned, async () =>
        Imported = [.. (await engine.ImportAsync(person, _planned, dryRun: false, cancellationToken)).Select(ImportedOf)]);

    /// <summary>Keeps a document as a draft, whatever is wrong with its graph.</summary>
    /// <param name="person">Who saves.</param>
    /// <param name="document">The document.</param>
    /// <param name="replace">Whether the draft that <see cref="Conflict"/> told of may be replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task SaveDraftAsync(Person person, string document, bool replace, CancellationToken cancellationToken)
    {
        var expected = replace ? Conflict?.Actual : Revision;
        return TryAsync(document, async () =>
        {
            var draft = await engine.SaveDraftAsync(person, document, expected, cancellationToken);
            Problems = InOrder(draft.Problems);
            Revision = draft.Version.Revision;
            Imported = [new Imported(draft.Version, ImportedAs.Draft)];
        });
    }

    private static Imported ImportedOf(DefinitionPublication published) =>
        new(published.Version, published.Change is DefinitionChangeKind.Unchanged ? ImportedAs.Unchanged : ImportedAs.Published, published.SameAs);

    private static ImmutableArray<DefinitionProblem> InOrder(ImmutableArray<DefinitionProblem> problems) =>
        [.. problems.OrderBy(problem => problem.Severity).ThenBy(problem => problem.Line ?? 0).ThenBy(problem => problem.Column ?? 0)];

    private async Task TryAsync(string document, Func<Task> act)
    {
        if (IsBusy)
        {
            return;
        }

        (IsBusy, Problems, Failure, Imported, Plan, Conflict) = (true, [], null, [], [], null);
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
