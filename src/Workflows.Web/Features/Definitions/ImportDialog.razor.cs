using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Web.Auth;

namespace Workflows.Web.Features.Definitions;

public sealed partial class ImportDialog : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ElementReference _text;
    private ElementReference _file;
    private IJSObjectReference? _module;
    private IJSObjectReference? _document;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>The draft to change; null for a new document.</summary>
    [Parameter]
    public DraftText? Draft { get; set; }

    [Inject]
    private ImportState State { get; init; } = null!;

    [Inject]
    private IJSRuntime Js { get; init; } = null!;

    private int Warnings => State.Problems.Length - State.ErrorCount;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        try
        {
            if (_document is not null)
            {
                await _document.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the module with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Features/Definitions/ImportDialog.razor.js");
            _document = await _module.InvokeAsync<IJSObjectReference>("attach", _text, _file, ImportState.MaxBytes);
            StateHasChanged(); // now it can be read
        }
    }

    /// <summary>Opens the dialog, and returns when it is closed.</summary>
    internal static async Task ShowAsync(IDialogService dialogs, string title, DraftText? draft = null)
    {
        var parameters = new DialogParameters<ImportDialog> { { dialog => dialog.Draft, draft } };
        var options = new DialogOptions { MaxWidth = MaxWidth.Medium, FullWidth = true, CloseOnEscapeKey = false, CloseButton = true };
        await (await dialogs.ShowAsync<ImportDialog>(title, parameters, options)).Result;
    }

    private static string Became(Imported imported) => imported switch
    {
        { As: ImportedAs.Draft } => " can be published once nothing is wrong with it.",
        { As: ImportedAs.Unchanged, Version.Status: DefinitionStatus.Retired } => " was published before with exactly this content, and is retired. An administrator can restore it.",
        { As: ImportedAs.Unchanged } => ", was published before with exactly this content.",
        { SameAs: { } same } => $" can be started now. Nothing but the number is new since version {same}.",
        _ => " can be started now.",
    };

    private static string PlanOf(DefinitionPublication planned) => planned.Change switch
    {
        DefinitionChangeKind.New => "New: it can be started for the first time",
        DefinitionChangeKind.NewVersion => planned.SameAs is { } same ? $"New version; nothing but the number is new since {same}" : "New version",
        DefinitionChangeKind.Unchanged => "Unchanged: exactly this is here",
        _ => "Conflict: this version is here with other content. Give it a higher version",
    };

    private string PlanText => State.CanPublishPlan
        ? "Nothing has changed yet. This is what would happen:"
        : State.Plan.Any(p => p.Change is DefinitionChangeKind.Conflict)
            ? "Nothing was published: mend the conflicts first. All definitions of a bundle are published, or none."
            : "Nothing is new: all of them are here with exactly this content.";

    private bool IsBusy => State.IsBusy || _document is null;

    private string NotDone => State.IsDrafting ? "It was not saved" : "It was not published";

    protected override void OnInitialized()
    {
        if (Draft is not null)
        {
            State.Open(Draft);
        }
    }

    private async Task ImportAsync() => await State.ImportAsync(await PersonAsync(), await ReadAsync(), _stop.Token);

    private async Task PublishPlanAsync() => await State.PublishPlanAsync(await PersonAsync(), _stop.Token);

    private async Task SaveAsync(bool replace) => await State.SaveDraftAsync(await PersonAsync(), await ReadAsync(), replace, _stop.Token);

    private async Task<Person> PersonAsync() => Person.From((await Authentication).User);

    private async Task<string> ReadAsync()
    {
        var source = await _document!.InvokeAsync<IJSStreamReference>("read");
        await using var stream = await source.OpenReadStreamAsync(ImportState.MaxBytes, _stop.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(_stop.Token);
    }

    private async Task GoToAsync(int line, int column)
    {
        if (_document is not null)
        {
            await _document.InvokeVoidAsync("goTo", line, column);
        }
    }
}
