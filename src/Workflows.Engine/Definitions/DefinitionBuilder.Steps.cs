using System.Collections.Immutable;
using Workflows.Engine.Definitions.Documents;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions;

/// <content>The kinds of step. A step's name is its id, humanised, unless another is given.</content>
public sealed partial class DefinitionBuilder
{
    private readonly ImmutableArray<Step>.Builder _steps = ImmutableArray.CreateBuilder<Step>();
    private readonly ImmutableDictionary<string, Type>.Builder _stepTypes = ImmutableDictionary.CreateBuilder<string, Type>();

    private StepId? _group;

    private string Place => DocumentText.Join("/steps", _steps.Count);

    /// <summary>Adds a step that runs code: a class registered under <paramref name="type"/>.</summary>
    public DefinitionBuilder Machine(string id, string type, string? name = null, Action<StepBuilder>? configure = null) =>
        Add(id, name, new StepBody.Machine(type), configure);

    /// <summary>Adds a task for people, which waits until one of them completes it.</summary>
    /// <param name="id">The step's id.</param>
    /// <param name="name">What people read.</param>
    /// <param name="form">A JSON Schema that the answers must satisfy. The default accepts an empty object.</param>
    /// <param name="configure">Who does it, which outcomes it has, when it is due.</param>
    public DefinitionBuilder Human(string id, string? name = null, string? form = null, Action<HumanStepBuilder>? configure = null)
    {
        var builder = new HumanStepBuilder(_problems, Place);
        configure?.Invoke(builder);
        _steps.Add(builder.Build(id, name, builder.Body(form), _group));
        return this;
    }

    /// <summary>Adds a gateway that takes the first of its edges that holds, and the default edge when none does.</summary>
    public DefinitionBuilder Exclusive(string id, string? name = null, Action<StepBuilder>? configure = null) => Gateway(id, name, GatewayShapes.Exclusive, configure);

    /// <summary>Adds a gateway that waits for all of its inputs and takes all of its edges.</summary>
    public DefinitionBuilder Parallel(string id, string? name = null, Action<StepBuilder>? configure = null) => Gateway(id, name, GatewayShapes.Parallel, configure);

    /// <summary>Adds a gateway that takes every edge that holds, and waits for every input that can still come.</summary>
    public DefinitionBuilder Inclusive(string id, string? name = null, Action<StepBuilder>? configure = null) => Gateway(id, name, GatewayShapes.Inclusive, configure);

    /// <summary>Adds a wait.</summary>
    /// <param name="id">The step's id.</param>
    /// <param name="moment">A duration (<c>PT4H</c>), an instant, or an expression that gives one of them.</param>
    /// <param name="name">What people read.</param>
    /// <param name="configure">More options.</param>
    public DefinitionBuilder Timer(string id, string moment, string? name = null, Action<StepBuilder>? configure = null) =>
        Add(id, name, new StepBody.Timer(_problems.ReadMoment(moment, $"{Place}/until") ?? Moment.In(TimeSpan.Zero)), configure);

    /// <summary>Adds a wait.</summary>
    public DefinitionBuilder Timer(string id, TimeSpan after, string? name = null, Action<StepBuilder>? configure = null) =>
        Add(id, name, new StepBody.Timer(Moment.In(after)), configure);

    /// <summary>Adds a step that sets members of the data to the values of expressions, in order.</summary>
    public DefinitionBuilder Set(string id, params ReadOnlySpan<(string Name, string Expression)> assignments) => Set(id, null, assignments);

    /// <summary>Adds a step that sets members of the data to the values of expressions, in order.</summary>
    public DefinitionBuilder Set(string id, Action<StepBuilder>? configure, params ReadOnlySpan<(string Name, string Expression)> assignments)
    {
        return Add(id, null, new StepBody.Data(Read(assignments, "set")), configure);
    }

    /// <summary>Adds a place where the token waits until one of the steps that follow takes it: the first task done, signal received, time over.</summary>
    public DefinitionBuilder State(string id, string? name = null, Action<StepBuilder>? configure = null) => Add(id, name, new StepBody.State(), configure);

    /// <summary>Adds a wait for a signal.</summary>
    /// <param name="id">The step's id.</param>
    /// <param name="signal">What the sender calls it. The default is the step's id.</param>
    /// <param name="key">An expression; only a signal with the same key counts. The default is any.</param>
    /// <param name="transient">Whether a signal that comes too early is lost. Otherwise it is kept.</param>
    /// <param name="saveAs">The member of the data that takes what the signal carries. The default is the step's id.</param>
    /// <param name="name">What people read.</param>
    /// <param name="configure">More options.</param>
    public DefinitionBuilder Signal(
        string id, string? signal = null, string? key = null, bool transient = false, string? saveAs = null, string? name = null, Action<StepBuilder>? configure = null) =>
        Add(id, name, new StepBody.Wait(new Trigger.Signal(signal ?? id, key is null ? null : _problems.ReadExpression(key, $"{Place}/key"), transient), saveAs), configure);

    /// <summary>Adds a wait for a call over HTTP by a system outside, at an address that each instance has for itself.</summary>
    /// <param name="id">The step's id.</param>
    /// <param name="webhook">What tells it from other webhooks of the definition. The default is the step's id.</param>
    /// <param name="key">An expression; only a call at the address for the same key counts. The default is any.</param>
    /// <param name="secret">The name of the server's secret with which calls are signed. The default is none: the address alone is enough.</param>
    /// <param name="saveAs">The member of the data that takes the body of the call. The default is the step's id.</param>
    /// <param name="name">What people read.</param>
    /// <param name="configure">More options.</param>
    public DefinitionBuilder Webhook(
        string id, string? webhook = null, string? key = null, string? secret = null, string? saveAs = null, string? name = null, Action<StepBuilder>? configure = null) =>
        Add(id, name, new StepBody.Wait(new Trigger.Webhook(webhook ?? id, key is null ? null : _problems.ReadExpression(key, $"{Place}/key"), secret), saveAs), configure);

    /// <summary>Adds a wait for the data to be so.</summary>
    public DefinitionBuilder When(string id, string condition, string? name = null, Action<StepBuilder>? configure = null) =>
        Add(id, name, new StepBody.Wait(new Trigger.Data(_problems.ReadExpression(condition, $"{Place}/when") ?? Expression.Parse("false"))), configure);

    /// <summary>Adds steps that are done as one, in a scope of their own. The first of them is where the group begins, unless <paramref name="initial"/> says otherwise.</summary>
    /// <param name="id">The group's id.</param>
    /// <param name="build">Adds the steps and edges inside.</param>
    /// <param name="name">What people read.</param>
    /// <param name="configure">What else the group as a whole can do: wait for others, be repeated, hold a lock.</param>
    /// <param name="initial">The step it begins with.</param>
    public DefinitionBuilder Group(string id, Action<DefinitionBuilder> build, string? name = null, Action<StepBuilder>? configure = null, string? initial = null)
    {
        Add(id, name, new StepBody.Group(initial is null ? default(StepId?) : new StepId(initial)), configure);
        var outer = _group;
        _group = id;
        build(this);
        _group = outer;
        return this;
    }

    /// <summary>Adds a step that does another workflow, or this one again.</summary>
    /// <param name="id">The step's id.</param>
    /// <param name="definition">The key of the workflow.</param>
    /// <param name="input">What it starts with, computed from the data here. The default is a copy of the data.</param>
    /// <param name="output">What is set here when it is done, computed from its data. The default is all of its data, under the step's id.</param>
    /// <param name="version">The version. The default is the latest.</param>
    /// <param name="name">What people read.</param>
    /// <param name="configure">More options.</param>
    public DefinitionBuilder Call(
        string id, string definition, ReadOnlySpan<(string Name, string Expression)> input = default, ReadOnlySpan<(string Name, string Expression)> output = default,
        string? version = null, string? name = null, Action<StepBuilder>? configure = null) =>
        Add(
            id,
            name,
            new StepBody.Call(definition, version is null ? null : _problems.ReadVersion(version, $"{Place}/version")) { Input = Read(input, "input"), Output = Read(output, "output") },
            configure);

    private ImmutableArray<DataAssignment> Read(ReadOnlySpan<(string Name, string Expression)> assignments, string member)
    {
        var read = ImmutableArray.CreateBuilder<DataAssignment>(assignments.Length);
        for (var i = 0; i < assignments.Length; i++)
        {
            if (_problems.ReadExpression(assignments[i].Expression, DocumentText.Join($"{Place}/{member}", i) + "/value") is { } value)
            {
                read.Add(new DataAssignment(assignments[i].Name, value));
            }
        }

        return read.ToImmutable();
    }

    /// <summary>Adds a nominated end.</summary>
    /// <param name="id">The step's id.</param>
    /// <param name="name">What people read.</param>
    /// <param name="terminates">Whether all other work is withdrawn and the instance completes at once. Otherwise only the path that reaches it ends.</param>
    /// <param name="configure">More options.</param>
    public DefinitionBuilder End(string id, string? name = null, bool terminates = false, Action<StepBuilder>? configure = null) =>
        Add(id, name, new StepBody.End(terminates), configure);

    /// <summary>Adds a step that runs a class, registered under its own name.</summary>
    internal DefinitionBuilder Machine(string id, Type type, string? name, Action<StepBuilder>? configure)
    {
        if (_stepTypes.TryGetValue(type.Name, out var other) && other != type)
        {
            _problems.Error(
                ProblemCodes.MachineTypeConflict,
                $"{Place}/type",
                $"{type} and {other} have the same name. Register one of them under another name, and use that name here.");
        }

        _stepTypes[type.Name] = type;
        return Machine(id, type.Name, name, configure);
    }

    private DefinitionBuilder Gateway(string id, string? name, (Split Split, Join Join) shape, Action<StepBuilder>? configure) =>
        Add(id, name, new StepBody.Gateway(), configure, shape);

    private DefinitionBuilder Add(string id, string? name, StepBody body, Action<StepBuilder>? configure, (Split Split, Join Join)? shape = null)
    {
        var builder = new StepBuilder(_problems, Place);
        configure?.Invoke(builder);
        _steps.Add(builder.Build(id, name, body, _group, shape));
        return this;
    }
}
