using System.Security.Cryptography;
using Workflows.Engine;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api.Idempotency;

/// <summary>The request that is carried out under a key, for endpoints that can make use of it.</summary>
/// <param name="Id">Names the request for ever, retries after a crash included.</param>
/// <param name="IsRecovered">Whether it was begun before, and it is not known how far it came.</param>
internal sealed record IdempotentRequest(Guid Id, bool IsRecovered)
{
    /// <summary>What the engine knows the request by: the same for every retry of it, and for no other.</summary>
    public string Name => $"idempotency:{Id:N}";
}

/// <summary>
/// Carries out a POST with an <c>Idempotency-Key</c> once: the same request again gets the stored answer. An answer is kept when it succeeded; a refusal
/// changed nothing and is forgotten. While one request is at work, others with its key wait for its answer.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IdempotencyStore store, IHostApplicationLifetime lifetime)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>The most characters of a key.</summary>
    public const int MaxLength = 200;

    private readonly KeyedLock<IdempotencyKey> _turns = new();

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || !context.Request.Headers.TryGetValue(Header, out var sent)
            || context.GetEndpoint() is null
            || Person.TryFrom(context.User) is not { } person)
        {
            await next(context);
            return;
        }

        if (sent is not [{ Length: > 0 and <= MaxLength } text] || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw ApiProblemException.Parameter(Header, $"An {Header} has 1 to {MaxLength} visible characters without blanks; a UUID will do.");
        }

        var key = new IdempotencyKey($"{person.Tenant}\n{person.Id}\n{context.Request.Path}", text);
        var fingerprint = SHA256.HashData((await ApiBody.ReadAsync(context)).Span);
        using var turn = await _turns.EnterAsync(key, context.RequestAborted);
        switch (store.Reserve(key, fingerprint))
        {
            case Reservation.Answered answered:
                context.Response.Headers[ReplayedHeader] = "true";
                await WriteAsync(context.Response, answered.Answer);
                break;
            case Reservation.Granted granted:
                await CarryOutAsync(context, key, granted);
                break;
            default:
                throw new ApiProblemException(new ApiProblem(
                    ProblemKind.IdempotencyMismatch, $"The {Header} '{text}' came before with another body. Make a new key for a new request."));
        }
    }

    private async Task CarryOutAsync(HttpContext context, IdempotencyKey key, Reservation.Granted granted)
    {
        context.Features.Set(new IdempotentRequest(granted.Id, granted.IsRecovered));

        // Whoever hangs up does not stop what they asked for: its answer is kept for when they ask again.
        context.RequestAborted = lifetime.ApplicationStopping;
        var (response, body) = (context.Response, context.Response.Body);
        using var buffer = new MemoryStream();
        response.Body = buffer;
        try
        {
            await next(context);
        }
        catch (Exception refusal) when (refusal is WorkflowException or ForbiddenException or ApiProblemException or BadHttpRequestException)
        {
            store.Release(key);
            throw;
        }
        finally
        {
            // After any other failure nobody knows whether it was done: the key stays taken, and a retry finds out.
            response.Body = body;
        }

        var answer = new StoredAnswer(response.StatusCode, response.ContentType, response.Headers.Location, response.Headers.ETag, buffer.ToArray());
        if (answer.Status is >= 200 and < 300)
        {
            store.Keep(key, answer);
        }
        else
        {
            store.Release(key);
        }

        await WriteAsync(response, answer);
    }

    private static async Task WriteAsync(HttpResponse response, StoredAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Location is not null)
        {
            response.Headers.Location = answer.Location;
        }

        if (answer.ETag is not null)
        {
            response.Headers.ETag = answer.ETag;
        }

        if (answer.Body.Length > 0)
        {
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body, response.HttpContext.RequestAborted);
        }
    }
}
