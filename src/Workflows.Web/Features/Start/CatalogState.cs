using System.Collections.Immutable;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Start;

/// <summary>What can be started, as the catalogue shows it.</summary>
internal sealed class CatalogState(GuardedEngine engine, ILogger<CatalogState> logger)
{
    /// <summary>Where workflows without a category stand, at the end.</summary>
    public const string NoCategory = "Other";

    /// <summary>Every workflow, by name.</summary>
    public Loaded<Catalog> Workflows { get; private set; } = Loaded<Catalog>.Pending;

    /// <summary>Reads the workflows.</summary>
    public async Task LoadAsync(Person person, CancellationToken cancellationToken)
    {
        Workflows = await Loading.TryAsync(logger, async () => new Catalog([.. await engine.ListStartableAsync(person, cancellationToken)]));
    }

    /// <summary>The workflows that contain every word of the search in name, category, description or key, under their categories.</summary>
    public static ImmutableArray<CatalogGroup> Find(Catalog catalog, string? search)
    {
        var words = (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. catalog.Definitions
                .Where(definition => words.All(word => Contains(definition, word)))
                .GroupBy(definition => definition.Category ?? NoCategory)
                .OrderBy(group => group.Key == NoCategory)
                .ThenBy(group => group.Key, StringComparer.CurrentCultureIgnoreCase)
                .Select(group => new CatalogGroup(group.Key, [.. group])),
        ];
    }

    private static bool Contains(DefinitionSummary definition, string word)
    {
        return definition.Name.Contains(word, StringComparison.CurrentCultureIgnoreCase)
            || definition.Key.Contains(word, StringComparison.OrdinalIgnoreCase)
            || definition.Category?.Contains(word, StringComparison.CurrentCultureIgnoreCase) is true
            || definition.Description?.Contains(word, StringComparison.CurrentCultureIgnoreCase) is true;
    }
}

/// <summary>Everything that can be started.</summary>
internal sealed record Catalog(ImmutableArray<DefinitionSummary> Definitions);

/// <summary>The workflows of a category.</summary>
internal sealed record CatalogGroup(string Category, ImmutableArray<DefinitionSummary> Definitions);
