using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop.Infrastructure;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests;

/// <summary>Does what a browser does that is asked to change its address: it goes there, if it still is on the page.</summary>
internal sealed class AddressHandler(Func<NavigationManager> navigation) : JSRuntimeInvocationHandlerBase<IJSVoidResult>(invocation => invocation.Identifier == PageAddress.Function, isCatchAllHandler: false)
{
    protected override Task<IJSVoidResult> HandleAsync(JSRuntimeInvocation invocation)
    {
        var manager = navigation();
        if (new Uri(manager.Uri).AbsolutePath == (string?)invocation.Arguments[0])
        {
            manager.NavigateTo((string)invocation.Arguments[1]!, replace: (bool)invocation.Arguments[2]!);
        }

        return Task.FromResult<IJSVoidResult>(null!);
    }
}
