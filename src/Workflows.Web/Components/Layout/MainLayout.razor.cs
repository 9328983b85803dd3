using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Workflows.Web.Viewing;

namespace Workflows.Web.Components.Layout;

public sealed partial class MainLayout : IAsyncDisposable
{
    private ErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;
    private ElementReference _side;
    private ElementReference _menu;
    private bool _drawerOpen;
    private bool _drawerWantsFocus;

    [Inject]
    private Viewer Viewer { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    [Inject]
    private IJSRuntime Js { get; init; } = null!;

    // The base element would turn "#content" alone into the home page.
    private string SkipTarget => $"{Path}#content";

    private string Where => NavMenu.TitleOf(Path);

    private string Path => $"/{Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0]}";

    /// <summary>Called by the browser when the system's theme changed.</summary>
    [JSInvokable]
    public Task ChangedAsync(bool isDark)
    {
        Viewer.Set(Viewer.Zone, isDark, Viewer.Theme);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Viewer.Changed -= StateHasChanged;
        try
        {
            if (_self is not null)
            {
                await Js.InvokeVoidAsync("workflowsViewer.detach");
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }
        finally
        {
            _self?.Dispose();
        }
    }

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Viewer.Changed += StateHasChanged;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            var told = await Js.InvokeAsync<BrowserView>("workflowsViewer.attach", _self);
            Viewer.Set(ViewerCookie.FindZone(told.Zone), told.Dark, ViewerCookie.ParseTheme(told.Theme));
        }

        if (_drawerWantsFocus)
        {
            _drawerWantsFocus = false; // only now, as what is hidden takes no focus
            await _side.FocusAsync();
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        _drawerOpen = false;
        _boundary?.Recover();
        StateHasChanged();
    }

    private void ToggleDrawer()
    {
        _drawerOpen = !_drawerOpen;
        _drawerWantsFocus = _drawerOpen;
    }

    private void CloseDrawer()
    {
        _drawerOpen = false;
    }

    private async Task OnDrawerKeyAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Escape" && _drawerOpen)
        {
            _drawerOpen = false;
            await _menu.FocusAsync();
        }
    }

    private void Recover()
    {
        _boundary?.Recover();
    }
}

/// <summary>What viewer.js tells: the zone's IANA name, whether dark is shown, and the choice behind it.</summary>
internal sealed record BrowserView(string Zone, bool Dark, string Theme);
