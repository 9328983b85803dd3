using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Workflows.Engine.Definitions.Documents;

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
    private readonly ImmutableArray<StepId>.Builder _completes = ImmutableArray.CreateBuilder<StepId>();
    private readonly ImmutableArray<StepId>.Builder _requires = ImmutableArray.CreateBuilder<StepId>();
    private readonly ImmutableArray<string>.Builder _locks = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<StepTrigger>.Builder _triggers = ImmutableArray.CreateBuilder<StepTrigger>();
    private Multi? _multi;
    private Loop? _loop;
    private string? _description;
    private Split? _split;
    private Join? _join;
    private readonly ImmutableArray<ErrorRoute>.Builder _errors = ImmutableArray.CreateBuilder<ErrorRoute>();
    private StepTimeout? _timeout;
    private Retry? _retry;
    private TimeSpan? _attemptTimeout;
    private TimeSpan? _heartbeat;
    private StepSettings? _with;
    private StepId? _compensateWith;
    private Saga? _saga;

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

    /// <summary>Completes other steps, whatever is left of their work, when this step completes.</summary>
    public TSelf Completes(params ReadOnlySpan<string> steps)
    {
        foreach (var step in steps)
        {
            _completes.Add(step);
        }

        return (TSelf)this;
    }

    /// <summary>Lets the step start, and go on waiting, only while states are marked.</summary>
    public TSelf Requires(params ReadOnlySpan<string> states)
    {
        foreach (var state in states)
        {
            _requires.Add(state);
        }

        return (TSelf)this;
    }

    /// <summary>Lets no two steps with the same lock be under way at once in an instance.</summary>
    public TSelf Lock(params ReadOnlySpan<string> names)
    {
        _locks.AddRange(names);
        return (TSelf)this;
    }

    /// <summary>Does the step once for each element of a list, or a number of times: there, <c>data.item</c> is the element and <c>data.index</c> its number.</summary>
    /// <param name="over">An expression that gives a list, or how many elements there are.</param>
    /// <param name="width">How many may be under way at once. The default is all.</param>
    /// <param name="need">How many must be done. The default is all.</param>
    /// <param name="until">A condition on which the step goes on; it sees the list of what the elements left so far.</param>
    /// <param name="rest">What becomes of elements that are not done then.</param>
    /// <param name="grows">Whether elements may be added while the step is under way.</param>
    /// <param name="detached">Whether nobody waits for the elements.</param>
    /// <param name="saveAs">The member of the data that takes the list. The default is the step's id.</param>
    public TSelf Multi(
        string over, int? width = null, int? need = null, string? until = null, MultiRest rest = MultiRest.Cancel, bool grows = false, bool detached = false, string? saveAs = null) =>
        Self(() => _multi = Problems.ReadExpression(over, $"{Place}/multi/over") is not { } read ? null : new Multi(read)
        {
            Width = width,
            Need = need,
            Until = until is null ? null : Problems.ReadExpression(until, $"{Place}/multi/until"),
            Rest = rest,
            Grows = grows,
            IsDetached = detached,
            SaveAs = saveAs,
        });

    /// <summary>Repeats the step as long as a condition holds before a pass; perhaps not even once.</summary>
    public TSelf While(string condition, int limit = Loop.DefaultLimit) => Self(() => _loop = new Loop(Problems.ReadExpression(condition, $"{Place}/loop/while"), _loop?.Until, limit));

    /// <summary>Repeats the step until a condition holds after a pass.</summary>
    public TSelf Until(string condition, int limit = Loop.DefaultLimit) => Self(() => _loop = new Loop(_loop?.While, Problems.ReadExpression(condition, $"{Place}/loop/until"), limit));

    /// <summary>Names the step that undoes this one when the saga around it fails.</summary>
    public TSelf CompensateWith(string step) => Self(() => _compensateWith = step);

    /// <summary>Makes a group all or nothing: when work in it fails, what was done in it is undone in reverse order.</summary>
    /// <param name="then">What follows then.</param>
    /// <param name="attempts">How often the group is done in all; only for <see cref="AfterUndo.Retry"/>.</param>
    public TSelf Saga(AfterUndo then = AfterUndo.Fail, int attempts = Definitions.Saga.DefaultAttempts) => Self(() => _saga = new Saga(then, attempts));

    /// <summary>Lets a signal end the step, or happen beside it.</summary>
    /// <param name="name">The signal.</param>
    /// <param name="outcome">The outcome that edges see. The default is the signal's name.</param>
    /// <param name="key">An expression; only a signal with the same key counts. The default is any.</param>
    /// <param name="interrupts">Whether the step's work is withdrawn. Otherwise it goes on.</param>
    /// <param name="transient">Whether a signal that comes too early is lost.</param>
    public TSelf OnSignal(string name, string? outcome = null, string? key = null, bool interrupts = true, bool transient = false) =>
        Self(() => _triggers.Add(new StepTrigger(
            new Trigger.Signal(name, key is null ? null : Problems.ReadExpression(key, $"{TriggerPlace}/key"), transient), outcome ?? name, interrupts)));

    /// <summary>Lets a call over HTTP by a system outside end the step, or happen beside it.</summary>
    /// <param name="name">What tells it from other webhooks of the definition.</param>
    /// <param name="outcome">The outcome that edges see. The default is the webhook's name.</param>
    /// <param name="key">An expression; only a call at the address for the same key counts. The default is any.</param>
    /// <param name="secret">The name of the server's secret with which calls are signed. The default is none: the address alone is enough.</param>
    /// <param name="interrupts">Whether the step's work is withdrawn. Otherwise it goes on.</param>
    public TSelf OnWebhook(string name, string? outcome = null, string? key = null, string? secret = null, bool interrupts = true) =>
        Self(() => _triggers.Add(new StepTrigger(
            new Trigger.Webhook(name, key is null ? null : Problems.ReadExpression(key, $"{TriggerPlace}/key"), secret), outcome ?? name, interrupts)));

    /// <summary>Lets a condition over the data end the step, or happen beside it.</summary>
    public TSelf OnData(string condition, string outcome, bool interrupts = true) =>
        Self(() =>
        {
            if (Problems.ReadExpression(condition, $"{TriggerPlace}/when") is { } read)
            {
                _triggers.Add(new StepTrigger(new Trigger.Data(read), outcome, interrupts));
            }
        });

    /// <summary>Ends a step after a time; it then leaves with <paramref name="outcome"/>.</summary>
    /// <param name="moment">A duration (<c>PT4H</c>), an instant, or an expression that gives one of them.</param>
    /// <param name="outcome">The outcome that edges see.</param>
    /// <param name="interrupts">Whether the step's work is withdrawn. Otherwise it goes on, and the edges of the outcome are taken beside it.</param>
    public TSelf Timeout(string moment, string outcome = StepTimeout.DefaultOutcome, bool interrupts = true) =>
        Self(() => _timeout = Problems.ReadMoment(moment, $"{Place}/timeout/after") is { } after ? new StepTimeout(after, outcome, interrupts) : null);

    /// <summary>Ends a step after a time; it then leaves with <paramref name="outcome"/>.</summary>
    public TSelf Timeout(TimeSpan after, string outcome = StepTimeout.DefaultOutcome, bool interrupts = true) =>
        Self(() => _timeout = new StepTimeout(Moment.In(after), outcome, interrupts));

    /// <summary>Does the step again when it failed. Only for machine steps.</summary>
    /// <param name="attempts">How often it is done in all, from 2 to <see cref="Retry.MaxAttempts"/>.</param>
    /// <param name="delay">How long to wait before the second attempt. The default is a second.</param>
    /// <param name="backoff">How the delay grows.</param>
    /// <param name="maxDelay">The longest delay. The default is an hour.</param>
    /// <param name="maxAge">How long after it began the step is not tried again. The default is no limit.</param>
    /// <param name="jitter">How much of each delay is left to chance, in percent.</param>
    /// <param name="notFor">The codes of errors, or names of exception classes, that trying again does not mend.</param>
    public TSelf Retry(
        int attempts = Definitions.Retry.DefaultAttempts, TimeSpan? delay = null, Backoff backoff = Backoff.Exponential, TimeSpan? maxDelay = null, TimeSpan? maxAge = null,
        int jitter = Definitions.Retry.DefaultJitter, params ReadOnlySpan<string> notFor)
    {
        _retry = new Retry
        {
            Attempts = attempts,
            Delay = delay ?? Definitions.Retry.DefaultDelay,
            Backoff = backoff,
            MaxDelay = maxDelay ?? Definitions.Retry.DefaultMaxDelay,
            MaxAge = maxAge,
            Jitter = jitter,
            NotFor = [.. notFor],
        };
        return (TSelf)this;
    }

    /// <summary>Limits how long one attempt of a machine step may take; longer counts as a failure with the code <c>timeout</c>.</summary>
    public TSelf AttemptTimeout(TimeSpan limit) => Self(() => _attemptTimeout = limit);

    /// <summary>Limits how long a machine step may give no sign of life (<c>StepContext.ReportProgressAsync</c>); longer counts as a failure with the code <c>heartbeat</c>.</summary>
    public TSelf Heartbeat(TimeSpan limit) => Self(() => _heartbeat = limit);

    /// <summary>Lets a machine step leave with an outcome after an error, once it is not tried again.</summary>
    /// <param name="code">The code of a <c>StepException</c>, or the name of an exception class; null for any.</param>
    /// <param name="outcome">The outcome that edges see.</param>
    public TSelf OnError(string? code, string outcome) => Self(() => _errors.Add(new ErrorRoute(code, outcome)));

    private string TriggerPlace => DocumentText.Join($"{Place}/on", _triggers.Count);

    /// <summary>Tells a machine step something beside the data, as in <c>.Machine("call", "http", configure: s => s.With("""{ "url": "https://example.com/orders/{data.order}" }"""))</c>.</summary>
    /// <param name="settings">A JSON object. Its texts are templates; one that is a single expression in braces becomes its value; <c>{"secret": "name"}</c> becomes a secret of the server.</param>
    public TSelf With([StringSyntax(StringSyntaxAttribute.Json)] string settings) => Self(() =>
    {
        try
        {
            using var document = JsonDocument.Parse(settings);
            _with = StepSettings.Read(document.RootElement, $"{Place}/with", Problems);
        }
        catch (JsonException e)
        {
            Problems.Error(ProblemCodes.JsonInvalid, $"{Place}/with", $"The settings are not JSON: {e.Message}");
        }
    });

    internal Step Build(string id, string? name, StepBody body, StepId? group, (Split Split, Join Join)? shape = null) => new()
    {
        Id = id,
        Name = name ?? Humanized.From(id),
        Description = _description,
        Body = body is StepBody.Machine machine ? machine with { With = _with } : body,
        Split = _split ?? shape?.Split ?? Definitions.Split.Matching,
        Join = _join ?? shape?.Join ?? GatewayShapes.DefaultJoin(body.Kind),
        Timeout = _timeout,
        Retry = _retry,
        AttemptTimeout = _attemptTimeout,
        Heartbeat = _heartbeat,
        Errors = _errors.ToImmutable(),
        Cancels = _cancels.ToImmutable(),
        Completes = _completes.ToImmutable(),
        Requires = _requires.ToImmutable(),
        Locks = _locks.ToImmutable(),
        Multi = _multi,
        Loop = _loop,
        Triggers = _triggers.ToImmutable(),
        CompensateWith = _compensateWith,
        Saga = _saga,
        In = group,
    };

    private protected TSelf Self(Action change)
    {
        change();
        return (TSelf)this;
    }
}
