using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Workflows.Engine.Steps.Outbound;

namespace Workflows.Engine.Steps.BuiltIn;

/// <summary>
/// Calls a web server. Settings: <c>method</c> (GET), <c>url</c>, <c>query</c>, <c>headers</c>, <c>body</c> (any JSON) or <c>form</c>, <c>timeout</c> (PT30S), <c>accept</c> (the statuses that count as success; all 2xx),
/// <c>into</c> (the member of the data that gets <c>status</c> and <c>body</c>; the step's id). Everything but GET and HEAD carries the step's idempotency key.
/// </summary>
internal sealed class HttpStep(OutboundHttp http, TimeProvider time) : MachineStep
{
    public const string Name = "http";

    public static readonly SettingsShape Shape = new(["url"], ["method", "query", "headers", "body", "form", "timeout", "accept", "into"]);

    private const int MaxAnswer = 1024 * 1024;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);
    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    public override async ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        using var request = RequestOf(context);
        using var limit = new CancellationTokenSource(Timeout(context.With), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await http.Invoker.SendAsync(request, stop.Token).ConfigureAwait(false);
            var body = await BodyAsync(answer.Content, stop.Token).ConfigureAwait(false);
            if (!IsAccepted(answer, context.With))
            {
                throw Refused(answer, body);
            }

            context.Set(Settings.Text(context.With, "into") ?? context.Step.Value, new JsonObject { ["status"] = (int)answer.StatusCode, ["body"] = body });
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StepException("http-timeout", $"{request.RequestUri!.Host} did not answer in time.");
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenAddressException refused)
        {
            throw new StepException("http-refused", refused.Message) { IsRetryable = false };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new StepException("http-unreachable", $"{request.RequestUri!.Host} could not be reached: {e.Message}", e);
        }
    }

    private static HttpRequestMessage RequestOf(StepContext context)
    {
        var settings = context.With;
        var method = (Settings.Text(settings, "method") ?? "GET").ToUpperInvariant();
        if (!s_methods.Contains(method))
        {
            throw Settings.Wrong("method", $"is '{method}'; it is one of {string.Join(", ", s_methods)}");
        }

        var request = new HttpRequestMessage(new HttpMethod(method), UrlOf(settings)) { Content = ContentOf(settings) };
        foreach (var (name, value) in Settings.Texts(settings, "headers"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content?.Headers.TryAddWithoutValidation(name, value) is not true)
            {
                throw Settings.Wrong($"headers/{name}", "is no header that a request can have");
            }
        }

        if (method is not ("GET" or "HEAD") && !request.Headers.Contains("Idempotency-Key"))
        {
            request.Headers.Add("Idempotency-Key", context.IdempotencyKey);
        }

        return request;
    }

    private static Uri UrlOf(JsonElement settings)
    {
        var text = Settings.Text(settings, "url");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw Settings.Wrong("url", "is not the full address of a web server, as in https://example.com/orders");
        }

        var query = string.Join('&', Settings.Texts(settings, "query").Select(member => $"{Uri.EscapeDataString(member.Name)}={Uri.EscapeDataString(member.Value)}"));
        return query.Length == 0 ? url : new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query }.Uri;
    }

    private static HttpContent? ContentOf(JsonElement settings)
    {
        if (settings.TryGetProperty("form", out _))
        {
            return new FormUrlEncodedContent(Settings.Texts(settings, "form").Select(member => KeyValuePair.Create(member.Name, member.Value)));
        }

        return settings.TryGetProperty("body", out var body) ? new StringContent(body.GetRawText(), Encoding.UTF8, "application/json") : null;
    }

    private static TimeSpan Timeout(JsonElement settings)
    {
        try
        {
            var timeout = Settings.Text(settings, "timeout") is { } text ? XmlConvert.ToTimeSpan(text) : s_timeout;
            return timeout > TimeSpan.Zero && timeout <= TimeSpan.FromHours(1) ? timeout : throw Settings.Wrong("timeout", "is not from a moment to an hour");
        }
        catch (FormatException)
        {
            throw Settings.Wrong("timeout", "is not a duration, such as PT30S");
        }
    }

    private static bool IsAccepted(HttpResponseMessage answer, JsonElement settings) => settings.TryGetProperty("accept", out var accept)
        ? accept.ValueKind is JsonValueKind.Array
            ? accept.EnumerateArray().Any(status => status.ValueKind is JsonValueKind.Number && status.TryGetInt32(out var code) && code == (int)answer.StatusCode)
            : throw Settings.Wrong("accept", "is not a list of statuses, such as [200, 404]")
        : answer.IsSuccessStatusCode;

    private static StepException Refused(HttpResponseMessage answer, JsonNode? body)
    {
        var said = body is null ? "" : body.ToJsonString();
        return new StepException($"http-{(int)answer.StatusCode}", $"{answer.RequestMessage!.RequestUri!.Host} answered {(int)answer.StatusCode}{(said.Length == 0 ? "." : $": {(said.Length > 500 ? said[..500] : said)}")}")
        {
            // What asks for patience, or is the other side's fault, may go better later; the rest is ours, and will not.
            IsRetryable = answer.StatusCode is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        };
    }

    /// <summary>The answer: JSON as it is, other text as a text; null for nothing.</summary>
    private static async Task<JsonNode?> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(MaxAnswer + 1);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MaxAnswer + 1), MaxAnswer + 1, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (length > MaxAnswer)
            {
                throw new StepException("http-too-large", "The answer is larger than 1 MiB.") { IsRetryable = false };
            }

            if (length == 0)
            {
                return null;
            }

            var isJson = content.Headers.ContentType?.MediaType is { } type && (type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
            return isJson ? JsonNode.Parse(buffer.AsSpan(0, length)) : JsonValue.Create(Encoding.UTF8.GetString(buffer, 0, length).Replace('\0', ' '));
        }
        catch (JsonException)
        {
            throw new StepException("http-bad-answer", "The answer says that it is JSON, and is not.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
