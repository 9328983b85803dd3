using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Instances;

/// <summary>
/// One decision in the making: a state of its own, and the events that have changed it so far. Commands begin it (the topic parts), tokens then move
/// until nothing is enabled (<c>Turn.Joins</c>), and <see cref="Finish"/> says what became of the instance.
/// </summary>
internal sealed partial class Turn(WorkflowDefinition definition, WorkflowInstance instance, DateTimeOffset now, Func<Guid> ids)
{
    /// <summary>How often an instance may come to one step before it is taken for an endless loop.</summary>
    internal const int MaxVisits = 1000;

    private readonly Net _net = definition.Net;
    private readonly ImmutableArray<InstanceEvent>.Builder _events = ImmutableArray.CreateBuilder<InstanceEvent>();
    private readonly Queue<(int Step, int Scope)> _marked = new();
    private JsonElement? _vars;
    private StepId? _lastEnd;

    /// <summary>Moves tokens until nothing is enabled, settles the instance, and gives the decision.</summary>
    public Decision Finish()
    {
        if (!instance.IsEnded)
        {
            Advance();
            Settle();
        }

        return new Decision.Accepted(_events.DrainToImmutable(), instance);
    }

    public Rejection? Start(InstanceCommand.Start command)
    {
        if (Violations(definition.StartForm, command.Data) is { } invalid)
        {
            return invalid;
        }

        var context = new ExpressionContext { Data = command.Data, Vars = VarsOf(command.Id, command.Reference, command.By.Id), Now = now };
        var title = command.Title ?? definition.InstanceTitle?.Render(context) ?? definition.Name;
        Emit(new InstanceStarted(
            command.Id, command.By.Tenant, definition.Key, definition.Version, title, command.Reference, command.StartKey, command.By.Id, command.Data, now));
        Fire(_net.IndexOf(definition.Initial), Scope.Case.Id, []);
        return null;
    }

    public Rejection? Cancel(InstanceCommand.Cancel command)
    {
        if (instance.IsEnded)
        {
            return new Rejection.InvalidState(instance.Status, "Canceling");
        }

        WithdrawAll(Scope.Case.Id, $"The instance was canceled by {command.By.Id}: {command.Reason}");
        Emit(new InstanceCanceled(command.By.Id, command.Reason, now));
        return null;
    }

    private void Emit(InstanceEvent happened)
    {
        _events.Add(happened);
        instance.Apply(happened);
    }

    /// <summary>Says how the instance stands once nothing is enabled any more: completed, failed, stuck, or well.</summary>
    private void Settle()
    {
        if (instance.IsEnded)
        {
            return;
        }

        if (instance.Tokens.Count == 0)
        {
            Emit(new InstanceCompleted(_lastEnd, now));
            return;
        }

        if (instance.Incidents.Count == 0 && instance.Tokens.TrueForAll(t => t.IsOnEdge))
        {
            OpenIncident(IncidentCodes.Stuck, null, $"Nothing can happen any more: {Describe(instance.Tokens)}. The joins there wait for tokens that can never come.");
        }

        if (instance.Status is InstanceStatus.Failed && instance.Reason is null)
        {
            Emit(new InstanceFailed(instance.Incidents[^1].Message, now));
        }
    }

    private string Describe(List<Token> tokens) =>
        string.Join(", ", tokens.GroupBy(t => t.Step).Select(g => $"{g.Count()} of {_net.Incoming[_net.IndexOf(g.Key)].Length} inputs of '{g.Key}' are there"));

    private void OpenIncident(string code, Token? token, string message, int? edge = null, Expression? expression = null, ExpressionError? error = null, string? detail = null) =>
        Emit(new IncidentOpened(
            new Incident
            {
                Id = instance.LastIncident + 1,
                Code = code,
                Message = message,
                Token = token?.Id,
                Step = token?.Step,
                Edge = edge,
                Expression = expression?.Source,
                ExpressionError = error,
                Detail = detail,
                At = now,
            },
            now));

    /// <summary>What expressions see: the data (as it will be after a change), the facts of the instance, and the outcome.</summary>
    private ExpressionContext ContextOf(JsonElement data, string? outcome = null) => new()
    {
        Data = data,
        Vars = _vars ??= VarsOf(instance.Id, instance.Reference, instance.StartedBy),
        Outcome = outcome,
        Now = now,
    };

    private JsonElement VarsOf(InstanceId id, string? reference, string startedBy)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString(InstanceFacts.Definition, definition.Key);
            writer.WriteString(InstanceFacts.Version, definition.Version.ToString());
            writer.WriteString(InstanceFacts.InstanceId, id.Value);
            writer.WriteString(InstanceFacts.Reference, reference);
            writer.WriteString(InstanceFacts.StartedBy, startedBy);
            writer.WriteEndObject();
        }

        return buffer.ToJsonElement();
    }
}
