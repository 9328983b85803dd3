using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Workflows.Engine.Definitions;
using Workflows.Engine.Simulation;
using Workflows.Web.Auth;

namespace Workflows.Web.Features.Definitions;

public sealed partial class TryIt : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The version that is tried.</summary>
    [Parameter, EditorRequired]
    public required WorkflowDefinition Definition { get; set; }

    /// <summary>Who tries it.</summary>
    [Parameter, EditorRequired]
    public required Person Person { get; set; }

    [Inject]
    private TryState State { get; init; } = null!;

    [Inject]
    private PersonNames Names { get; init; } = null!;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override void OnParametersSet() => State.Show(Person, Definition);

    private Task StartAsync(JsonElement data) => State.StartAsync(data, _stop.Token);

    private Task BackAsync() => State.BackAsync(_stop.Token);

    private Task MoveAsync(SimulatedMove move) => State.MoveAsync(move, _stop.Token);

    private Task AnswerAsync(SimulatedWait wait, (Outcome? Outcome, JsonElement Data) answer) => MoveAsync(new SimulatedMove.Complete(wait.Step, answer.Outcome?.Id)
    {
        Data = answer.Data,
        Comment = answer.Outcome is { RequiresComment: true } ? "Tried out." : null,
    });
}
