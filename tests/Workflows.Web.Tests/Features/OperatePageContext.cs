using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Runtime;
using Workflows.Web.Auth;
using Workflows.Web.Features.Attention;
using Workflows.Web.Features.Audit;
using Workflows.Web.Features.Definitions;
using Workflows.Web.Features.Incidents;
using Workflows.Web.Features.Instances;
using Workflows.Web.Features.Retention;
using Workflows.Web.Features.Schedules;
using Workflows.Web.Features.Webhooks;
using Workflows.Web.Live;
using Workflows.Web.Tests.Features.Instances;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Features;

/// <summary>Renders the operate pages over a running engine in memory.</summary>
public abstract class OperatePageContext : WebTestContext, IAsyncLifetime
{
    private protected OperateWorld World { get; private set; } = null!;

    public new async ValueTask InitializeAsync()
    {
        World = await OperateWorld.CreateAsync();
        var services = World.Host.Services;
        Services.AddLogging();
        Services.AddSingleton<TimeProvider>(World.Host.Time);
        Services.AddSingleton(World.Engine);
        Services.AddSingleton(World.Callbacks);
        Services.AddSingleton(World.Attention);
        Services.AddTransient<AttentionState>();
        Services.AddSingleton(services.GetRequiredService<ChangeFeed>());
        Services.AddSingleton<InstanceChangeFeed>();
        Services.AddSingleton<SharedTick>();
        Services.AddSingleton(new PersonNames(_ => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["rita"] = "Rita Rossi" }), World.Host.Time));
        Services.AddTransient<DefinitionsState>().AddTransient<DefinitionState>().AddTransient<TryState>().AddTransient<ImportState>();
        Services.AddTransient<InstancesState>().AddTransient<InstanceState>();
        Services.AddSingleton(World.Audit);
        Services.AddTransient<AuditState>();
        Services.AddSingleton(World.Webhooks);
        Services.AddTransient<WebhooksState>().AddTransient<WebhookState>().AddTransient<DeliveriesState>();
        Services.AddSingleton(World.Incidents);
        Services.AddTransient<IncidentsState>().AddTransient<IncidentState>();
        Services.AddSingleton(World.Retention);
        Services.AddTransient<RetentionState>();
        Services.AddSingleton(World.Schedules);
        Services.AddTransient<SchedulesState>().AddTransient<ScheduleState>().AddTransient<ScheduleFormState>();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await World.DisposeAsync();
    }

    /// <summary>Renders a page as somebody, at an address.</summary>
    private protected IRenderedComponent<TPage> Open<TPage>(Person person, string url, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(url);
        List<Claim> claims =
        [
            new(ClaimTypes.Name, person.Id),
            .. person.Groups.Select(group => new Claim(Person.GroupClaim, group)),
            .. person.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ];
        var state = Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(claims, "test"))));
        return Render<TPage>(builder =>
        {
            builder.AddCascadingValue(state);
            parameters?.Invoke(builder);
        });
    }

    private protected string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;
}
