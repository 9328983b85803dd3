using Workflows.Engine.Steps.BuiltIn;

namespace Workflows.Engine.Steps;

/// <summary>The classes of machine steps, by the name that definitions use. Filled while the host is composed, then only read.</summary>
internal sealed class StepRegistry
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal)
    {
        [HttpStep.Name] = typeof(HttpStep),
        [LogStep.Name] = typeof(LogStep),
        [EventStep.Name] = typeof(EventStep),
    };

    private readonly Dictionary<string, SettingsShape> _shapes = new(StringComparer.Ordinal)
    {
        [HttpStep.Name] = HttpStep.Shape,
        [LogStep.Name] = LogStep.Shape,
        [EventStep.Name] = EventStep.Shape,
    };

    /// <summary>The settings that a built-in step takes; null for any other.</summary>
    public SettingsShape? ShapeOf(string name) => _shapes.GetValueOrDefault(name);

    /// <summary>The names that definitions may use.</summary>
    public IReadOnlyCollection<string> Names => _types.Keys;

    /// <summary>Registers a class under a name. Doing it twice is fine.</summary>
    /// <exception cref="InvalidOperationException">Another class has the name.</exception>
    public void Add(string name, Type type)
    {
        if (!_types.TryAdd(name, type) && _types[name] != type)
        {
            throw new InvalidOperationException($"Two classes are registered as machine step '{name}': {_types[name]} and {type}. Register one of them under another name.");
        }
    }

    /// <summary>Registers a built-in step, with the settings it takes.</summary>
    public void Add(string name, Type type, SettingsShape shape)
    {
        Add(name, type);
        _shapes[name] = shape;
    }

    /// <summary>The class registered under a name, or null.</summary>
    public Type? Find(string name) => _types.GetValueOrDefault(name);
}
