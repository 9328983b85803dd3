using System.Text.Json;

namespace Workflows.Engine.Definitions.Documents;

/// <summary>Makes steps of a document's JSON: the members every step has, and those of its kind.</summary>
internal sealed class StepReader(DocumentReader document, ProblemList problems)
{
    private readonly StepPartReader _parts = new(document, problems);

    public Step? Read(JsonElement element, string place)
    {
        if (DocumentObject.Read(element, place, problems) is not { } step)
        {
            return null;
        }

        var id = step.RequiredText("id", "the name that edges refer to") ?? "";
        if (step.Find("kind") is null)
        {
            problems.Error(ProblemCodes.MemberMissing, step.PlaceOf("kind"), "'kind' is missing: machine, human, gateway, timer, data, end, state, wait, group or call.");
            return null;
        }

        var kind = step.Word(
            "kind",
            ("machine", StepKind.Machine),
            ("human", StepKind.Human),
            ("gateway", StepKind.Gateway),
            ("timer", StepKind.Timer),
            ("data", StepKind.Data),
            ("end", StepKind.End),
            ("state", StepKind.State),
            ("wait", StepKind.Wait),
            ("group", StepKind.Group),
            ("call", StepKind.Call));
        if (kind is null)
        {
            return null;
        }

        var name = step.Text("name") ?? Humanized.From(id);
        var description = step.Text("description");
        var (split, join) = (Split.Matching, GatewayShapes.DefaultJoin(kind.Value));
        StepBody? body = kind switch
        {
            StepKind.Machine => new StepBody.Machine(step.RequiredText("type", "the name its class is registered under") ?? "")
            {
                With = step.Find("with") is { } with ? StepSettings.Read(with, step.PlaceOf("with"), problems) : null,
            },
            StepKind.Human => Human(step),
            StepKind.Gateway => Gateway(step, ref split, ref join),
            StepKind.Timer => Timer(step),
            StepKind.Data => Data(step),
            StepKind.State => new StepBody.State(),
            StepKind.Wait => _parts.Wait(step),
            StepKind.Group => new StepBody.Group(step.Text("initial") is { } initial ? new StepId(initial) : default(StepId?)),
            StepKind.Call => Call(step),
            _ => new StepBody.End(step.Flag("terminates")),
        };
        split = step.Word("split", ("matching", Split.Matching), ("first", Split.First), ("all", Split.All)) ?? split;
        join = JoinReader.Read(step, problems) ?? join;
        var timeout = Timeout(step);
        var failures = kind is StepKind.Machine ? _parts.Failures(step) : default;
        var cancels = step.Texts("cancels");
        var completes = step.Texts("completes");
        var requires = step.Texts("requires");
        var locks = step.Texts("locks");
        var multi = _parts.Multi(step);
        var loop = _parts.Loop(step);
        var triggers = step.List("on", _parts.Trigger);
        var compensateWith = step.Text("compensateWith");
        var saga = StepPartReader.Saga(step);
        var group = step.Text("in");
        step.End($"a {kind.ToString()!.ToLowerInvariant()} step");
        return body is null
            ? null
            : new Step
            {
                Id = id,
                Name = name,
                Description = description,
                Body = body,
                Split = split,
                Join = join,
                Timeout = timeout,
                Retry = failures.Retry,
                AttemptTimeout = failures.AttemptTimeout,
                Heartbeat = failures.Heartbeat,
                Errors = failures.Errors.IsDefault ? [] : failures.Errors,
                Cancels = [.. cancels.Select(c => new StepId(c))],
                Completes = [.. completes.Select(c => new StepId(c))],
                Requires = [.. requires.Select(s => new StepId(s))],
                Locks = locks,
                Multi = multi,
                Loop = loop,
                Triggers = triggers,
                CompensateWith = compensateWith is null ? default(StepId?) : new StepId(compensateWith),
                Saga = saga,
                In = group is null ? default(StepId?) : new StepId(group),
            };
    }

    private StepBody.Human Human(DocumentObject step)
    {
        return new StepBody.Human
        {
            Title = document.Template(step, "title"),
            Summary = document.Template(step, "summary"),
            Form = document.Form(step, "form"),
            Assign = Assign(step),
            Outcomes = step.List("outcomes", Outcome),
            Due = document.Moment(step, "due"),
            SaveAs = step.Text("saveAs"),
        };
    }

    private AssignmentRule Assign(DocumentObject step)
    {
        if (step.Object("assign") is not { } assign)
        {
            return AssignmentRule.Anybody;
        }

        var rule = new AssignmentRule(assign.Texts("users"), assign.Texts("groups"), document.Expression(assign, "from"));
        assign.End("an assignment");
        return rule;
    }

    private Outcome? Outcome(JsonElement element, string place)
    {
        if (DocumentObject.Read(element, place, problems) is not { } outcome)
        {
            return null;
        }

        var id = outcome.RequiredText("id", "the name that edges refer to") ?? "";
        var read = new Outcome(
            id,
            outcome.Text("label") ?? Humanized.From(id),
            outcome.Word("style", ("neutral", OutcomeStyle.Neutral), ("primary", OutcomeStyle.Primary), ("danger", OutcomeStyle.Danger)) ?? OutcomeStyle.Neutral,
            outcome.Flag("requiresComment"));
        outcome.End("an outcome");
        return read;
    }

    private static StepBody.Gateway Gateway(DocumentObject step, ref Split split, ref Join join)
    {
        (split, join) = step.Word(
            "gateway",
            ("exclusive", GatewayShapes.Exclusive),
            ("parallel", GatewayShapes.Parallel),
            ("inclusive", GatewayShapes.Inclusive)) ?? (split, join);
        return new StepBody.Gateway();
    }

    private StepBody.Timer? Timer(DocumentObject step) => Wait(step, "a timer waits") is { } moment ? new StepBody.Timer(moment) : null;

    private StepTimeout? Timeout(DocumentObject step)
    {
        if (step.Object("timeout") is not { } timeout)
        {
            return null;
        }

        var moment = Wait(timeout, "the step may wait");
        var outcome = timeout.Text("outcome") ?? StepTimeout.DefaultOutcome;
        var interrupts = timeout.Flag("interrupts", fallback: true);
        timeout.End("a timeout");
        return moment is null ? null : new StepTimeout(moment, outcome, interrupts);
    }

    /// <summary>How long, as <c>after</c> (a duration) or <c>until</c> (an instant); an expression may stand in either.</summary>
    private Moment? Wait(DocumentObject holder, string what)
    {
        var (after, until) = (document.Moment(holder, "after"), document.Moment(holder, "until"));
        var (hasAfter, hasUntil) = (holder.Find("after") is not null, holder.Find("until") is not null);
        if (hasAfter == hasUntil)
        {
            var message = hasAfter
                ? "'after' and 'until' are both there; take one away."
                : $"'after' or 'until' is missing: how long {what}, as \"after\": \"PT4H\", or until when, as \"until\": \"data.deadline\".";
            problems.Error(hasAfter ? ProblemCodes.MemberValue : ProblemCodes.MemberMissing, holder.PlaceOf("until"), message);
            return null;
        }

        if (after?.At is not null)
        {
            problems.Error(ProblemCodes.MemberValue, holder.PlaceOf("after"), "'after' takes a duration such as PT4H; an instant stands in 'until'.");
        }

        if (until?.After is not null)
        {
            problems.Error(ProblemCodes.MemberValue, holder.PlaceOf("until"), "'until' takes an instant or an expression; a duration stands in 'after'.");
        }

        return after ?? until;
    }

    private StepBody.Data Data(DocumentObject step)
    {
        if (step.Find("set") is null)
        {
            problems.Error(ProblemCodes.MemberMissing, step.PlaceOf("set"), "'set' is missing: what is set, as \"set\": [{ \"name\": \"total\", \"value\": \"data.a + data.b\" }].");
        }

        return new StepBody.Data(step.List("set", Assignment));
    }

    private StepBody.Call Call(DocumentObject step)
    {
        var definition = step.RequiredText("definition", "the key of the workflow that is called") ?? "";
        SemanticVersion? version = step.Text("version") is { } text ? problems.ReadVersion(text, step.PlaceOf("version")) : null;
        return new StepBody.Call(definition, version) { Input = step.List("input", Assignment), Output = step.List("output", Assignment) };
    }

    private DataAssignment? Assignment(JsonElement element, string place)
    {
        if (DocumentObject.Read(element, place, problems) is not { } assignment)
        {
            return null;
        }

        var name = assignment.RequiredText("name", "the member of the data that is set");
        var value = assignment.RequiredText("value", "an expression") is { } source ? problems.ReadExpression(source, assignment.PlaceOf("value")) : null;
        assignment.End("an assignment");
        return name is null || value is null ? null : new DataAssignment(name, value);
    }
}
