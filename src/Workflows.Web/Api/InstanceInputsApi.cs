using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Web.Api.Idempotency;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>What others tell an instance while it is under way: signals, calls by systems outside, and more elements for a step that is done for several.</summary>
internal static class InstanceInputsApi
{
    public static void MapInstanceInputs(this RouteGroupBuilder api)
    {
        var instances = api.MapGroup("/instances").WithTags("Instances");
        instances.MapPost("/{id:guid}/signals/{name}", SignalAsync).Describe("sendSignal", "Send a signal to an instance", Scopes.Start, Examples.Instance, Examples.SendSignal)
            .WithDescription("For who started it, operators and administrators. A step that waits for it goes on; one that will wait for it finds it then. The same id sent twice counts once.")
            .WithETag().CanFail(ProblemKind.NotFound, ProblemKind.Forbidden, ProblemKind.InvalidState, ProblemKind.StaleRevision, ProblemKind.Validation);
        instances.MapGet("/{id:guid}/callbacks", ListCallbacksAsync).Describe("listCallbacks", "List the calls by systems outside that an instance waits for", Scopes.Operate, Examples.Callbacks)
            .WithDescription("With the addresses to call: for operators and administrators, since whoever knows one may call it.")
            .CanFail(ProblemKind.NotFound, ProblemKind.Forbidden);
        instances.MapPost("/{id:guid}/steps/{step}/elements", AddElementAsync).Describe("addElement", "Add an element to a step that is under way for several", Scopes.Decide, Examples.Instance, Examples.AddElement)
            .WithDescription("For those who have or are offered a task of the instance, operators and administrators; while the step's `multi` grows and has not enough.")
            .WithETag().CanFail(ProblemKind.NotFound, ProblemKind.Forbidden, ProblemKind.InvalidState, ProblemKind.Stale, ProblemKind.StaleRevision);
    }

    private static Task<Ok<InstanceResource>> SignalAsync(
        Guid id,
        [Description("What steps call the signal they wait for.")] string name,
        JsonBody<SendSignal> body,
        HttpContext context,
        GuardedEngine engine,
        CancellationToken cancellationToken)
    {
        var signal = body.Value;
        if (!StepId.IsValid(name))
        {
            throw ApiProblemException.Parameter("name", "A signal's name is a letter or underscore, then up to 63 letters, digits, underscores or hyphens.");
        }

        TextLength.Check(("/key", signal.Key, 1, 200), ("/id", signal.Id, 1, 200));
        return InstancesApi.ActAsync(
            new InstanceId(id),
            context,
            engine,
            (person, instance) =>
            {
                var request = new SignalRequest(instance, name, signal.Data ?? ApiJson.EmptyObject, person.ToActor())
                {
                    Key = signal.Key,

                    // A retry of the same request is the same signal.
                    Id = signal.Id ?? context.Features.Get<IdempotentRequest>()?.Name,
                    ExpiresAt = signal.ExpiresAt,
                };
                return engine.SignalAsync(person, request, cancellationToken);
            },
            cancellationToken);
    }

    private static async Task<Ok<ListOf<CallbackResource>>> ListCallbacksAsync(Guid id, HttpContext context, GuardedCallbacks callbacks, CancellationToken cancellationToken)
    {
        var server = new Uri($"{context.Request.Scheme}://{context.Request.Host}");
        var waits = await callbacks.ListAsync(Person.From(context.User), new InstanceId(id), cancellationToken);
        return TypedResults.Ok(new ListOf<CallbackResource> { Items = [.. waits.Select(wait => new CallbackResource(wait, server))] });
    }

    private static Task<Ok<InstanceResource>> AddElementAsync(
        Guid id,
        [Description("The id of the step.")] string step,
        JsonBody<AddElement> body,
        HttpContext context,
        GuardedEngine engine,
        CancellationToken cancellationToken) =>
        InstancesApi.ActAsync(
            new InstanceId(id), context, engine, (person, instance) => engine.AddElementAsync(person, instance, step, body.Value.Item, cancellationToken), cancellationToken);
}
