using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Definitions;
using Workflows.Engine.Events;
using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.Engine.Steps.BuiltIn;

namespace Workflows.Engine.Hosting;

/// <summary>Composes the engine: machine steps, definitions, and (by the store's package) where instances live.</summary>
public sealed class WorkflowsBuilder
{
    private readonly StepRegistry _steps;
    private readonly StartupDefinitions _definitions;

    internal WorkflowsBuilder(IServiceCollection services, StepRegistry steps, StartupDefinitions definitions)
    {
        Services = services;
        _steps = steps;
        _definitions = definitions;
    }

    /// <summary>Where everything is registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers a class that definitions may name as a machine step.</summary>
    /// <param name="name">The name. The default is the name of the class.</param>
    public WorkflowsBuilder AddStep<TStep>(string? name = null)
        where TStep : MachineStep
    {
        _steps.Add(name ?? typeof(TStep).Name, typeof(TStep));
        return this;
    }

    /// <summary>Registers a built-in step of another package, with the settings it takes.</summary>
    internal WorkflowsBuilder AddStep<TStep>(string name, SettingsShape shape)
        where TStep : MachineStep
    {
        _steps.Add(name, typeof(TStep), shape);
        return this;
    }

    /// <summary>Registers a class that is told of events in this process, after they are durable, at least once each.</summary>
    /// <param name="types">Which events: types, or beginnings of them that end in <c>.*</c>; none for all. <see cref="WorkflowEventTypes"/> names those of the engine.</param>
    /// <exception cref="ArgumentException">One of them cannot be a type.</exception>
    public WorkflowsBuilder AddEventHandler<THandler>(params ReadOnlySpan<string> types)
        where THandler : class, IWorkflowEventHandler
    {
        ImmutableArray<string> wanted = types.IsEmpty ? ["*"] : [.. types];
        if (wanted.FirstOrDefault(type => !EventFilter.IsPattern(type)) is { } wrong)
        {
            throw new ArgumentException($"'{wrong}' cannot be a type of event.", nameof(types));
        }

        Services.AddSingleton(new EventHandlerEntry(typeof(THandler).FullName!, typeof(THandler), new EventFilter(wanted, [])));
        return this;
    }

    /// <summary>Publishes a definition when the host starts, and registers the classes it names. A definition with errors stops the start, and says all of them.</summary>
    public WorkflowsBuilder AddDefinition(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        foreach (var (name, type) in definition.StepTypes)
        {
            _steps.Add(name, type);
        }

        _definitions.Items.Add(definition);
        return this;
    }

    /// <summary>Reads a JSON document and publishes its definition when the host starts.</summary>
    /// <exception cref="DefinitionDocumentException">The document cannot be read; every problem has its line.</exception>
    public WorkflowsBuilder AddDefinitionDocument(string json) => AddDefinition(DefinitionDocument.Read(json));
}

/// <summary>The definitions that the host publishes when it starts.</summary>
internal sealed class StartupDefinitions
{
    public List<WorkflowDefinition> Items { get; } = [];
}
