using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;
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

    private async Task ImportAsync()
    {
        if (_document is null)
        {
            return;
        }

        var person = Person.From((await Authentication).User);
        var source = await _document.InvokeAsync<IJSStreamReference>("read");
        await using var stream = await source.OpenReadStreamAsync(ImportState.MaxBytes, _stop.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await State.ImportAsync(person, await reader.ReadToEndAsync(_stop.Token), _stop.Token);
    }

    private async Task GoToAsync(int line, int column)
    {
        if (_document is not null)
        {
            await _document.InvokeVoidAsync("goTo", line, column);
        }
    }
}
