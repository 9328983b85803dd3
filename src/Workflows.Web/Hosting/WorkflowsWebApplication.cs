using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using Workflows.Engine.Storage;
using Workflows.Web.Api;
using Workflows.Web.Auth;
using Workflows.Web.Components;
using Workflows.Web.Components.Layout;
using Workflows.Web.Features;
using Workflows.Web.Live;
using Workflows.Web.Telemetry;
using Workflows.Web.Viewing;

namespace Workflows.Web.Hosting;

/// <summary>The whole server, put together: what Program runs and tests start.</summary>
internal static class WorkflowsWebApplication
{
    /// <summary>Opens the data folder, registers the services and maps the endpoints.</summary>
    /// <exception cref="StartupException">The server cannot start; the message says why and what to do.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        var postgres = PostgresSetting.Of(builder.Configuration);
        var folder = DataFolder.Open(builder.Configuration, TimeProvider.System);
        builder.Services.AddSingleton(_ => folder); // by a factory, so that stopping the host lets go of the folder
        builder.Services.TryAddSingleton(TimeProvider.System);
        if (postgres is not null)
        {
            builder.Services.AddSingleton(postgres);
        }

        // The engine opens its database first: it says best what is wrong with it.
        builder.AddEngine(folder, postgres);
        builder.Services.AddAuth(folder, postgres);
        builder.AddTelemetry();
        builder.Services.AddApi(folder);
        builder.Services.AddPages();

        var app = builder.Build();
        _ = app.Services.GetRequiredService<DataFolder>();
        app.UsePipeline();
        app.MapStaticAssets().AllowAnonymous();
        app.MapTelemetry();
        app.MapAuth();
        app.MapApi();
        app.MapPages();
        return app;
    }

    /// <summary>Runs until it is told to stop; says where it is as soon as it listens.</summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new StartupException($"{failure.Message} Stop what listens there, or name another address with --urls.", failure);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreBusyException)
        {
            throw new StartupException(failure.Message, failure);
        }

        await Console.Out.WriteAsync(await StartupBanner.OfAsync(app));
        await app.WaitForShutdownAsync();
    }

    private static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.MaximumOpacity = 100;
            mud.SnackbarConfiguration.HideTransitionDuration = 100;
            mud.SnackbarConfiguration.ShowTransitionDuration = 100;
        });
        services.AddSingleton<SharedTick>();
        services.AddScoped<PageAddress>();
        services.AddSingleton<InstanceChangeFeed>();
        services.AddSingleton(provider => new PersonNames(
            provider.GetRequiredService<People>().NamesAsync, provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<Viewer>();
        services.AddScoped<InboxCount>();
        services.AddWorkPages();
        services.AddOperatePages();
        services.AddAdminPages();

        // Words are English; numbers and dates are the viewer's.
        services.AddRequestLocalization(localization =>
        {
            localization.SupportedCultures = CultureInfo.GetCultures(CultureTypes.SpecificCultures | CultureTypes.NeutralCultures);
            localization.SupportedUICultures = [CultureInfo.GetCultureInfo("en")];
            localization.DefaultRequestCulture = new("en-GB", "en");
            localization.ApplyCurrentCultureToResponseHeaders = false;
        });
    }

    private static void UsePipeline(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UsePackageAssets();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler(Urls.Error, createScopeForErrors: true);
            app.UseHsts();
        }

        // The API answers problems, not pages; and a form that was sent is not sent again to the page that says why.
        app.UseWhen(
            context => HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api"),
            pages => pages.UseStatusCodePagesWithReExecute(Urls.NotFound, createScopeForStatusCodePages: true));
        app.UseApiProblems();
        app.UseRouting(); // after the pages above, which route again to their own address
        app.UseRequestLocalization();
        app.UseAuth();
        app.UseApiGuards();
    }

    private static void MapPages(this WebApplication app)
    {
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null); // SecurityHeaders says it
    }
}
