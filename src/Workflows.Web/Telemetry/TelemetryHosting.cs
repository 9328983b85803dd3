using System.Security.Cryptography;
using System.Text;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Workflows.Engine;
using Workflows.Web.Auth;

namespace Workflows.Web.Telemetry;

/// <summary>What the server tells of itself: health, numbers for Prometheus, and traces and numbers for an OpenTelemetry collector.</summary>
internal static class TelemetryHosting
{
    private const string Bearer = "Bearer ";

    /// <summary>Adds what the configuration asks for. Without an endpoint nothing of OpenTelemetry runs.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        options.Endpoint ??= Uri.TryCreate(builder.Configuration[TelemetryOptions.StandardEndpoint], UriKind.Absolute, out var standard) ? standard : null;
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<MetricsCollector>();
        builder.Services.AddHealthChecks().AddCheck<AuthHealthCheck>("identity").AddCheck<EngineHealthCheck>("engine").AddCheck<DiskHealthCheck>("disk");
        if (options.Endpoint is { } endpoint)
        {
            builder.Services.AddOpenTelemetry()
                .ConfigureResource(resource => resource.AddService("workflows"))
                .WithTracing(traces => traces.AddSource(WorkflowTelemetry.ActivitySource).AddAspNetCoreInstrumentation().AddOtlpExporter(otlp => otlp.Endpoint = endpoint))
                .WithMetrics(metrics => metrics.AddMeter(WorkflowTelemetry.Meter, "System.Runtime").AddAspNetCoreInstrumentation().AddOtlpExporter(otlp => otlp.Endpoint = endpoint));
        }
    }

    /// <summary>Maps health for everybody, and numbers for those who may read them.</summary>
    public static void MapTelemetry(this WebApplication app)
    {
        // Alive: the process answers. Ready: what it needs answers, too.
        app.MapHealthChecks(Urls.Live, new() { Predicate = _ => false, ResponseWriter = HealthText.WriteAsync }).AllowAnonymous();
        app.MapHealthChecks(Urls.Ready, new() { ResponseWriter = HealthText.WriteAsync }).AllowAnonymous();

        var options = app.Services.GetRequiredService<TelemetryOptions>();
        if (options.Metrics)
        {
            _ = app.Services.GetRequiredService<MetricsCollector>(); // listens from the beginning
            app.MapGet(Urls.Metrics, (HttpContext context, MetricsCollector metrics) => MetricsAsync(context, metrics, options)).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static async Task<IResult> MetricsAsync(HttpContext context, MetricsCollector metrics, TelemetryOptions options)
    {
        if (options.MetricsToken is { Length: > 0 } token && !IsToken(context.Request.Headers.Authorization.ToString(), token))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        return Results.Text(await metrics.WriteAsync(context.RequestAborted), MetricsCollector.ContentType);
    }

    private static bool IsToken(string header, string token) =>
        header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Bearer.Length..].Trim()), Encoding.UTF8.GetBytes(token));
}
