using System.Security.Claims;
using Scalar.AspNetCore;
using Workflows.Web.Api.Idempotency;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Hosting;

namespace Workflows.Web.Api;

/// <summary>Puts the API together.</summary>
internal static class ApiHosting
{
    /// <summary>Adds what the API needs.</summary>
    public static void AddApi(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton<InstanceWait>();
        services.AddSingleton(provider => new IdempotencyStore(folder.IdempotencyDatabase, provider.GetRequiredService<TimeProvider>()));
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that the API says what was bad
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
    }

    /// <summary>Makes everything that goes wrong below <c>/api</c>, and where systems outside call, a problem. Before routing and authentication.</summary>
    public static void UseApiProblems(this WebApplication app) => app.UseWhen(context => IsApi(context) || context.Request.Path.StartsWithSegments(HooksApi.Path), api => api.UseMiddleware<ProblemMiddleware>());

    /// <summary>Guards what changes something. After authorization.</summary>
    public static void UseApiGuards(this WebApplication app) =>
        app.UseWhen(IsApi, api =>
        {
            api.Use(static (context, next) =>
            {
                context.User.AddIdentity(new ClaimsIdentity([new Claim(Person.ChannelClaim, Person.ApiChannel)]));
                return next(context);
            });
            api.UseMiddleware<AntiforgeryMiddleware>();
            api.UseMiddleware<IdempotencyMiddleware>();
        });

    /// <summary>Maps the operations, their OpenAPI document, its browser, and the pages that explain problems.</summary>
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup(Urls.Api);
        api.MapDefinitions();
        api.MapBundles();
        api.MapInstances();
        api.MapInstanceInputs();
        api.MapRepairs();
        api.MapTasks();
        api.MapSimulation();
        api.MapSchedules();
        api.MapRetention();
        api.MapIncidents();
        api.MapAttention();
        api.MapWebhooks();
        api.MapAudit();
        api.MapSession();
        app.MapHooks();
        app.MapOpenApi().AllowAnonymous();
        app.MapProblemPages();
        app.MapSchemaFiles();
        app.MapScalarApiReference("/scalar", (scalar, context) => scalar
            .WithTitle("Workflows API")
            .AddDocument(ApiDocument.Name)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .WithNonce(SecurityHeaders.NonceOf(context))).AllowAnonymous();
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api");
}
