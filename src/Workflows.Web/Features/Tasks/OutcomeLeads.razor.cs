using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Workflows.Engine.Definitions;
using Workflows.Engine.Simulation;
using Workflows.Web.Auth;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Tasks;

public sealed partial class OutcomeLeads : IDisposable
{
    /// <summary>How long the answers must stand still before it is looked again.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly string _id = $"leads-{Guid.NewGuid():N}";
    private CancellationTokenSource? _waiting;
    private Loaded<IReadOnlyList<OutcomePreview>> _found = Loaded<IReadOnlyList<OutcomePreview>>.Pending;
    private (JsonObject? Answers, long Revision) _looked;
    private bool _isOpen;
    private bool _isLooking;

    /// <summary>The outcomes; empty for a task that is just completed.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Outcome> Outcomes { get; set; }

    /// <summary>The answers so far: another object whenever they have changed.</summary>
    [Parameter, EditorRequired]
    public required JsonObject Answers { get; set; }

    /// <summary>Another number whenever the request has moved.</summary>
    [Parameter]
    public long Revision { get; set; }

    /// <summary>Looks ahead from answers.</summary>
    [Parameter, EditorRequired]
    public required Func<JsonElement, CancellationToken, Task<Loaded<IReadOnlyList<OutcomePreview>>>> Look { get; set; }

    [Inject]
    private PersonNames Names { get; init; } = null!;

    [Inject]
    private TimeProvider Time { get; init; } = null!;

    private Dictionary<string, object?> Expanded => new() { ["aria-expanded"] = _isOpen ? "true" : "false", ["aria-controls"] = _isOpen ? _id : null };

    public void Dispose()
    {
        _waiting?.Cancel();
        _waiting?.Dispose();
    }

    protected override Task OnParametersSetAsync()
    {
        return _isOpen && _looked != (Answers, Revision) ? LookAsync(Pause) : Task.CompletedTask;
    }

    private Task ToggleAsync()
    {
        _isOpen = !_isOpen;
        return _isOpen && _looked != (Answers, Revision) ? LookAsync(TimeSpan.Zero) : Task.CompletedTask;
    }

    private async Task LookAsync(TimeSpan pause)
    {
        _waiting?.Cancel();
        _waiting?.Dispose();
        _waiting = new CancellationTokenSource();
        (_looked, _isLooking) = ((Answers, Revision), true);
        var token = _waiting.Token;
        try
        {
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, Time, token);
            }

            var found = await Look(JsonSerializer.SerializeToElement(Answers), token);
            token.ThrowIfCancellationRequested();
            (_found, _isLooking) = (found, false);
        }
        catch (OperationCanceledException)
        {
            // The answers have changed again.
        }
    }

    private string? LabelOf(OutcomePreview preview)
    {
        return Outcomes.FirstOrDefault(outcome => outcome.Id == preview.Outcome)?.Label;
    }
}
