using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Web.Tests.Hosting;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Workflows.Web.Tests.Hosting;

/// <summary>
/// One server of each kind, shared by all tests and started by the first that needs it, as starting is slow. So tests add people of their own,
/// and do not count what others may have added.
/// </summary>
public sealed class Servers : IAsyncDisposable
{
    private readonly Lazy<WebServer> _development = new(() => Start(new WebServer("Development")));

    private readonly Lazy<WebServer> _production = new(() => Start(
        new WebServer("Production") { Replace = services => services.AddSingleton<IStartupFilter, ScopedEndpoints>() }));

    /// <summary>As a developer runs it.</summary>
    internal WebServer Development => _development.Value;

    /// <summary>As it is deployed.</summary>
    internal WebServer Production => _production.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _development, _production }.Where(server => server.IsValueCreated))
        {
            await server.Value.DisposeAsync();
        }
    }

    // Here and not by the first request: two tests must not start it at once.
    private static WebServer Start(WebServer server)
    {
        server.StartServer();
        return server;
    }
}
