using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine;
using Workflows.Engine.Events;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>Webhooks, and what they were sent.</summary>
internal static class WebhooksApi
{
    private const string Template = "/{id:guid}";

    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").WithTags("Webhooks");
        webhooks.MapGet("", ListAsync).Describe("listWebhooks", "List the webhooks, by name", Scopes.Admin, WebhookExamples.Webhooks)
            .WithDescription("Webhooks are for administrators.")
            .CanFail(ProblemKind.Forbidden);
        webhooks.MapPost("", CreateAsync).Describe("createWebhook", "Make a webhook", Scopes.Admin, WebhookExamples.Made, WebhookExamples.Body)
            .WithDescription("It is told what happens from now on. The answer has the secret with which events are signed; it is not shown again.")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.Validation);
        webhooks.MapGet(Template, GetAsync).Describe("getWebhook", "Get a webhook", Scopes.Admin, WebhookExamples.Webhook)
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        webhooks.MapPut(Template, SaveAsync).Describe("saveWebhook", "Let a webhook do something else from now on", Scopes.Admin, WebhookExamples.Webhook, WebhookExamples.Body)
            .WithDescription("What is still to be sent goes to the new address.")
            .WithETag(isRequired: true)
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.StaleRevision, ProblemKind.Validation, ProblemKind.PreconditionRequired);
        webhooks.MapDelete(Template, DeleteAsync).Describe("deleteWebhook", "Delete a webhook, with what was still to be sent", Scopes.Admin, WebhookExamples.Webhook)
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.StaleRevision);
        webhooks.MapPost($"{Template}/pause", PauseAsync).Describe("pauseWebhook", "Send nothing for a while", Scopes.Admin, WebhookExamples.Webhook, WebhookExamples.Pause)
            .WithDescription("What happens meanwhile is kept, and sent when it is resumed.")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.Validation);
        webhooks.MapPost($"{Template}/resume", ResumeAsync).Describe("resumeWebhook", "Send again", Scopes.Admin, WebhookExamples.Webhook)
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        webhooks.MapPost($"{Template}/rotate-secret", RotateAsync).Describe("rotateWebhookSecret", "Make a new secret", Scopes.Admin, WebhookExamples.Made)
            .WithDescription("For a day, events are signed with the last secret too. The new one is not shown again.")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        webhooks.MapPost($"{Template}/test", TestAsync).Describe("testWebhook", "Send a test event", Scopes.Admin, WebhookExamples.Webhook)
            .WithDescription("An event of the type test. Its result is among the deliveries a moment later.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        webhooks.MapGet($"{Template}/deliveries", ListOfWebhookAsync).Describe("listWebhookDeliveries", "List what a webhook was and is to be sent, the latest first", Scopes.Admin, WebhookExamples.Deliveries)
            .WithDescription("What was delivered can be seen for seven days.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);

        var deliveries = api.MapGroup("/deliveries").WithTags("Webhooks");
        deliveries.MapGet("/{id:long}", GetDeliveryAsync).Describe("getDelivery", "Get a delivery with what it carries", Scopes.Admin, WebhookExamples.Delivery)
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        deliveries.MapPost("/{id:long}/redeliver", RedeliverAsync).Describe("redeliver", "Send a delivery again", Scopes.Admin, WebhookExamples.Delivery)
            .WithDescription("Whether it arrived or not. It has ten attempts before it again.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);

        var dead = api.MapGroup("/dead-letters").WithTags("Webhooks");
        dead.MapGet("", ListDeadAsync).Describe("listDeadLetters", "List what could not be delivered, the latest first", Scopes.Admin, WebhookExamples.Deliveries)
            .WithDescription("What was tried ten times over two days, of every webhook and every handler of the server.")
            .CanFail(ProblemKind.Forbidden);
        dead.MapPost("/{id:long}/replay", RedeliverAsync).Describe("replayDeadLetter", "Send a dead letter again", Scopes.Admin, WebhookExamples.Delivery).CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        dead.MapPost("/{id:long}/discard", DiscardAsync).Describe("discardDeadLetter", "Throw a dead letter away", Scopes.Admin, WebhookExamples.Delivery).CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
    }

    private static async Task<Ok<ListOf<WebhookResource>>> ListAsync(ClaimsPrincipal user, GuardedWebhooks webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ListOf<WebhookResource> { Items = [.. (await webhooks.ListAsync(Person.From(user), cancellationToken)).Select(w => new WebhookResource(w))] });

    private static async Task<Created<WebhookResource>> CreateAsync(JsonBody<WebhookBody> body, HttpContext context, GuardedWebhooks webhooks, CancellationToken cancellationToken)
    {
        var made = await webhooks.CreateAsync(Person.From(context.User), body.Value.ToSpec(), cancellationToken);
        return TypedResults.Created($"{Urls.Api}/webhooks/{made.Id}", Shown(context, made, withSecret: true));
    }

    private static async Task<Ok<WebhookResource>> GetAsync(Guid id, HttpContext context, GuardedWebhooks webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(Shown(context, await webhooks.GetAsync(Person.From(context.User), new WebhookId(id), cancellationToken)));

    private static async Task<Ok<WebhookResource>> SaveAsync(
        Guid id, JsonBody<WebhookBody> body, HttpContext context, GuardedWebhooks webhooks, CancellationToken cancellationToken)
    {
        if (!Revision.TryRead(context.Request, out var expected))
        {
            throw new ApiProblemException(new ApiProblem(ProblemKind.PreconditionRequired, "Send the ETag of the webhook you looked at in the If-Match header."));
        }

        var person = Person.From(context.User);
        var saved = await WithCurrentAsync(
            () => webhooks.SaveAsync(person, new WebhookId(id), body.Value.ToSpec(), expected, cancellationToken), webhooks, person, id, cancellationToken);
        return TypedResults.Ok(Shown(context, saved));
    }

    private static async Task<NoContent> DeleteAsync(Guid id, HttpContext context, GuardedWebhooks webhooks, CancellationToken cancellationToken)
    {
        var person = Person.From(context.User);
        Revision.TryRead(context.Request, out var expected);
        await WithCurrentAsync(
            async () =>
            {
                await webhooks.DeleteAsync(person, new WebhookId(id), expected, cancellationToken);
                return true;
            },
            webhooks,
            person,
            id,
            cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<WebhookResource>> PauseAsync(
        Guid id, JsonBody<PauseWebhook> body, HttpContext context, GuardedWebhooks webhooks, CancellationToken cancellationToken)
    {
        TextLength.Check(("/reason", body.Value.Reason, 1, 2000));
        return TypedResults.Ok(Shown(context, await webhooks.PauseAsync(Person.From(context.User), new WebhookId(id), body.Value.Reason?.Trim(), cancellationToken)));
    }

    private static async Task<Ok<WebhookResource>> ResumeAsync(Guid id, HttpContext context, GuardedWebhooks webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(Shown(context, await webhooks.ResumeAsync(Person.From(context.User), new WebhookId(id), cancellationToken)));

    private static async Task<Ok<WebhookResource>> RotateAsync(Guid id, HttpContext context, GuardedWebhooks webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok(Shown(context, await webhooks.RotateSecretAsync(Person.From(context.User), new WebhookId(id), cancellationToken), withSecret: true));

    private static async Task<Accepted<WebhookResource>> TestAsync(Guid id, ClaimsPrincipal user, GuardedWebhooks webhooks, CancellationToken cancellationToken)
    {
        var person = Person.From(user);
        await webhooks.TestAsync(person, new WebhookId(id), cancellationToken);
        return TypedResults.Accepted($"{Urls.Api}/webhooks/{id}/deliveries", new WebhookResource(await webhooks.GetAsync(person, new WebhookId(id), cancellationToken)));
    }

    private static async Task<Ok<PageOf<DeliveryRow>>> ListOfWebhookAsync(
        Guid id,
        ClaimsPrincipal user,
        GuardedWebhooks webhooks,
        CancellationToken cancellationToken,
        [Description("Only those that stand so: pending, delivered or dead.")] string? status = null,
        [Description("How many rows, from 1 to 200. The default is 50.")] int? limit = null,
        [Description("The nextCursor of the page before.")] string? cursor = null)
    {
        var person = Person.From(user);
        var webhook = await webhooks.GetAsync(person, new WebhookId(id), cancellationToken);
        var filter = new DeliveryFilter { Webhook = webhook.Id, Status = status is null ? null : Parameters.Name<DeliveryStatus>("status", status) };
        return TypedResults.Ok(await PageAsync(webhooks, person, filter, limit, cursor, cancellationToken));
    }

    private static async Task<Ok<PageOf<DeliveryRow>>> ListDeadAsync(
        ClaimsPrincipal user,
        GuardedWebhooks webhooks,
        CancellationToken cancellationToken,
        [Description("How many rows, from 1 to 200. The default is 50.")] int? limit = null,
        [Description("The nextCursor of the page before.")] string? cursor = null) =>
        TypedResults.Ok(await PageAsync(webhooks, Person.From(user), new DeliveryFilter { Status = DeliveryStatus.Dead }, limit, cursor, cancellationToken));

    private static async Task<Ok<DeliveryResource>> GetDeliveryAsync(long id, ClaimsPrincipal user, GuardedWebhooks webhooks, CancellationToken cancellationToken)
    {
        var (delivery, happened) = await webhooks.GetDeliveryAsync(Person.From(user), id, cancellationToken);
        return TypedResults.Ok(new DeliveryResource(delivery, happened));
    }

    private static async Task<Accepted<DeliveryResource>> RedeliverAsync(long id, ClaimsPrincipal user, GuardedWebhooks webhooks, CancellationToken cancellationToken)
    {
        var person = Person.From(user);
        await webhooks.RedeliverAsync(person, id, cancellationToken);
        var (delivery, happened) = await webhooks.GetDeliveryAsync(person, id, cancellationToken);
        return TypedResults.Accepted($"{Urls.Api}/deliveries/{id}", new DeliveryResource(delivery, happened));
    }

    private static async Task<NoContent> DiscardAsync(long id, ClaimsPrincipal user, GuardedWebhooks webhooks, CancellationToken cancellationToken)
    {
        await webhooks.DiscardAsync(Person.From(user), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<PageOf<DeliveryRow>> PageAsync(
        GuardedWebhooks webhooks, Person person, DeliveryFilter filter, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await webhooks.ListDeliveriesAsync(person, filter, new PageRequest(Parameters.Limit(limit), cursor), cancellationToken);
        return new PageOf<DeliveryRow> { Items = [.. page.Items.Select(d => new DeliveryRow(d))], NextCursor = page.Next };
    }

    private static WebhookResource Shown(HttpContext context, Webhook webhook, bool withSecret = false)
    {
        Revision.Show(context, webhook.Revision);
        return new WebhookResource(webhook, withSecret);
    }

    /// <summary>Does something to a webhook; whoever acted on an older revision is shown what it is now.</summary>
    private static async Task<TResult> WithCurrentAsync<TResult>(Func<Task<TResult>> act, GuardedWebhooks webhooks, Person person, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (WorkflowException late) when (late.Rejection is Rejection.StaleRevision)
        {
            var now = await webhooks.GetAsync(person, new WebhookId(id), cancellationToken);
            throw new ApiProblemException(RejectionProblems.Of(late.Rejection) with { Current = new WebhookResource(now) });
        }
    }
}
