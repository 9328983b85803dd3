using System.Collections.Immutable;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Definitions;

/// <summary>The list of definitions, and what it is narrowed to. There are few enough to narrow them here.</summary>
internal sealed class DefinitionsState(GuardedEngine engine, ILogger<DefinitionsState> logger)
{
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private string _search = "";

    /// <summary>All definitions, by name.</summary>
    public Loaded<IReadOnlyList<DefinitionSummary>> All { get; private set; } = Loaded<IReadOnlyList<DefinitionSummary>>.Pending;

    /// <summary>Those whose name, key, category or description contain every word of the search.</summary>
    public ImmutableArray<DefinitionSummary> Shown => [.. (All.Value ?? []).Where(Matches)];

    /// <summary>Whether the person may import definitions, and why or why not.</summary>
    public GateAnswer Import { get; private set; }

    /// <summary>Reads the list. What is shown stays until the answer is there.</summary>
    public async Task LoadAsync(Person person, string? search, CancellationToken cancellationToken)
    {
        _search = search ?? "";
        Import = GateRules.ImportDefinitions(person);
        if (All.Value is null)
        {
            await ReloadAsync(person, cancellationToken);
        }
    }

    /// <summary>Reads the list again.</summary>
    public async Task ReloadAsync(Person person, CancellationToken cancellationToken) =>
        All = await Loading.TryAsync(logger, () => engine.ListDefinitionsAsync(person, cancellationToken));

    /// <summary>The definitions that the person chose, each as its key and version: those that are shown.</summary>
    public ImmutableArray<string> Chosen => [.. Shown.Where(IsChosen).Select(definition => $"{definition.Key}@{definition.Version}")];

    /// <summary>Whether the person chose it.</summary>
    public bool IsChosen(DefinitionSummary definition) => _chosen.Contains(definition.Key);

    /// <summary>Chooses it, or no longer.</summary>
    public void Choose(DefinitionSummary definition)
    {
        if (!_chosen.Remove(definition.Key))
        {
            _chosen.Add(definition.Key);
        }
    }

    private bool Matches(DefinitionSummary definition) =>
        _search.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
            Contains(definition.Name, word) || Contains(definition.Key, word) || Contains(definition.Category, word) || Contains(definition.Description, word));

    private static bool Contains(string? text, string word) => text?.Contains(word, StringComparison.CurrentCultureIgnoreCase) is true;
}
