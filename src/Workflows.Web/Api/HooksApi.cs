using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Api;

/// <summary>Where systems outside call what steps wait for. Nobody signs in here: the address itself says who may call, and a signature where the definition asks for one.</summary>
internal static class HooksApi
{
    /// <summary>Where calls come in.</summary>
    public const string Path = "/hooks";

    public static void MapHooks(this WebApplication app) =>
        app.MapPost($"{Path}/in/{{token}}", ReceiveAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<Results<Ok<HookAnswer>, Accepted<HookAnswer>>> ReceiveAsync(string token, HttpContext context, WorkflowCallbacks callbacks, CancellationToken cancellationToken)
    {
        var body = await JsonText.ReadAsync(context);
        using var document = body.IsEmpty ? null : JsonText.Parse(body);
        var headers = context.Request.Headers;
        var result = await callbacks.ReceiveAsync(
            new CallbackCall(token, body, document?.RootElement ?? ApiJson.EmptyObject)
            {
                Id = headers["webhook-id"].FirstOrDefault(),
                Timestamp = headers["webhook-timestamp"].FirstOrDefault(),
                Signature = headers["webhook-signature"].FirstOrDefault(),
            },
            cancellationToken);
        var answer = new HookAnswer(JsonNamingPolicy.CamelCase.ConvertName(result.ToString()));
        return result is CallbackResult.Kept ? TypedResults.Accepted((string?)null, answer) : TypedResults.Ok(answer);
    }

    /// <summary>What became of a call: <c>taken</c>, <c>kept</c> or <c>duplicate</c>.</summary>
    private sealed record HookAnswer(string Result);
}
