using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Forms;
using Workflows.Engine.Instances;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Tasks;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Start;

/// <summary>A start form without its looks. One visit starts one request, however often its button is pressed or sending it is tried again.</summary>
internal sealed class StartFormState(GuardedEngine engine, PersonNames names, ILogger<StartFormState> logger)
{
    // Long enough for the first steps to settle as a rule, short enough that nobody waits for one that does not.
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);

    private Person? _person;
    private string? _key;
    private string _startKey = "";
    private int _turn;

    /// <summary>What can be started here; pending until it is read.</summary>
    public Loaded<WorkflowDefinition> Definition { get; private set; } = Loaded<WorkflowDefinition>.Pending;

    /// <summary>Whether the person may start it, and why not.</summary>
    public GateAnswer May { get; private set; }

    /// <summary>Whether it is being started, or was.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Why it was not started.</summary>
    public string? Problem { get; private set; }

    /// <summary>What the server found wrong in the data.</summary>
    public ImmutableArray<SchemaError> Errors { get; private set; } = [];

    /// <summary>The request that this visit had started already when other data was sent; null as a rule.</summary>
    public InstanceId? Existing { get; private set; }

    /// <summary>Reads the latest version of a workflow and begins a new visit of its form.</summary>
    public async Task LoadAsync(Person person, string key, CancellationToken cancellationToken)
    {
        if (_person == person && _key == key && Definition.Value is not null)
        {
            return;
        }

        (_person, _key, _startKey) = (person, key, NewStartKey());
        (Definition, Problem, Errors, Existing, IsBusy) = (Loaded<WorkflowDefinition>.Pending, null, [], null, false);
        May = GateRules.Start(person);
        var turn = ++_turn;
        var read = await Loading.TryAsync(logger, () => engine.GetDefinitionAsync(person, key, version: null, cancellationToken));
        if (turn == _turn)
        {
            Definition = read;
        }
    }

    /// <summary>Starts a request. Returns it with what comes next, or null when nothing was started; then the other members say why.</summary>
    public async Task<Started?> StartAsync(JsonElement data, CancellationToken cancellationToken)
    {
        if (IsBusy || Definition.Value is not { } definition)
        {
            return null;
        }

        (IsBusy, Problem, Errors, Existing) = (true, null, [], null);
        try
        {
            // The version the form was read from: another one may ask for other data.
            var request = new StartRequest(definition.Key, data, _person!.ToActor()) { Version = definition.Version, StartKey = _startKey, Wait = s_settle };
            var instance = await engine.StartAsync(_person!, request, cancellationToken);
            return new Started(instance.Id, $"“{instance.Title}” is started. {DecisionText.Next(null, instance, definition, names.Of)}");
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.InvalidData invalid)
        {
            Errors = invalid.Errors;
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.StartKeyConflict conflict)
        {
            // An earlier try got through although its answer did not, and the data was changed since. Starting once more is now a decision of its own.
            (Existing, _startKey) = (conflict.Existing, NewStartKey());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Problem = Loading.Explain(logger, failure);
        }

        // Once started the form stays shut: the page moves on.
        IsBusy = false;
        return null;
    }

    private static string NewStartKey()
    {
        return $"form-{Guid.NewGuid():N}";
    }
}

/// <summary>A request that was started.</summary>
/// <param name="Instance">Its id.</param>
/// <param name="Text">What was started and what comes next, in words.</param>
internal sealed record Started(InstanceId Instance, string Text);
