using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Instances;

/// <content>Steps whose work happens in scopes of its own: groups, loops, elements, called workflows (patterns.md: rule 2).</content>
internal sealed partial class Turn
{
    /// <summary>Closes a scope in which nothing is left, and lets the step that opened it go on.</summary>
    private bool CloseScope()
    {
        for (var i = instance.Scopes.Count - 1; i > 0; i--)
        {
            var scope = instance.Scopes[i];
            if (instance.Tokens.Exists(t => t.Scope == scope.Id) || instance.Scopes.Exists(s => s.Parent == scope.Id))
            {
                continue;
            }

            // What failed waits for its retry.
            var owner = instance.FindWork(scope.Owner) is null ? null : instance.FindToken(scope.Owner);
            if (owner?.Status is StepStatus.Failed)
            {
                continue;
            }

            JsonElement? output = null;
            var undoing = UndoingOf(scope);
            if (owner is null || scope.Undoes is not null || undoing is not null || TryOutput(scope, StepOf(owner), owner, out output))
            {
                _outcomes.Remove(scope.Id, out var outcome);
                Emit(new ScopeClosed(scope.Id, scope.Step!.Value, output, outcome, undoing?.Message, now));
                if (owner is not null && (!IsUndoing(owner.Scope) || instance.FindWork(owner.Id)!.IsUndoing))
                {
                    Continue(StepOf(owner), owner);
                }
            }

            return true;
        }

        return false;
    }

    /// <summary>Begins a step whose work happens in scopes.</summary>
    private bool Plan(Step step, Token token)
    {
        ImmutableArray<JsonElement>? items = null;
        if (step.Multi is { } multi)
        {
            var result = multi.Over.Evaluate(ContextOf(token.Scope));
            var error = result.IsError ? result.Error : TryItems(result.Value, out items);
            if (error is not null)
            {
                FailExpression(token, "what it is done for", multi.Over, error);
                return false;
            }
        }

        Emit(new WorkPlanned(token.Id, step.Id, items, now));
        return Continue(step, token);
    }

    /// <summary>Opens the scopes that may be open now; completes the step when none is left to wait for. False when it failed.</summary>
    private bool Continue(Step step, Token token)
    {
        var work = instance.FindWork(token.Id)!;
        return step.Multi is { } multi ? Spread(step, token, work, multi)
            : step.Loop is { } loop ? Repeat(step, token, work, loop)
            : work.IsUndoing ? Undo(step, token)
            : work.Begun == 0 || work.Failure is not null ? Open(step, token, work.Begun)
            : CompleteWork(step, token, work);
    }

    private bool Repeat(Step step, Token token, ScopedWork work, Loop loop)
    {
        if (instance.Scopes.Exists(s => s.Owner == token.Id && s.Step == step.Id))
        {
            return true;
        }

        var context = ContextOf(token.Scope, work.Results.IsEmpty ? null : work.Results[^1].Outcome);
        foreach (var (condition, goesOn) in new[] { (work.Begun == 0 ? null : loop.Until, false), (loop.While, true) })
        {
            var result = condition?.EvaluateCondition(context);
            if (result is { IsError: true, Error: var error })
            {
                FailExpression(token, "the condition of its loop", condition!, error);
                return false;
            }

            if (result is { } said && said.IsFalse == goesOn)
            {
                return CompleteWork(step, token, work);
            }
        }

        // Whoever retries allows as many passes again.
        if (work.Begun >= loop.Limit * token.Attempt)
        {
            Fail(token, IncidentCodes.LoopLimit, $"Step '{step.Id}' was repeated {work.Begun} times, and its loop still goes on. Check the condition, or raise the limit.");
            return false;
        }

        return Open(step, token, work.Begun);
    }

    private bool Spread(Step step, Token token, ScopedWork work, Multi multi)
    {
        if (!work.IsSettled && !TrySettle(step, token, work, multi))
        {
            return false;
        }

        work = instance.FindWork(token.Id)!;
        if (work.IsSettled && multi.Rest is not MultiRest.Wait)
        {
            if (multi.Rest is MultiRest.Cancel)
            {
                WithdrawWork(token, $"'{step.Id}' had enough and went on.");
            }

            return CompleteWork(step, token, work);
        }

        var open = instance.Scopes.Count(s => s.Owner == token.Id);
        var items = work.Items!.Value;
        for (var index = work.Begun; !work.IsSettled && index < items.Length && open < (multi.Width ?? int.MaxValue); index++, open++)
        {
            if (!Open(step, token, index, items[index]))
            {
                return false;
            }
        }

        return (open > 0 && !multi.IsDetached) || CompleteWork(step, token, instance.FindWork(token.Id)!);
    }

    /// <summary>Finds out whether enough elements are done. False when that could not be said.</summary>
    private bool TrySettle(Step step, Token token, ScopedWork work, Multi multi)
    {
        if (multi.Need is { } need && work.Results.Length >= need)
        {
            Emit(new WorkSettled(token.Id, step.Id, $"{need} of {work.Items!.Value.Length} are done.", now));
        }
        else if (multi.Until is { } until && !work.Results.IsEmpty)
        {
            var data = ResultsOf(step, work).ApplyTo(instance.DataIn(token.Scope));
            var result = until.EvaluateCondition(ContextOf(data));
            if (result.IsError)
            {
                FailExpression(token, "whether enough is done", until, result.Error);
                return false;
            }

            if (!result.IsFalse)
            {
                Emit(new WorkSettled(token.Id, step.Id, $"{until.Source} holds.", now));
            }
        }

        return true;
    }

    private bool CompleteWork(Step step, Token token, ScopedWork work) =>
        Complete(token, step.Multi is null && !work.Results.IsEmpty ? work.Results[^1].Outcome : null, ResultsOf(step, work));

    /// <summary>What the closed scopes of a step change in the data around it.</summary>
    private static DataChange ResultsOf(Step step, ScopedWork work)
    {
        if (step.Multi is { IsDetached: false })
        {
            using var buffer = new PooledBuffer();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartArray();
                foreach (var result in work.Results.OrderBy(r => r.Index))
                {
                    if (result.Output is { } output)
                    {
                        output.WriteTo(writer);
                    }
                    else
                    {
                        writer.WriteNullValue();
                    }
                }

                writer.WriteEndArray();
            }

            return DataChange.None.With(step.SavesListAs, buffer.ToJsonElement());
        }

        return step.Multi is null && step.Body is StepBody.Call call && !work.Results.IsEmpty && work.Results[^1].Output is { } last
            ? call.Output.IsEmpty ? DataChange.None.With(step.Id.Value, last) : new DataChange(last, [])
            : DataChange.None;
    }

    /// <summary>Opens a scope of a step, and begins the work in it.</summary>
    private bool Open(Step step, Token token, int index, JsonElement? item = null)
    {
        var (around, net) = (instance.ScopeOf(token.Scope), NetOf(token.Scope));
        var scope = new Scope(instance.LastScope + 1, token.Scope)
        {
            Owner = token.Id,
            Step = step.Id,
            Index = index,
            Call = around.Call,
            Depth = around.Depth,
            Saga = step.Saga is null ? around.Saga : token.Id,
            Data = item is { } element ? ElementData(element, index) : null,
        };
        var (entry, own) = (net.IndexOf(step.Id), scope.Data);
        if (step.Body is StepBody.Call call)
        {
            var data = own is { } element2 ? new DataChange(element2, []).ApplyTo(instance.DataIn(token.Scope)) : instance.DataIn(token.Scope);
            if (!TryCall(call, token, scope, data, out var called))
            {
                return false;
            }

            (scope, entry) = (called.Scope, called.Entry);
        }
        else if (step.Body is StepBody.Group)
        {
            entry = net.EntryOf(entry);
        }

        Emit(new ScopeOpened(scope, now) { Done = DoneIn(step, token, own) });
        if (step.Body is StepBody.Group or StepBody.Call)
        {
            Enter(entry, scope.Id);
        }
        else
        {
            // An element of the step itself: the gate was passed by the step as a whole.
            Fire(entry, scope.Id, []);
        }

        return true;
    }

    private bool TryCall(StepBody.Call call, Token token, Scope scope, JsonElement data, out (Scope Scope, int Entry) called)
    {
        called = default;
        var caller = definitions.Of(instance, token.Scope);
        var definition = call.Definition == caller.Key && call.Version is null ? caller : definitions.Find(call.Definition, call.Version);
        if (definition is null)
        {
            Fail(token, IncidentCodes.CallFailed, $"Step '{token.Step}' could not start: there is no published workflow '{call.Definition}'{(call.Version is { } v ? $" in version {v}" : "")}. Publish it, then retry.");
            return false;
        }

        if (scope.Depth >= MaxDepth)
        {
            Fail(token, IncidentCodes.CallFailed, $"Step '{token.Step}' could not start: {MaxDepth} workflows have called each other already. Check the condition that ends the recursion.");
            return false;
        }

        if (!call.Input.IsEmpty)
        {
            if (!TryAssign(token, call.Input, data, out var input))
            {
                return false;
            }

            data = input.Set!.Value;
        }

        if (Violations(definition.StartForm, data) is { } invalid)
        {
            Fail(token, IncidentCodes.CallFailed, $"Step '{token.Step}' could not start: the data for '{definition.Key}' is not as its form asks. {invalid.Message}");
            return false;
        }

        called = (
            scope with
            {
                Call = scope.Id,
                Depth = scope.Depth + 1,
                Definition = new CalledDefinition(definition.Key, definition.Version),
                Data = data,
                Steps = ImmutableDictionary<StepId, StepTrace>.Empty,
            },
            definition.Net.Initial);
        return true;
    }

    /// <summary>What a scope leaves when nothing is left in it. False when that could not be said.</summary>
    private bool TryOutput(Scope scope, Step step, Token owner, out JsonElement? output)
    {
        output = null;
        if (step.Body is StepBody.Call call)
        {
            output = scope.Data;
            if (!call.Output.IsEmpty)
            {
                if (!TryAssign(owner, call.Output, scope.Data!.Value, out var assigned))
                {
                    return false;
                }

                output = assigned.Set;
            }
        }
        else if (scope.Data is { } own)
        {
            output = own.TryGetProperty(step.Id.Value, out var saved) ? saved : new DataChange(null, [ItemName, IndexName]).ApplyTo(own);
        }

        return true;
    }

    private static JsonElement ElementData(JsonElement item, int index)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(ItemName);
            item.WriteTo(writer);
            writer.WriteNumber(IndexName, index);
            writer.WriteEndObject();
        }

        return buffer.ToJsonElement();
    }

    /// <summary>The elements of a list, or the numbers from 0; an error when the value is neither, or they are too many.</summary>
    private static ExpressionError? TryItems(Value value, out ImmutableArray<JsonElement>? items)
    {
        var json = value.ToJsonElement();
        items = json.ValueKind switch
        {
            JsonValueKind.Array => [.. json.EnumerateArray()],
            JsonValueKind.Number when json.TryGetInt32(out var count) && count is >= 0 and <= MaxElements =>
                [.. Enumerable.Range(0, count).Select(i => JsonSerializer.SerializeToElement(i))],
            _ => null,
        };
        return items is { Length: <= MaxElements } ? null : new ExpressionError(ExpressionErrorCodes.Result, $"it must give a list or a number, of at most {MaxElements} elements", 1);
    }
}
