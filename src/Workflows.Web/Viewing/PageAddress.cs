using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Workflows.Web.Viewing;

/// <summary>Changes the address of the page somebody looks at without leaving it: what a list shows, what is selected.</summary>
/// <remarks>
/// The browser does it, and only while it is still on that page. <see cref="NavigationManager.NavigateTo(string, bool, bool)"/> would bring somebody back
/// who has followed a link while the answer to their click before was on its way.
/// </remarks>
internal sealed class PageAddress(NavigationManager navigation, IJSRuntime js)
{
    /// <summary>What the browser is told.</summary>
    public const string Function = "workflowsViewer.changeAddress";

    /// <summary>Changes the address in place: going back leaves the page.</summary>
    /// <param name="url">The same page with another query.</param>
    public Task ReplaceAsync(string url) => ChangeAsync(url, replace: true);

    /// <summary>Changes one parameter of the query in place.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value, without the spaces around it; nothing takes the parameter away.</param>
    public Task SetAsync(string name, string? value) =>
        ReplaceAsync(navigation.GetUriWithQueryParameter(name, string.IsNullOrWhiteSpace(value) ? null : value.Trim()));

    /// <summary>Changes the address as a link does: going back shows what was shown before.</summary>
    /// <param name="url">The same page with another query.</param>
    public Task PushAsync(string url) => ChangeAsync(url, replace: false);

    private async Task ChangeAsync(string url, bool replace)
    {
        try
        {
            await js.InvokeVoidAsync(Function, new Uri(navigation.Uri).AbsolutePath, url, replace);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // Nobody looks at the page any more.
        }
    }
}
