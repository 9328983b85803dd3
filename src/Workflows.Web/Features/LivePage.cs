using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Workflows.Web.Auth;
using Workflows.Web.Live;

namespace Workflows.Web.Features;

/// <summary>
/// A page or panel that shows what the person may see and follows what happens: it knows who looks, loads when its parameters change, is told of
/// changes, and stops all that when it goes away.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private Person? _person;
    private IDisposable? _subscription;
    private ChangeFilter? _followed;

    protected LivePage()
    {
        // Taken once: what is still under way when the page is disposed may ask for it later.
        _stopping = _stop.Token;
    }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private InstanceChangeFeed Feed { get; init; } = null!;

    [Inject]
    private protected PersonNames Names { get; init; } = null!;

    /// <summary>Who looks.</summary>
    private protected Person Person => _person ?? throw new InvalidOperationException("The page has not been initialized.");

    /// <summary>Whether <see cref="Person"/> is known.</summary>
    private protected bool IsReady => _person is not null;

    /// <summary>Canceled when the page goes away.</summary>
    private protected CancellationToken Stopping => _stopping;

    public void Dispose()
    {
        _subscription?.Dispose();
        _stop.Cancel();
        _stop.Dispose();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Loads what the parameters ask for.</summary>
    private protected abstract Task LoadAsync();

    /// <summary>Something that <see cref="Follow"/> named has changed. On the circuit's dispatcher; the page is rendered afterwards.</summary>
    private protected virtual Task RefreshAsync() => Task.CompletedTask;

    /// <summary>Frees what the page holds itself.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    protected sealed override async Task OnParametersSetAsync()
    {
        try
        {
            _person ??= Person.From((await Authentication).User);
            await Names.RefreshAsync(Stopping);
            await LoadAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
    }

    /// <summary>Asks to be told of changes; a second call replaces the first.</summary>
    private protected void Follow(ChangeFilter filter)
    {
        if (_followed != filter && !_stopping.IsCancellationRequested)
        {
            _subscription?.Dispose();
            _subscription = Feed.Subscribe(filter, () => InvokeAsync(OnChangedAsync));
            _followed = filter;
        }
    }

    private async Task OnChangedAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await RefreshAsync();
        StateHasChanged();
    }
}
