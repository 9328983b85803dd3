using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Web.Hosting;

namespace Workflows.EndToEnd.Tests.Harness;

/// <summary>The real server in this process: Kestrel on a free port, SQLite in a data folder of its own, Development with its samples and demo people.</summary>
internal sealed class ProductHost : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workflows-e2e-").FullName;

    public ProductHost() => UseKestrel(0);

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/');

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development"); // package assets are only served from the build output in Development
        builder.UseSetting(DataFolder.ConfigurationKey, _folder);
        builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
    }
}
