namespace Workflows.Engine.Definitions;

/// <content>
/// Groups with a shape of their own, nested to any depth. They are a way of writing: what they make are groups, gateways and edges like any others.
/// </content>
public sealed partial class DefinitionBuilder
{
    /// <summary>Adds steps that are done one after the other, as one. Of a step that has edges of its own, the next one is where it goes when none of those holds.</summary>
    /// <param name="id">The group's id.</param>
    /// <param name="build">Adds the steps, in order.</param>
    /// <param name="name">What people read.</param>
    /// <param name="configure">What else the group as a whole can do: be a saga, be repeated, hold a lock.</param>
    public DefinitionBuilder Sequence(string id, Action<DefinitionBuilder> build, string? name = null, Action<StepBuilder>? configure = null) =>
        Group(id, _ => Chain(Added(build)), name, configure);

    /// <summary>Adds steps that are all done at once, as one. More than one step in a branch is a <see cref="Sequence"/>.</summary>
    /// <param name="id">The group's id. The gateway that opens it is called <c>id_fork</c>.</param>
    /// <param name="branches">Adds the steps.</param>
    /// <param name="callback">Adds what is done once, in order, when all of them are done. The default is nothing.</param>
    /// <param name="name">What people read.</param>
    /// <param name="configure">What else the group as a whole can do.</param>
    public DefinitionBuilder Parallel(
        string id, Action<DefinitionBuilder> branches, Action<DefinitionBuilder>? callback = null, string? name = null, Action<StepBuilder>? configure = null)
    {
        return Group(
            id,
            _ =>
            {
                var fork = $"{id}_fork";
                Parallel(fork, "All at once");
                var all = Added(branches);
                List<StepId> after = callback is null ? [] : Added(callback);
                foreach (var branch in all)
                {
                    Edge(fork, branch.Value);
                    if (after.Count > 0)
                    {
                        Chain([branch, after[0]]);
                    }
                }

                Chain(after);
            },
            name,
            configure);
    }

    /// <summary>Adds steps of which only those of the first branch whose condition holds are done, as one; none of them when none holds.</summary>
    /// <param name="id">The group's id. The gateway that opens it is called <c>id_choice</c>, and the end for when nothing holds <c>id_none</c>.</param>
    /// <param name="build">Adds the branches.</param>
    /// <param name="name">What people read.</param>
    /// <param name="configure">What else the group as a whole can do.</param>
    public DefinitionBuilder Conditional(string id, Action<ConditionalBuilder> build, string? name = null, Action<StepBuilder>? configure = null) =>
        Group(
            id,
            _ =>
            {
                var choice = $"{id}_choice";
                Exclusive(choice, "Which?");
                var branches = new ConditionalBuilder(this, choice, none: $"{id}_none");
                build(branches);
                branches.Close();
            },
            name,
            configure);

    /// <summary>The steps that <paramref name="build"/> adds to the group it is in, without those that only undo others.</summary>
    internal List<StepId> Added(Action<DefinitionBuilder> build)
    {
        var from = _steps.Count;
        build(this);
        var undoing = _steps.Select(s => s.CompensateWith).ToHashSet();
        return [.. _steps.Skip(from).Where(s => s.In == _group && !undoing.Contains(s.Id)).Select(s => s.Id)];
    }

    /// <summary>Connects steps one after the other.</summary>
    internal void Chain(List<StepId> steps)
    {
        for (var i = 1; i < steps.Count; i++)
        {
            var (from, to) = (steps[i - 1], steps[i]);
            var isEnd = _steps.First(s => s.Id == from).Kind is StepKind.End;
            var own = _edges.Where(e => e.From == from).ToList();
            if (!isEnd && !own.Exists(e => e.IsDefault || e.To == to))
            {
                Edge(from.Value, to.Value, otherwise: own.Count > 0);
            }
        }
    }
}

/// <summary>The branches of a <see cref="DefinitionBuilder.Conditional"/> group, tried in the order they are added.</summary>
public sealed class ConditionalBuilder
{
    private readonly DefinitionBuilder _builder;
    private readonly string _choice;
    private readonly string _none;
    private bool _hasOtherwise;
    private bool _hasNone;

    internal ConditionalBuilder(DefinitionBuilder builder, string choice, string none) => (_builder, _choice, _none) = (builder, choice, none);

    /// <summary>Adds steps that are done, in order, when a condition holds and none before it did.</summary>
    /// <param name="condition">An expression.</param>
    /// <param name="build">Adds the steps.</param>
    public ConditionalBuilder When(string condition, Action<DefinitionBuilder> build) => Branch(condition, build);

    /// <summary>Adds steps that are done, in order, when no condition holds.</summary>
    public ConditionalBuilder Otherwise(Action<DefinitionBuilder> build)
    {
        _hasOtherwise = true;
        return Branch(null, build);
    }

    /// <summary>Adds where it goes when there is nothing to do.</summary>
    internal void Close()
    {
        if (!_hasOtherwise)
        {
            Otherwise(static _ => { });
        }

        if (_hasNone)
        {
            _builder.End(_none, "None of them");
        }
    }

    private ConditionalBuilder Branch(string? condition, Action<DefinitionBuilder> build)
    {
        var steps = _builder.Added(build);
        _hasNone |= steps.Count == 0;
        _builder.Edge(_choice, steps.Count == 0 ? _none : steps[0].Value, condition, otherwise: condition is null);
        _builder.Chain(steps);
        return this;
    }
}
