using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Workflows.Engine.Definitions;

namespace Workflows.Web.Features.Tasks;

public sealed partial class OutcomeBar
{
    private readonly string _id = $"comment-{Guid.NewGuid():N}";
    private MudTextField<string>? _field;
    private Outcome? _asked;
    private bool _isCommenting;
    private bool _focusComment;

    /// <summary>The decisions to choose from; empty for a task that is just completed.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Outcome> Outcomes { get; set; }

    /// <summary>What the person says about the decision.</summary>
    [Parameter, EditorRequired]
    public required string Comment { get; set; }

    /// <summary>Raised while the person writes.</summary>
    [Parameter]
    public EventCallback<string> CommentChanged { get; set; }

    /// <summary>The pressed outcome that waits for its comment; null when none does.</summary>
    [Parameter]
    public Outcome? Asking { get; set; }

    /// <summary>Whether to say that the comment is missing.</summary>
    [Parameter]
    public bool IsCommentMissing { get; set; }

    /// <summary>Whether a decision is under way.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>An outcome was pressed; null for the button of a task without outcomes.</summary>
    [Parameter]
    public EventCallback<Outcome?> OnPress { get; set; }

    /// <summary>The person does not want to say why, and goes back to the outcomes.</summary>
    [Parameter]
    public EventCallback OnStopAsking { get; set; }

    private string CommentId => _id;

    private Dictionary<string, object?> CommentAttributes => new() { ["aria-required"] = Asking is null ? "false" : "true" };

    protected override void OnParametersSet()
    {
        // Only when the question opens: focus is never taken from somebody who is somewhere else.
        _focusComment |= Asking is not null && (_asked != Asking || IsCommentMissing);
        _asked = Asking;
        _isCommenting |= Asking is null && Comment.Length > 0;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusComment && _field is not null)
        {
            _focusComment = false;
            await _field.FocusAsync();
        }
    }

    private static Color ColorOf(Outcome outcome)
    {
        return outcome.Style switch
        {
            OutcomeStyle.Primary => Color.Primary,
            OutcomeStyle.Danger => Color.Error,
            _ => Color.Default,
        };
    }

    private void AskForComment()
    {
        (_isCommenting, _focusComment) = (true, true);
    }
}
