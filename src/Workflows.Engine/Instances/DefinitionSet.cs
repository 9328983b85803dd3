using System.Collections.Immutable;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <summary>The definition that an instance runs, with those it has called or may call now: everything a decision can need.</summary>
/// <param name="Main">The definition of the instance.</param>
/// <param name="Called">The others: the versions of called workflows that are under way, and the latest of those that can be called.</param>
internal sealed record DefinitionSet(WorkflowDefinition Main, ImmutableArray<WorkflowDefinition> Called)
{
    public static implicit operator DefinitionSet(WorkflowDefinition main) => new(main, []);

    /// <summary>The versions that calls without one take, by key. A key that is not here takes the latest that is given.</summary>
    public ImmutableDictionary<string, SemanticVersion> Current { get; init; } = ImmutableDictionary<string, SemanticVersion>.Empty;

    /// <summary>The keys of which nothing new can be started, although versions of them are under way.</summary>
    public ImmutableHashSet<string> Retired { get; init; } = [];

    /// <summary>A definition, the one that calls take unless a version is named; null when it is not there.</summary>
    public WorkflowDefinition? Find(string key, SemanticVersion? version)
    {
        if (version is null && Retired.Contains(key))
        {
            return null;
        }

        version ??= Current.TryGetValue(key, out var current) ? current : null;
        WorkflowDefinition? found = null;
        foreach (var definition in Called.Add(Main))
        {
            if (definition.Key == key && (version is null ? found is null || definition.Version > found.Version : definition.Version == version))
            {
                found = definition;
            }
        }

        return found;
    }

    /// <summary>The definition that the steps in a scope are of.</summary>
    public WorkflowDefinition Of(WorkflowInstance instance, int scope)
    {
        if (instance.ScopeOf(scope).Call is not { } call)
        {
            return Main;
        }

        var called = instance.ScopeOf(call).Definition!;
        return Find(called.Key, called.Version) ?? throw new InvalidOperationException($"Instance {instance.Id} is in {called.Key} {called.Version}, which was not given.");
    }

    /// <summary>Whether some step waits for a signal that may come before it does.</summary>
    public bool Expects(string signal) => Main.Net.Expects(signal) || Called.Any(definition => definition.Net.Expects(signal));

    /// <summary>A webhook that some step waits for, by its name; null when none does.</summary>
    public Trigger.Webhook? FindWebhook(string name) => Called.Insert(0, Main)
        .SelectMany(definition => definition.Steps)
        .SelectMany(step => step.Awaited)
        .OfType<Trigger.Webhook>()
        .FirstOrDefault(webhook => webhook.Name == name);

    /// <summary>The step that holds a token, or that its edge leads to.</summary>
    public Step StepOf(WorkflowInstance instance, Token token)
    {
        var net = Of(instance, token.Scope).Net;
        return net.Steps[net.IndexOf(token.Step)];
    }
}
