using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions.Documents;

/// <summary>Writes the canonical document of a definition. The order of members and the defaults that are left out are part of the format: content hashes rest on them.</summary>
internal sealed class DocumentWriter(Utf8JsonWriter writer)
{
    /// <summary>Indented for people, the same on every system; conditions stay readable, as nothing but what JSON demands is escaped.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void Write(WorkflowDefinition definition)
    {
        writer.WriteStartObject();
        writer.WriteString("key", definition.Key);
        writer.WriteString("version", definition.Version.ToString());
        writer.WriteString("name", definition.Name);
        WriteText("description", definition.Description);
        WriteText("category", definition.Category);
        WriteText("instanceTitle", definition.InstanceTitle?.Source);
        WriteForm("startForm", definition.StartForm);
        if (definition.Steps.IsEmpty || definition.Initial != definition.Steps[0].Id)
        {
            WriteText("initial", definition.Initial.Value is "" ? null : definition.Initial.Value);
        }

        WriteTexts("terminals", definition.Terminals.Select(t => t.Value));
        WriteText("commit", definition.Commit is CommitPolicy.PerRun ? "per-run" : null);
        WriteList("steps", definition.Steps, Write, always: true);
        WriteList("edges", definition.Edges, Write);
        writer.WriteEndObject();
    }

    private void Write(Step step)
    {
        writer.WriteStartObject();
        writer.WriteString("id", step.Id.Value);
        writer.WriteString("kind", WordOf(step.Kind));
        writer.WriteString("name", step.Name);
        WriteText("in", step.In?.Value);
        WriteText("description", step.Description);
        Write(step.Body, step);
        var isNamedGateway = step.Body is StepBody.Gateway && GatewayShapes.NameOf(step.Split, step.Join) is not null;
        WriteText("split", isNamedGateway || step.Split is Split.Matching ? null : WordOf(step.Split));
        if (!isNamedGateway && step.Join != GatewayShapes.DefaultJoin(step.Kind))
        {
            Write(step.Join);
        }

        if (step.Timeout is { } timeout)
        {
            writer.WriteStartObject("timeout");
            WriteWait(timeout.After);
            WriteText("outcome", timeout.Outcome is StepTimeout.DefaultOutcome ? null : timeout.Outcome);
            WriteUnset("interrupts", timeout.Interrupts);
            writer.WriteEndObject();
        }

        Write(step.Retry);
        WriteDuration("attemptTimeout", step.AttemptTimeout);
        WriteDuration("heartbeat", step.Heartbeat);
        WriteList("errors", step.Errors, Write);
        WriteTexts("cancels", step.Cancels.Select(c => c.Value));
        WriteTexts("completes", step.Completes.Select(c => c.Value));
        WriteTexts("requires", step.Requires.Select(s => s.Value));
        WriteTexts("locks", step.Locks);
        Write(step.Multi);
        Write(step.Loop);
        WriteList("on", step.Triggers, Write);
        WriteText("compensateWith", step.CompensateWith?.Value);
        Write(step.Saga);
        writer.WriteEndObject();
    }

    private void Write(Join join)
    {
        if (join.Need is not JoinNeed.Count)
        {
            writer.WriteString("join", WordOf(join.Need));
        }
        else if (join.Rest is JoinRest.Absorb && join.Region.IsEmpty)
        {
            writer.WriteNumber("join", join.Number);
        }
        else
        {
            writer.WriteStartObject("join");
            writer.WriteNumber("need", join.Number);
            WriteText("rest", join.Rest is JoinRest.Absorb ? null : WordOf(join.Rest));
            WriteTexts("region", join.Region.Select(s => s.Value));
            writer.WriteEndObject();
        }
    }

    private void Write(StepBody body, Step step)
    {
        switch (body)
        {
            case StepBody.Machine machine:
                writer.WriteString("type", machine.Type);
                if (machine.With is { } with)
                {
                    writer.WritePropertyName("with");
                    with.Source.WriteTo(writer);
                }

                break;
            case StepBody.Human human:
                Write(human);
                break;
            case StepBody.Gateway:
                WriteText("gateway", GatewayShapes.NameOf(step.Split, step.Join));
                break;
            case StepBody.Timer timer:
                WriteWait(timer.Until);
                break;
            case StepBody.Data data:
                WriteList("set", data.Assignments, Write, always: true);
                break;
            case StepBody.End end:
                WriteFlag("terminates", end.Terminates);
                break;
            case StepBody.Wait wait:
                Write(wait.For);
                WriteText("saveAs", wait.SaveAs);
                break;
            case StepBody.Group group:
                WriteText("initial", group.Initial?.Value);
                break;
            case StepBody.Call call:
                writer.WriteString("definition", call.Definition);
                WriteText("version", call.Version?.ToString());
                WriteList("input", call.Input, Write);
                WriteList("output", call.Output, Write);
                break;
        }
    }

    private void Write(Multi? multi)
    {
        if (multi is null)
        {
            return;
        }

        var isPlain = multi == new Multi(multi.Over);
        if (!isPlain)
        {
            writer.WriteStartObject("multi");
        }

        var name = isPlain ? "multi" : "over";
        if (int.TryParse(multi.Over.Source, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && DocumentText.Number(number) == multi.Over.Source)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteString(name, multi.Over.Source);
        }

        if (!isPlain)
        {
            WriteNumber("width", multi.Width);
            WriteNumber("need", multi.Need);
            WriteText("until", multi.Until?.Source);
            WriteText("rest", multi.Rest is MultiRest.Cancel ? null : WordOf(multi.Rest));
            WriteFlag("grows", multi.Grows);
            WriteFlag("detached", multi.IsDetached);
            WriteText("saveAs", multi.SaveAs);
            writer.WriteEndObject();
        }
    }

    private void Write(Loop? loop)
    {
        if (loop is not null)
        {
            writer.WriteStartObject("loop");
            WriteText("while", loop.While?.Source);
            WriteText("until", loop.Until?.Source);
            WriteNumber("limit", loop.Limit is Loop.DefaultLimit ? null : loop.Limit);
            writer.WriteEndObject();
        }
    }

    private void Write(Retry? retry)
    {
        if (retry is not null)
        {
            writer.WriteStartObject("retry");
            WriteNumber("attempts", retry.Attempts is Retry.DefaultAttempts ? null : retry.Attempts);
            WriteDuration("delay", retry.Delay == Retry.DefaultDelay ? null : retry.Delay);
            WriteText("backoff", retry.Backoff is Backoff.Exponential ? null : WordOf(retry.Backoff));
            WriteDuration("maxDelay", retry.MaxDelay == Retry.DefaultMaxDelay ? null : retry.MaxDelay);
            WriteDuration("maxAge", retry.MaxAge);
            WriteNumber("jitter", retry.Jitter is Retry.DefaultJitter ? null : retry.Jitter);
            WriteTexts("notFor", retry.NotFor);
            writer.WriteEndObject();
        }
    }

    private void Write(ErrorRoute error)
    {
        writer.WriteStartObject();
        WriteText("code", error.Code);
        writer.WriteString("outcome", error.Outcome);
        writer.WriteEndObject();
    }

    private void Write(Saga? saga)
    {
        if (saga is not null)
        {
            writer.WriteStartObject("saga");
            WriteText("then", saga.Then is AfterUndo.Fail ? null : WordOf(saga.Then));
            WriteNumber("attempts", saga.Attempts is Saga.DefaultAttempts ? null : saga.Attempts);
            writer.WriteEndObject();
        }
    }

    private void Write(StepTrigger trigger)
    {
        writer.WriteStartObject();
        Write(trigger.On);
        WriteText("outcome", trigger.Outcome == trigger.On.DefaultOutcome ? null : trigger.Outcome);
        WriteUnset("interrupts", trigger.Interrupts);
        writer.WriteEndObject();
    }

    private void Write(Trigger trigger)
    {
        switch (trigger)
        {
            case Trigger.Signal signal:
                writer.WriteString("signal", signal.Name);
                WriteText("key", signal.Key?.Source);
                WriteFlag("transient", signal.IsTransient);
                break;
            case Trigger.Webhook webhook:
                writer.WriteString("webhook", webhook.Name);
                WriteText("key", webhook.Key?.Source);
                WriteText("secret", webhook.Secret);
                break;
            case Trigger.Data data:
                writer.WriteString("when", data.Condition.Source);
                break;
        }
    }

    private void Write(StepBody.Human human)
    {
        WriteText("title", human.Title?.Source);
        WriteText("summary", human.Summary?.Source);
        WriteForm("form", human.Form);
        if (!human.Assign.IsAnybody)
        {
            writer.WriteStartObject("assign");
            WriteTexts("users", human.Assign.Users);
            WriteTexts("groups", human.Assign.Groups);
            WriteText("from", human.Assign.From?.Source);
            writer.WriteEndObject();
        }

        WriteList("outcomes", human.Outcomes, Write);
        WriteText("due", human.Due?.Source);
        WriteText("saveAs", human.SaveAs);
    }

    private void Write(Outcome outcome)
    {
        writer.WriteStartObject();
        writer.WriteString("id", outcome.Id);
        writer.WriteString("label", outcome.Label);
        WriteText("style", outcome.Style is OutcomeStyle.Neutral ? null : WordOf(outcome.Style));
        WriteFlag("requiresComment", outcome.RequiresComment);
        writer.WriteEndObject();
    }

    private void Write(DataAssignment assignment)
    {
        writer.WriteStartObject();
        writer.WriteString("name", assignment.Name);
        writer.WriteString("value", assignment.Value.Source);
        writer.WriteEndObject();
    }

    private void Write(Edge edge)
    {
        writer.WriteStartObject();
        writer.WriteString("from", edge.From.Value);
        writer.WriteString("to", edge.To.Value);
        WriteText("outcome", edge.Outcome);
        WriteText("when", edge.Condition?.Source);
        WriteFlag("default", edge.IsDefault);
        WriteText("label", edge.Label);
        WriteNumber("weight", edge.Weight is 1 ? null : edge.Weight);
        writer.WriteEndObject();
    }

    private void WriteForm(string name, FormSchema form)
    {
        if (form.Equals(FormSchema.Empty))
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WritePropertyName("schema");
        form.Schema.WriteTo(writer);
        if (form.UiSchema is { } ui)
        {
            writer.WritePropertyName("ui");
            ui.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private void WriteWait(Moment moment) => writer.WriteString(moment.After is null ? "until" : "after", moment.Source);

    private void WriteDuration(string name, TimeSpan? duration) => WriteText(name, duration is { } given ? DurationText.Format(given.Ticks) : null);

    private void WriteText(string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private void WriteNumber(string name, int? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }

    private void WriteFlag(string name, bool isSet)
    {
        if (isSet)
        {
            writer.WriteBoolean(name, true);
        }
    }

    /// <summary>Writes a flag that is set unless it is written.</summary>
    private void WriteUnset(string name, bool isSet)
    {
        if (!isSet)
        {
            writer.WriteBoolean(name, false);
        }
    }

    private void WriteTexts(string name, IEnumerable<string> texts) => WriteList(name, [.. texts], writer.WriteStringValue);

    private void WriteList<TItem>(string name, ImmutableArray<TItem> items, Action<TItem> write, bool always = false)
    {
        if (items.IsEmpty && !always)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        writer.WriteEndArray();
    }

    private static string WordOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
