using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions.Documents;

/// <summary>Makes the parts of steps that say how often they are done and what may happen meanwhile.</summary>
internal sealed class StepPartReader(DocumentReader document, ProblemList problems)
{
    private static readonly ImmutableArray<string> s_awaited = ["signal", "webhook", "when"];

    public Multi? Multi(DocumentObject step)
    {
        const string Name = "multi";
        switch (step.Find(Name)?.ValueKind)
        {
            case null:
                return null;
            case JsonValueKind.Object:
                break;
            default:
                return Over(step, Name) is { } plain ? new Multi(plain) : null;
        }

        var multi = step.Object(Name)!;
        if (multi.Find("over") is null)
        {
            problems.Error(ProblemCodes.MemberMissing, multi.PlaceOf("over"), "'over' is missing: an expression that gives a list, or how many elements there are.");
        }

        var over = Over(multi, "over");
        var read = over is null ? null : new Multi(over)
        {
            Width = multi.Number("width"),
            Need = multi.Number("need"),
            Until = document.Expression(multi, "until"),
            Rest = multi.Word("rest", ("cancel", MultiRest.Cancel), ("leave", MultiRest.Leave), ("wait", MultiRest.Wait)) ?? MultiRest.Cancel,
            Grows = multi.Flag("grows"),
            IsDetached = multi.Flag("detached"),
            SaveAs = multi.Text("saveAs"),
        };
        if (read is not null)
        {
            multi.End("multi");
        }

        return read;
    }

    public Loop? Loop(DocumentObject step)
    {
        if (step.Object("loop") is not { } loop)
        {
            return null;
        }

        var read = new Loop(document.Expression(loop, "while"), document.Expression(loop, "until"), loop.Number("limit") ?? Definitions.Loop.DefaultLimit);
        loop.End("a loop");
        return read;
    }

    /// <summary>What becomes of a machine step that fails.</summary>
    public (Retry? Retry, TimeSpan? AttemptTimeout, TimeSpan? Heartbeat, ImmutableArray<ErrorRoute> Errors) Failures(DocumentObject step) =>
        (Retry(step), document.Duration(step, "attemptTimeout"), document.Duration(step, "heartbeat"), step.List("errors", Error));

    private Retry? Retry(DocumentObject step)
    {
        if (step.Object("retry") is not { } retry)
        {
            return null;
        }

        var read = new Retry
        {
            Attempts = retry.Number("attempts") ?? Definitions.Retry.DefaultAttempts,
            Delay = document.Duration(retry, "delay") ?? Definitions.Retry.DefaultDelay,
            Backoff = retry.Word("backoff", ("exponential", Backoff.Exponential), ("fixed", Backoff.Fixed)) ?? Backoff.Exponential,
            MaxDelay = document.Duration(retry, "maxDelay") ?? Definitions.Retry.DefaultMaxDelay,
            MaxAge = document.Duration(retry, "maxAge"),
            Jitter = retry.Number("jitter") ?? Definitions.Retry.DefaultJitter,
            NotFor = retry.Texts("notFor"),
        };
        retry.End("a retry policy");
        return read;
    }

    private ErrorRoute? Error(JsonElement element, string place)
    {
        if (DocumentObject.Read(element, place, problems) is not { } error)
        {
            return null;
        }

        var (code, outcome) = (error.Text("code"), error.RequiredText("outcome", "the outcome that edges refer to"));
        error.End("an error");
        return outcome is null ? null : new ErrorRoute(code, outcome);
    }

    public static Saga? Saga(DocumentObject step)
    {
        if (step.Object("saga") is not { } saga)
        {
            return null;
        }

        var then = saga.Word("then", ("fail", AfterUndo.Fail), ("continue", AfterUndo.Continue), ("retry", AfterUndo.Retry)) ?? AfterUndo.Fail;
        var read = new Saga(then, saga.Number("attempts") ?? Definitions.Saga.DefaultAttempts);
        saga.End("a saga");
        return read;
    }

    public StepTrigger? Trigger(JsonElement element, string place)
    {
        if (DocumentObject.Read(element, place, problems) is not { } holder)
        {
            return null;
        }

        var on = On(holder);
        var outcome = holder.Text("outcome") ?? on?.DefaultOutcome;
        if (outcome is null && on is not null)
        {
            problems.Error(ProblemCodes.MemberMissing, holder.PlaceOf("outcome"), "'outcome' is missing: the name that edges refer to.");
        }

        var interrupts = holder.Flag("interrupts", fallback: true);
        holder.End("a trigger");
        return on is null || outcome is null ? null : new StepTrigger(on, outcome, interrupts);
    }

    public StepBody.Wait? Wait(DocumentObject step) => On(step) is { } on ? new StepBody.Wait(on, step.Text("saveAs")) : null;

    /// <summary>What is waited for: a <c>signal</c>, a <c>webhook</c>, or the data being so <c>when</c> an expression holds.</summary>
    private Trigger? On(DocumentObject holder)
    {
        var (signal, webhook, when) = (holder.Text("signal"), holder.Text("webhook"), document.Expression(holder, "when"));
        var (key, isTransient, secret) = (document.Expression(holder, "key"), holder.Flag("transient"), holder.Text("secret"));
        ImmutableArray<string> given = [.. s_awaited.Where(name => holder.Find(name) is not null)];
        if (given is not [var only])
        {
            problems.Error(
                given.IsEmpty ? ProblemCodes.MemberMissing : ProblemCodes.MemberValue,
                holder.PlaceOf("signal"),
                given.IsEmpty
                    ? "'signal', 'webhook' or 'when' is missing: what is waited for, a signal, a call over HTTP or the data being so."
                    : $"'{string.Join("' and '", given)}' are {(given.Length == 2 ? "both" : "all")} there; take {(given.Length == 2 ? "one" : "two")} away.");
            return null;
        }

        if (only is not "webhook" && holder.Find("secret") is not null)
        {
            problems.Error(ProblemCodes.MemberUnknown, holder.PlaceOf("secret"), "Only calls to a 'webhook' are signed with a 'secret'.");
        }

        if (only is "webhook" && isTransient)
        {
            problems.Error(ProblemCodes.MemberUnknown, holder.PlaceOf("transient"), "A call to a webhook that comes early is always kept: whoever called was told so.");
        }

        return signal is not null ? new Trigger.Signal(signal, key, isTransient)
            : webhook is not null ? new Trigger.Webhook(webhook, key, secret)
            : when is not null ? new Trigger.Data(when) : null;
    }

    private Expression? Over(DocumentObject holder, string name) =>
        holder.Find(name)?.ValueKind is JsonValueKind.Number
            ? holder.Number(name) is { } number ? problems.ReadExpression(DocumentText.Number(number), holder.PlaceOf(name)) : null
            : document.Expression(holder, name);
}
