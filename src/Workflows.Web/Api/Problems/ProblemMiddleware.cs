using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Workflows.Engine;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.ApiKeys;
using Workflows.Web.Auth.Gate;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Workflows.Web.Api.Problems;

/// <summary>The one place where whatever goes wrong below <c>/api</c> becomes problem details.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, IOptions<JsonOptions> json, ILogger<ProblemMiddleware> logger)
{
    private static readonly TimeSpan s_busy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_broken = TimeSpan.FromSeconds(10);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone, or the server goes: never a success.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }

            return;
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            var problem = Of(failure);
            if (problem.Kind.Status >= StatusCodes.Status500InternalServerError)
            {
                LogFailed(context.Request.Method, context.Request.Path, failure);
            }

            context.Response.Clear();
            await WriteAsync(context, problem);
            return;
        }

        if (!context.Response.HasStarted && context.Response is { ContentLength: null or 0, ContentType: null } && Of(context) is { } bare)
        {
            await WriteAsync(context, bare);
        }
    }

    /// <summary>The problem of an exception.</summary>
    internal static ApiProblem Of(Exception failure) => failure switch
    {
        ApiProblemException known => known.Problem,
        WorkflowException refused => RejectionProblems.Of(refused.Rejection),
        ForbiddenException forbidden => new ApiProblem(ProblemKind.Forbidden, forbidden.Message),
        InvalidCursorException cursor => ApiProblemException.Parameter("cursor", cursor.Message).Problem,
        StoreBusyException => new ApiProblem(ProblemKind.Unavailable, "The server has more to do than it can take at the moment.") { RetryAfter = s_busy },
        StoreUnavailableException => new ApiProblem(ProblemKind.Unavailable, "The server cannot write to its store at the moment.") { RetryAfter = s_broken },
        BadHttpRequestException bad => UnreadableRequest.ProblemOf(bad),
        _ => new ApiProblem(ProblemKind.Internal, "The server met a fault of its own."),
    };

    /// <summary>The problem of an answer that has a status but no body: it comes from routing or authorization.</summary>
    private static ApiProblem? Of(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => new ApiProblem(ProblemKind.Unauthenticated, context.Request.Headers.ContainsKey(ApiKeyAuthentication.Header)
            ? "The API key is unknown, expired or revoked."
            : $"Send an API key in the {ApiKeyAuthentication.Header} header, or sign in."),
        StatusCodes.Status403Forbidden => MissingScope(context) is { } scope
            ? new ApiProblem(ProblemKind.ScopeMissing, $"This needs a key with the scope '{scope}'.")
            : new ApiProblem(ProblemKind.Forbidden, "This is not allowed to you."),
        StatusCodes.Status404NotFound => new ApiProblem(ProblemKind.NotFound, $"There is nothing at {context.Request.Path}."),
        StatusCodes.Status405MethodNotAllowed => new ApiProblem(
            ProblemKind.MethodNotAllowed, $"{context.Request.Method} is not possible here, but {context.Response.Headers.Allow} is."),
        StatusCodes.Status413PayloadTooLarge => new ApiProblem(ProblemKind.TooLarge, "The request is larger than the server takes."),
        StatusCodes.Status415UnsupportedMediaType => UnreadableRequest.MediaType(context.Request),
        StatusCodes.Status400BadRequest => new ApiProblem(ProblemKind.Malformed, "The request cannot be read."),
        _ => null,
    };

    private static string? MissingScope(HttpContext context)
    {
        var policies = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList() ?? [];
        return Scopes.All.FirstOrDefault(scope => policies.Contains(Scopes.PolicyOf(scope)) && !context.User.Allows(scope));
    }

    private async Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Kind.Status;
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (problem.Kind == ProblemKind.Unauthenticated)
        {
            response.Headers.WWWAuthenticate = $"ApiKey realm=\"Workflows\", header=\"{ApiKeyAuthentication.Header}\"";
        }

        var body = new ProblemBody
        {
            Type = Urls.Problem(problem.Kind.Code),
            Title = problem.Kind.Title,
            Status = problem.Kind.Status,
            Detail = problem.Detail,
            Instance = context.Request.Path,
            Code = problem.Kind.Code,
            TraceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
            Errors = problem.Errors.IsEmpty ? null : problem.Errors,
            Current = problem.Current,
            AllowedActions = problem.AllowedActions,
        };
        await response.WriteAsJsonAsync(body, json.Value.SerializerOptions, "application/problem+json", context.RequestAborted);
    }

    [LoggerMessage(EventId = 701, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(string method, string path, Exception exception);
}
