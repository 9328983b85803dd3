using System.Collections.Immutable;

namespace Workflows.Engine.Definitions;

/// <summary>The options of a machine, gateway, timer, data or end step; see <see cref="DefinitionBuilder"/>.</summary>
public sealed class StepBuilder : StepBuilder<StepBuilder>
{
    internal StepBuilder(ProblemList problems, string place)
        : base(problems, place)
    {
    }
}

/// <summary>The options that every step has. Nothing here needs to be set.</summary>
/// <typeparam name="TSelf">The builder itself, so that calls chain.</typeparam>
public abstract class StepBuilder<TSelf>
    where TSelf : StepBuilder<TSelf>
{
    private readonly ImmutableArray<StepId>.Builder _cancels = ImmutableArray.CreateBuilder<StepId>();
    private string? _description;
    private Split? _split;
    private Join? _join;
    private StepTimeout? _timeout;

    private protected StepBuilder(ProblemList problems, string place) => (Problems, Place) = (problems, place);

    private protected ProblemList Problems { get; }

    /// <summary>The step's JSON pointer.</summary>
    private protected string Place { get; }

    /// <summary>What the step is for, in a sentence or two.</summary>
    public TSelf Describe(string text) => Self(() => _description = text);

    /// <summary>When the tokens on the incoming edges enable the step. The default is <see cref="Join.Active"/>.</summary>
    public TSelf Join(Join join) => Self(() => _join = join);

    /// <summary>Enables the step once a number of its inputs are marked: <c>Join(1)</c> goes on with the first, <c>Join(2)</c> with two of them.</summary>
    /// <param name="number">How many.</param>
    /// <param name="rest">What becomes of the others. The default swallows them.</param>
    /// <param name="region">The steps that <see cref="JoinRest.Cancel"/> withdraws. The default is those on the branches that lead here.</param>
    public TSelf Join(int number, JoinRest rest = JoinRest.Absorb, params ReadOnlySpan<string> region)
    {
        var steps = new StepId[region.Length];
        for (var i = 0; i < region.Length; i++)
        {
            steps[i] = region[i];
        }

        _join = Definitions.Join.Count(number, rest, steps);
        return (TSelf)this;
    }

    /// <summary>Which outgoing edges a completed step puts tokens on. The default is <see cref="Split.Matching"/>.</summary>
    public TSelf Split(Split split) => Self(() => _split = split);

    /// <summary>Withdraws the work of other steps, and what is on its way to them, when this step completes.</summary>
    public TSelf Cancels(params ReadOnlySpan<string> steps)
    {
        foreach (var step in steps)
        {
            _cancels.Add(step);
        }

        return (TSelf)this;
    }

    /// <summary>Ends a waiting step after a time; it then leaves with <paramref name="outcome"/>.</summary>
    /// <param name="moment">A duration (<c>PT4H</c>), an instant, or an expression that gives one of them.</param>
    /// <param name="outcome">The outcome that edges see.</param>
    public TSelf Timeout(string moment, string outcome = StepTimeout.DefaultOutcome) =>
        Self(() => _timeout = Problems.ReadMoment(moment, $"{Place}/timeout/after") is { } after ? new StepTimeout(after, outcome) : null);

    /// <summary>Ends a waiting step after a time; it then leaves with <paramref name="outcome"/>.</summary>
    public TSelf Timeout(TimeSpan after, string outcome = StepTimeout.DefaultOutcome) => Self(() => _timeout = new StepTimeout(Moment.In(after), outcome));

    internal Step Build(string id, string? name, StepBody body, (Split Split, Join Join)? shape = null) => new()
    {
        Id = id,
        Name = name ?? Humanized.From(id),
        Description = _description,
        Body = body,
        Split = _split ?? shape?.Split ?? Definitions.Split.Matching,
        Join = _join ?? shape?.Join ?? Definitions.Join.Active,
        Timeout = _timeout,
        Cancels = _cancels.ToImmutable(),
    };

    private protected TSelf Self(Action change)
    {
        change();
        return (TSelf)this;
    }
}
