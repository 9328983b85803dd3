using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Definitions;

/// <summary>What became of an import.</summary>
/// <param name="Key">The definition's key.</param>
/// <param name="Version">Its version.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsUnchanged">Whether exactly this was published before.</param>
internal sealed record Imported(string Key, SemanticVersion Version, string Name, bool IsUnchanged);

/// <summary>Publishes definitions from documents that a person brings, or says everything that is wrong with them.</summary>
internal sealed class ImportState(GuardedEngine engine, ILogger<ImportState> logger)
{
    /// <summary>The largest document, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Whether it is being checked or published.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>What is wrong or doubtful, errors first, each in the order of the document.</summary>
    public ImmutableArray<DefinitionProblem> Problems { get; private set; } = [];

    /// <summary>Why it could not be published although the document is in order; null when nothing went wrong.</summary>
    public string? Failure { get; private set; }

    /// <summary>What was published; null as long as nothing was.</summary>
    public Imported? Imported { get; private set; }

    /// <summary>The number of errors.</summary>
    public int ErrorCount => Problems.Count(problem => problem.Severity is ProblemSeverity.Error);

    /// <summary>Checks a document, and publishes it when it has no errors.</summary>
    public async Task ImportAsync(Person person, string json, CancellationToken cancellationToken)
    {
        if (IsBusy)
        {
            return;
        }

        (IsBusy, Problems, Failure, Imported) = (true, [], null, null);
        try
        {
            await CheckAndPublishAsync(person, json, cancellationToken);
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.InvalidDefinition invalid)
        {
            // The engine knows what a document alone does not tell, such as the machine steps that are registered.
            Problems = InOrder(DefinitionDocument.Locate(json, invalid.Problems));
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

    private async Task CheckAndPublishAsync(Person person, string json, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            Failure = "There is nothing to import yet: paste a document, or choose a file.";
            return;
        }

        Problems = InOrder(DefinitionDocument.Validate(json));
        if (ErrorCount > 0)
        {
            return;
        }

        var published = await engine.PublishAsync(person, json, cancellationToken);
        Imported = new Imported(published.Version.Key, published.Version.Version, published.Version.Name, published.Change is DefinitionChangeKind.Unchanged);
    }

    private static ImmutableArray<DefinitionProblem> InOrder(ImmutableArray<DefinitionProblem> problems) =>
        [.. problems.OrderBy(problem => problem.Severity).ThenBy(problem => problem.Line ?? 0).ThenBy(problem => problem.Column ?? 0)];
}
