using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests;

/// <summary>What components need around them: MudBlazor, the viewer, and a browser that does nothing.</summary>
public abstract class WebTestContext : BunitContext, IAsyncLifetime
{
    protected WebTestContext()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(mud => mud.PopoverOptions.CheckForPopoverProvider = false);
        JSInterop.AddInvocationHandler(new AddressHandler(() => Services.GetRequiredService<NavigationManager>()));
        Services.AddScoped<Viewer>().AddScoped<PageAddress>();
    }

    public virtual ValueTask InitializeAsync()
    {
        return ValueTask.CompletedTask;
    }
}
