using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Workflows.Web.Components.Shared;

/// <summary>
/// Draws a flowchart given in Mermaid's language, in the colours of the page's theme. Nodes with the class of a step status
/// (<c>running</c>, <c>succeeded</c>, ...) look like that status, <c>current</c> marks where the instance is, <c>not-taken</c> what it passed by.
/// </summary>
public sealed partial class MermaidDiagram : IAsyncDisposable
{
    private ElementReference _frame;
    private ElementReference _host;
    private DotNetObjectReference<MermaidDiagram>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _diagram;
    private string? _wanted;
    private string? _selected;
    private string? _failure;
    private bool _drawn;

    /// <summary>The diagram's text. A new one is drawn in place, keeping zoom, scroll position and focus.</summary>
    [Parameter, EditorRequired]
    public required string Source { get; set; }

    /// <summary>What the diagram shows, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>A click, Enter or Space on a node, with the node's id as <see cref="Source"/> names it. Without it nodes are not buttons.</summary>
    [Parameter]
    public EventCallback<string> OnNodeClick { get; set; }

    /// <summary>The node whose details are shown elsewhere on the page, as <see cref="Source"/> names it.</summary>
    [Parameter]
    public string? SelectedNode { get; set; }

    /// <summary>What the looks mean, left of the zoom buttons.</summary>
    [Parameter]
    public RenderFragment? Legend { get; set; }

    /// <summary>The same in words, shown when the diagram cannot be drawn. Pages show such a table beside the diagram, too.</summary>
    [Parameter]
    public RenderFragment? Alternative { get; set; }

    [Inject]
    private IJSRuntime Js { get; init; } = null!;

    /// <summary>Called by the browser: a node was clicked or chosen by keyboard.</summary>
    [JSInvokable]
    public Task NodeChosenAsync(string nodeId)
    {
        return OnNodeClick.InvokeAsync(nodeId);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_diagram is not null)
            {
                await _diagram.InvokeVoidAsync("dispose");
                await _diagram.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the diagram with it.
        }
        finally
        {
            _self?.Dispose();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Components/Shared/MermaidDiagram.razor.js");
            _diagram = await _module.InvokeAsync<IJSObjectReference>("create", _frame, _host, OnNodeClick.HasDelegate ? _self : null);
        }

        if (_diagram is not null && _wanted != Source)
        {
            _wanted = Source;
            await DrawAsync(_diagram, Source);
        }

        if (_diagram is not null && _selected != SelectedNode)
        {
            _selected = SelectedNode;
            await _diagram.InvokeVoidAsync("select", SelectedNode);
        }
    }

    private async Task DrawAsync(IJSObjectReference diagram, string source)
    {
        var failure = await diagram.InvokeAsync<string?>("draw", source);
        if (source == _wanted && (failure != _failure || !_drawn))
        {
            (_failure, _drawn) = (failure, true);
            StateHasChanged();
        }
    }
}
