using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Workflows.Engine.Events;
using Workflows.Engine.Steps.Outbound;

namespace Workflows.Engine.Runtime;

/// <summary>Sends an event to the address of a webhook: as a CloudEvent, signed as Standard Webhooks say.</summary>
internal sealed class WebhookSender(HttpMessageInvoker http, TimeProvider time)
{
    private const int MaxAnswer = 2048;

    /// <summary>Sends it, and tells how that went. Throws only when the caller asked to stop.</summary>
    public async Task<DeliveryResult> SendAsync(Webhook webhook, WorkflowEvent happened, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(DeliveryRules.AttemptLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = RequestOf(webhook, happened);
            using var answer = await http.SendAsync(request, stop.Token).ConfigureAwait(false);
            return Judge(answer, await BeginningAsync(answer.Content, stop.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, the operator reads it beside the delivery, and it is tried again.
            return new DeliveryResult(false, null, limit.IsCancellationRequested ? $"No answer within {DeliveryRules.AttemptLimit.TotalSeconds:0} seconds." : Reason(e)) { IsDown = true };
        }
    }

    private HttpRequestMessage RequestOf(Webhook webhook, WorkflowEvent happened)
    {
        var now = time.GetUtcNow();
        var body = CloudEvent.Write(happened);
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Spec.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvent.MediaType, "utf-8");
        request.Headers.Add("webhook-id", happened.Id);
        request.Headers.Add("webhook-timestamp", WebhookSignature.TimestampOf(now));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(webhook.SecretsAt(now), happened.Id, now, body));
        return request;
    }

    private DeliveryResult Judge(HttpResponseMessage answer, string text) => new(answer.IsSuccessStatusCode, (int)answer.StatusCode, text)
    {
        IsDown = answer.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        IsGone = answer.StatusCode is HttpStatusCode.Gone,
        RetryAfter = answer.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - time.GetUtcNow()) : null,
    };

    private static string Reason(Exception e) => e switch
    {
        HttpRequestException { InnerException: ForbiddenAddressException refused } => refused.Message,
        HttpRequestException { InnerException: { } inner } => $"{e.Message} {inner.Message}",
        _ => e.Message,
    };

    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxAnswer);
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MaxAnswer), MaxAnswer, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return Encoding.UTF8.GetString(buffer, 0, length).Replace('\0', ' ');
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
