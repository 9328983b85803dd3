using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Workflows.Web.Components.Shared;

public sealed partial class ConfirmDialog
{
    private string _reason = "";
    private bool _missing;

    /// <summary>What will happen, in a sentence or two.</summary>
    [Parameter, EditorRequired]
    public required string WhatHappens { get; set; }

    /// <summary>What else will happen, one by one.</summary>
    [Parameter]
    public Consequences? Consequences { get; set; }

    /// <summary>The verb on the button that does it, such as "Cancel instance".</summary>
    [Parameter, EditorRequired]
    public required string Action { get; set; }

    /// <summary>The word on the button that does nothing.</summary>
    [Parameter]
    public string Dismiss { get; set; } = "Go back";

    /// <summary>Whether a reason is asked for.</summary>
    [Parameter]
    public ReasonNeed Reason { get; set; }

    /// <summary>Whether something is lost by it.</summary>
    [Parameter]
    public bool IsDestructive { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Asks, and returns null when the person went back, else the reason (empty when none was given).</summary>
    public static async Task<string?> AskAsync(
        IDialogService dialogs,
        string title,
        string whatHappens,
        string action,
        ReasonNeed reason = ReasonNeed.None,
        bool isDestructive = false,
        Consequences? consequences = null)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.WhatHappens, whatHappens },
            { dialog => dialog.Action, action },
            { dialog => dialog.Reason, reason },
            { dialog => dialog.IsDestructive, isDestructive },
            { dialog => dialog.Consequences, consequences },
        };
        var options = new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };
        var shown = await dialogs.ShowAsync<ConfirmDialog>(title, parameters, options);
        return await shown.Result is { Canceled: false, Data: string given } ? given : null;
    }

    private void Confirm()
    {
        _missing = Reason is ReasonNeed.Required && string.IsNullOrWhiteSpace(_reason);
        if (!_missing)
        {
            Dialog.Close(DialogResult.Ok(_reason.Trim()));
        }
    }
}

/// <summary>What an act does beside what it is for.</summary>
/// <param name="Title">The line above the list.</param>
/// <param name="Items">One thing each; without any, nothing is shown.</param>
public sealed record Consequences(string Title, ImmutableArray<string> Items);

/// <summary>Whether a person must say why.</summary>
public enum ReasonNeed
{
    None,
    Optional,
    Required,
}
