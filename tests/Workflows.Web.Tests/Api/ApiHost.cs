using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.TestKit;
using Workflows.Web.Auth;
using Workflows.Web.Auth.ApiKeys;
using Workflows.Web.Hosting;

namespace Workflows.Web.Tests.Api;

/// <summary>The whole server on a data folder of its own, with the demo people, an operator, an author, and a tenant beside the default one.</summary>
internal sealed class ApiHost : WebApplicationFactory<Program>
{
    public const string OtherTenant = "acme";
    public const string BankSecret = "a secret that the bank was told";

    private readonly ConcurrentDictionary<string, string> _keys = new();
    private readonly bool _ownsFolder;

    private readonly string? _postgres;

    /// <param name="folder">The data folder; null for one that is deleted at the end.</param>
    /// <param name="postgres">The database; null to keep everything in the folder.</param>
    public ApiHost(string? folder = null, string? postgres = null)
    {
        _postgres = postgres;
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("workflows-api-").FullName;
        ClientOptions.AllowAutoRedirect = false;
    }

    public string Folder { get; }

    /// <summary>Where it listens, once it was told to use Kestrel.</summary>
    public string Address => Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/');

    /// <summary>Starts a server with the definitions of the tests.</summary>
    public static async Task<ApiHost> StartAsync(string? folder = null, string? postgres = null)
    {
        var host = new ApiHost(folder, postgres);
        await host.PrepareAsync();
        return host;
    }

    /// <summary>A client that acts as a person, with a key of all scopes or those given.</summary>
    public async Task<HttpClient> ClientAsync(string person, params string[] scopes)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Add(ApiKeyAuthentication.Header, await KeyAsync(person, scopes));
        return client;
    }

    /// <summary>A key of a person.</summary>
    public async Task<string> KeyAsync(string person, params string[] scopes)
    {
        var name = $"{person} {string.Join(' ', scopes)}";
        if (!_keys.TryGetValue(name, out var key))
        {
            var made = await Services.GetRequiredService<ApiKeyRing>()
                .CreateAsync(person, "test", scopes.Length == 0 ? Scopes.All : scopes, TimeSpan.FromDays(1), CancellationToken.None);
            _keys[name] = key = made.Text;
        }

        return key;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting(DataFolder.ConfigurationKey, Folder);
        builder.UseSetting(PostgresSetting.ConfigurationKey, _postgres);
        builder.UseSetting("Workflows:PublicUrl", "https://workflows.test");
        builder.UseSetting("Workflows:Secrets:bank", BankSecret);
        builder.UseSetting("Workflows:Retention:Enabled", "false");
        builder.UseSetting("Workflows:Retention:ArchiveFolder", "archive");
        builder.UseSetting("Workflows:Retention:Rules:0:Definition", "inputs");
        builder.UseSetting("Workflows:Retention:Rules:0:Status", "canceled");
        builder.UseSetting("Workflows:Retention:Rules:0:KeepFor", "PT0S");
    }

    private async Task PrepareAsync()
    {
        // The factory blocks its thread while the server starts: not one of the runner's few.
        await Task.Run(() => Services);
        Services.RegisterStep<FlakyStep>("Flaky");
        await AddPersonAsync("olga", TenantId.Default, [Roles.User, Roles.Operator]);
        await AddPersonAsync("aram", TenantId.Default, [Roles.User, Roles.Author]);
        await AddPersonAsync("zoe", new TenantId(OtherTenant), [.. Roles.All], "managers", "finance");
        var engine = Services.GetRequiredService<IWorkflowEngine>();
        await engine.PublishAsync(DefinitionDocument.Read(TestDefinitions.Purchase), Actor.System);
        await engine.PublishAsync(DefinitionDocument.Read(TestDefinitions.Flaky), Actor.System);
        await engine.PublishAsync(DefinitionDocument.Read(TestDefinitions.Inputs), Actor.System);
        await engine.PublishAsync(DefinitionDocument.Read(TestDefinitions.Parcel), Actor.System);
    }

    private async Task AddPersonAsync(string id, TenantId tenant, string[] roles, params string[] groups)
    {
        await using var database = await Services.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        if (await database.Users.AnyAsync(user => user.UserName == id))
        {
            return;
        }

        var person = new User { UserName = id, NormalizedUserName = id.ToUpperInvariant(), DisplayName = id, Tenant = tenant };
        database.Users.Add(person);
        database.GroupMemberships.AddRange(groups.Select(group => new GroupMembership { UserId = person.Id, Group = group }));
        database.UserRoles.AddRange(roles.Select(role => new IdentityUserRole<string> { UserId = person.Id, RoleId = role }));
        await database.SaveChangesAsync();
    }
}

/// <summary>One server for all API tests that do not need one of their own.</summary>
public sealed class SharedApi : IAsyncLifetime
{
    internal ApiHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await ApiHost.StartAsync();

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<SharedApi>
{
    public const string Name = "API";
}
