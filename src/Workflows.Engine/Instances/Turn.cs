using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Nets;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Instances;

/// <summary>
/// One decision in the making: a state of its own, and the events that have changed it so far. Commands begin it (the topic parts), tokens then move
/// until nothing is enabled (<c>Turn.Joins</c>), and <see cref="Finish"/> says what became of the instance.
/// </summary>
internal sealed partial class Turn(DefinitionSet definitions, WorkflowInstance instance, DateTimeOffset now, Func<Guid> ids, string? node)
{
    /// <summary>How often an instance may come to one step before it is taken for an endless loop.</summary>
    internal const int MaxVisits = 1000;

    /// <summary>How many workflows may call each other.</summary>
    internal const int MaxDepth = 16;

    /// <summary>For how many elements a step may be done.</summary>
    internal const int MaxElements = 1000;

    private const string ItemName = "item";
    private const string IndexName = "index";

    private readonly ImmutableArray<InstanceEvent>.Builder _events = ImmutableArray.CreateBuilder<InstanceEvent>();
    private readonly Queue<(int Step, int Scope)> _marked = new();

    /// <summary>How scopes ended whose last path is over.</summary>
    private readonly Dictionary<int, string> _outcomes = [];

    private JsonElement? _vars;
    private StepId? _lastEnd;

    /// <summary>Moves tokens until nothing is enabled, settles the instance, and gives the decision.</summary>
    public Decision Finish()
    {
        if (!instance.IsEnded && instance.Pause is null)
        {
            Advance();
            Settle();
        }

        return new Decision.Accepted(_events.DrainToImmutable(), instance);
    }

    public Rejection? Start(InstanceCommand.Start command)
    {
        var definition = definitions.Main;
        if (Violations(definition.StartForm, command.Data) is { } invalid)
        {
            return invalid;
        }

        var context = new ExpressionContext { Data = command.Data, Vars = VarsOf(command.Id, command.Reference, command.By.Id), Now = now };
        var title = command.Title ?? definition.InstanceTitle?.Render(context) ?? definition.Name;
        Emit(new InstanceStarted(
            command.Id, command.By.Tenant, definition.Key, definition.Version, title, command.Reference, command.StartKey, command.By.Id, command.Data, now));
        Enter(definition.Net.Initial, Scope.Case.Id);
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

        if (instance.Incidents.Count == 0 && !instance.IsArmed() && !instance.Tokens.Exists(t => t.Status is StepStatus.Running))
        {
            OpenIncident(IncidentCodes.Stuck, null, $"Nothing can happen any more: {Describe(instance.Tokens)}.");
        }

        if (instance.Status is InstanceStatus.Failed && instance.Reason is null)
        {
            Emit(new InstanceFailed(instance.Incidents[^1].Message, now));
        }
    }

    private string Describe(List<Token> tokens) =>
        string.Join(", ", tokens.Where(t => instance.FindWork(t.Id) is null).GroupBy(t => (t.Step, t.Scope, t.IsOnEdge)).Select(g => Describe(StepOf(g.First()), [.. g])));

    private string Describe(Step step, List<Token> tokens)
    {
        if (!tokens[0].IsOnEdge)
        {
            return step.Body is StepBody.State ? $"no step can take the token of '{step.Id}'" : $"'{step.Id}' waits for what nobody can bring about";
        }

        var (net, scope) = (NetOf(tokens[0].Scope), tokens[0].Scope);
        var missing = step.Requires.Where(s => !IsMarked(s, scope)).Select(s => $"'{s}'").ToList();
        return missing.Count > 0
            ? $"'{step.Id}' waits until {string.Join(", ", missing)} is marked"
            : $"{tokens.DistinctBy(t => t.Edge).Count()} of {net.Incoming[net.IndexOf(step.Id)].Length} inputs of '{step.Id}' are there, and the others can never come";
    }

    private Net NetOf(int scope) => definitions.Of(instance, scope).Net;

    private Step StepOf(Token token) => definitions.StepOf(instance, token);

    /// <summary>Whether a step in a scope is the work of the step of the same name that opened it: an element or a pass.</summary>
    private bool IsElement(StepId step, int scope) => instance.ScopeOf(scope) is var around && around.Step == step && around.Definition is null;

    private bool IsElement(Token token) => IsElement(token.Step, token.Scope);

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

    /// <summary>What expressions of a step see that is at work in a scope.</summary>
    public static ExpressionContext ContextOf(DefinitionSet definitions, WorkflowInstance instance, int scope, DateTimeOffset now) =>
        new Turn(definitions, instance, now, static () => throw new UnreachableException("Nothing is decided."), null).ContextOf(scope);

    /// <summary>What expressions see from inside a scope.</summary>
    private ExpressionContext ContextOf(int scope, string? outcome = null) => ContextOf(instance.DataIn(scope), outcome);

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
            writer.WriteString(InstanceFacts.Definition, definitions.Main.Key);
            writer.WriteString(InstanceFacts.Version, definitions.Main.Version.ToString());
            writer.WriteString(InstanceFacts.InstanceId, id.Value);
            writer.WriteString(InstanceFacts.Reference, reference);
            writer.WriteString(InstanceFacts.StartedBy, startedBy);
            writer.WriteEndObject();
        }

        return buffer.ToJsonElement();
    }
}
