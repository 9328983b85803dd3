using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Forms;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Definitions;

/// <summary>A workflow that is tried out: a start and one answer after the other, each run through the kernel from the beginning. Nothing is stored.</summary>
internal sealed class TryState(GuardedEngine engine, ILogger<TryState> logger)
{
    private readonly List<SimulatedMove> _moves = [];
    private readonly Dictionary<CalledDefinition, WorkflowDefinition?> _called = [];
    private Person? _person;
    private WorkflowDefinition? _definition;
    private JsonElement? _data;

    /// <summary>What it came to so far; null before it is started.</summary>
    public SimulationResult? Result { get; private set; }

    /// <summary>Whether it is being run.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Why the last answer did not go through; null when it did.</summary>
    public string? Problem { get; private set; }

    /// <summary>The fields that the start or the last answer had wrong.</summary>
    public ImmutableArray<SchemaError> Errors { get; private set; } = [];

    /// <summary>How many answers were given.</summary>
    public int Moves => _moves.Count;

    /// <summary>Begins with a definition afresh, unless it is the one that is tried.</summary>
    public void Show(Person person, WorkflowDefinition definition)
    {
        _person = person;
        if (_definition != definition)
        {
            _definition = definition;
            Reset();
        }
    }

    /// <summary>Starts it.</summary>
    public Task StartAsync(JsonElement data, CancellationToken cancellationToken)
    {
        _data = data;
        return RunAsync(null, cancellationToken);
    }

    /// <summary>Lets something happen.</summary>
    public Task MoveAsync(SimulatedMove move, CancellationToken cancellationToken) => RunAsync(move, cancellationToken);

    /// <summary>Takes the last answer back; without any, the start.</summary>
    public Task BackAsync(CancellationToken cancellationToken)
    {
        if (_moves.Count == 0)
        {
            Reset();
            return Task.CompletedTask;
        }

        _moves.RemoveAt(_moves.Count - 1);
        return RunAsync(null, cancellationToken);
    }

    /// <summary>Begins afresh.</summary>
    public void Reset()
    {
        _moves.Clear();
        (Result, _data, Problem, Errors) = (null, null, null, []);
    }

    /// <summary>The human step that waits, whichever workflow it is of.</summary>
    public StepBody.Human? BodyOf(SimulatedWait wait) =>
        (wait.Called is { } called ? _called.GetValueOrDefault(called) : _definition)?.FindStep(wait.Step)?.Body as StepBody.Human;

    private async Task RunAsync(SimulatedMove? move, CancellationToken cancellationToken)
    {
        if (IsBusy || _data is not { } data)
        {
            return;
        }

        (IsBusy, Problem, Errors) = (true, null, []);
        try
        {
            var script = new SimulationScript(data) { StartedBy = _person!.Id, Moves = move is null ? [.. _moves] : [.. _moves, move], PassesTime = false };
            var result = await engine.SimulateAsync(_person, _definition!, script, cancellationToken);
            if (result.Refusal is { } refusal)
            {
                (Problem, Errors) = (refusal.Message, refusal is Rejection.InvalidData invalid ? invalid.Errors : []);
                return;
            }

            foreach (var called in result.Waits.Select(wait => wait.Called).OfType<CalledDefinition>().Where(called => !_called.ContainsKey(called)))
            {
                _called[called] = await engine.FindDefinitionAsync(_person, called.Key, called.Version, cancellationToken);
            }

            if (move is not null)
            {
                _moves.Add(move);
            }

            Result = result;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Problem = Loading.Explain(logger, failure);
        }
        finally
        {
            IsBusy = false;
        }
    }
}
