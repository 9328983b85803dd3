using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Api.Idempotency;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Api;

/// <summary>Instances: starting, watching, calling off, repairing.</summary>
internal static class InstancesApi
{
    internal const string StartWait = "How long to wait for the instance to settle, such as 5s or PT5S; at most 30 s. The default is 10 s.";

    public static void MapInstances(this RouteGroupBuilder api)
    {
        var instances = api.MapGroup("/instances").WithTags("Instances");
        instances.MapPost("", StartAnyAsync).Describe("startInstance", "Start an instance", Scopes.Start, Examples.Started, Examples.StartInstance)
            .WithDescription("Answers when the start is durable and the instance first waits or ends. The same startKey with the same data answers 200 with the instance that has it.")
            .WithETag().CanFail(
                ProblemKind.NotFound, ProblemKind.Forbidden, ProblemKind.DefinitionRetired, ProblemKind.InvalidState, ProblemKind.StartKeyConflict, ProblemKind.Validation);
        instances.MapGet("", ListAsync).Describe("listInstances", "List instances", Scopes.Read, Examples.Instances)
            .WithDescription("Latest first. Operators and administrators list everyone's; others those they started.");
        instances.MapGet("/{id:guid}", GetAsync).Describe("getInstance", "Get an instance, or wait until it has moved on", Scopes.Read, Examples.Instance)
            .WithDescription("With wait the answer comes as soon as the instance has events after the position `after` and rests, and in any case when the time is over.")
            .WithETag().CanFail(ProblemKind.NotFound);
        instances.MapGet("/{id:guid}/history", HistoryAsync).Describe("getInstanceHistory", "Get what happened so far", Scopes.Read, Examples.History)
            .CanFail(ProblemKind.NotFound);
        instances.MapGet("/{id:guid}/graph", GraphAsync).Describe("getInstanceGraph", "Get the graph of an instance with its state", Scopes.Read, Examples.InstanceGraph)
            .Produces<GraphResource>().CanFail(ProblemKind.NotFound);
        instances.MapGet("/{id:guid}/tasks", TasksAsync).Describe("listInstanceTasks", "List the tasks of an instance, open and closed", Scopes.Read, Examples.InstanceTasks)
            .CanFail(ProblemKind.NotFound);
        instances.MapPost("/{id:guid}/cancel", CancelAsync).Describe("cancelInstance", "Call an instance off", Scopes.Operate, Examples.Instance, Examples.CancelInstance)
            .WithETag().CanFail(ProblemKind.NotFound, ProblemKind.Forbidden, ProblemKind.InvalidState, ProblemKind.StaleRevision, ProblemKind.Validation);
        instances.MapPost("/{id:guid}/incidents/{incident:int}/retry", RetryAsync).Describe("retryIncident", "Let a branch that stands still try again", Scopes.Operate, Examples.Instance)
            .WithETag().CanFail(ProblemKind.NotFound, ProblemKind.Forbidden, ProblemKind.InvalidState, ProblemKind.Stale, ProblemKind.StaleRevision);
    }

    /// <summary>Starts an instance for both addresses of starting.</summary>
    internal static async Task<Results<Created<InstanceResource>, Ok<InstanceResource>>> StartAsync(
        string key, StartOfDefinition start, string? wait, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken)
    {
        TextLength.Check(("/title", start.Title, 1, 200), ("/reference", start.Reference, 1, 200), ("/startKey", start.StartKey, 1, 200));
        var person = Person.From(context.User);
        var request = new StartRequest(key, start.Data ?? ApiJson.EmptyObject, person.ToActor())
        {
            Version = Parameters.Version(start.Version),
            Title = start.Title,
            Reference = start.Reference,

            // A retry after a crash finds what the first try started.
            StartKey = start.StartKey ?? context.Features.Get<IdempotentRequest>()?.Name,
            Wait = Parameters.Wait(wait, TimeSpan.FromSeconds(10)),
        };
        var instance = await engine.StartAsync(person, request, cancellationToken);
        var existing = instance.IsFromStartKey && start.StartKey is not null;
        var resource = InstanceResource.Of(instance, person) with { Existing = existing };
        Revision.Show(context, instance.Revision);
        return existing ? TypedResults.Ok(resource) : TypedResults.Created($"{Urls.Api}/instances/{instance.Id}", resource);
    }

    private static Task<Results<Created<InstanceResource>, Ok<InstanceResource>>> StartAnyAsync(
        JsonBody<StartInstance> body,
        HttpContext context,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description(StartWait)] string? wait = null)
    {
        var (start, what) = (body.Value, new StartOfDefinition
        {
            Version = body.Value.Version,
            StartKey = body.Value.StartKey,
            Data = body.Value.Data,
            Title = body.Value.Title,
            Reference = body.Value.Reference,
        });
        return StartAsync(start.Definition, what, wait, context, engine, cancellationToken);
    }

    private static async Task<Ok<PageOf<InstanceRow>>> ListAsync(
        ClaimsPrincipal user,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("Only those of this definition, by its key.")] string? definition = null,
        [Description("Only those of this version.")] string? version = null,
        [Description("Only those in these statuses: pending, running, waiting, paused, completed, failed, canceled. Repeat it, or separate them by commas.")] string[]? status = null,
        [Description("Only those whose title or reference begins like this, whatever the case.")] string? q = null,
        [Description("Only those with exactly this reference.")] string? reference = null,
        [Description("Only those that this person started.")] string? startedBy = null,
        [Description("Only those started at or after this moment.")] DateTimeOffset? from = null,
        [Description("Only those started before this moment.")] DateTimeOffset? to = null,
        [Description("Only those with (true) or without (false) an open incident.")] bool? hasIncident = null,
        [Description("How many rows, from 1 to 200. The default is 50.")] int? limit = null,
        [Description("The nextCursor of the page before.")] string? cursor = null)
    {
        var filter = new InstanceFilter
        {
            Definition = definition,
            Version = Parameters.Version(version),
            Statuses = Statuses(status),
            Search = q,
            Reference = reference,
            StartedBy = startedBy,
            From = from,
            To = to,
            HasIncident = hasIncident,
        };
        var page = await engine.ListInstancesAsync(Person.From(user), filter, new PageRequest(Parameters.Limit(limit), cursor), cancellationToken);
        return TypedResults.Ok(new PageOf<InstanceRow> { Items = [.. page.Items.Select(InstanceRow.Of)], NextCursor = page.Next });
    }

    private static async Task<Ok<InstanceResource>> GetAsync(
        Guid id,
        HttpContext context,
        GuardedEngine engine,
        InstanceWait waiting,
        CancellationToken cancellationToken,
        [Description("The position you know; the default is 0.")] long after = 0,
        [Description("How long to wait for events after it, such as 5s or PT5S; at most 30 s. The default is not to wait.")] string? wait = null)
    {
        var (person, instanceId) = (Person.From(context.User), new InstanceId(id));
        var instance = await waiting.ReadAsync(
            instanceId, after, Parameters.Wait(wait, TimeSpan.Zero), token => engine.GetInstanceAsync(person, instanceId, token), cancellationToken);
        Revision.Show(context, instance.Revision);
        return TypedResults.Ok(InstanceResource.Of(instance, person));
    }

    private static async Task<Ok<HistoryPage>> HistoryAsync(
        Guid id,
        ClaimsPrincipal user,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("The events after this position; the default is 0.")] long after = 0,
        [Description("How many events, from 1 to 200. The default is 50.")] int? limit = null)
    {
        var (person, instanceId, count) = (Person.From(user), new InstanceId(id), Parameters.Limit(limit));
        var instance = await engine.GetInstanceAsync(person, instanceId, cancellationToken);
        var words = new EventText(await engine.FindDefinitionAsync(person, instance.Definition, instance.Version, cancellationToken), TimeZoneInfo.Utc);
        var entries = await engine.ListHistoryAsync(person, instanceId, after, count, cancellationToken);
        return TypedResults.Ok(new HistoryPage
        {
            Items = [.. entries.Select(entry => HistoryRow.Of(entry, words))],
            NextAfter = entries is [.., var last] && last.Position < instance.Position ? last.Position : null,
        });
    }

    private static async Task<IResult> GraphAsync(
        Guid id,
        ClaimsPrincipal user,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description(GraphResource.Formats)] string? format = null)
    {
        var (person, isMermaid) = (Person.From(user), Parameters.IsMermaid(format));
        var instance = await engine.GetInstanceAsync(person, new InstanceId(id), cancellationToken);
        return GraphResource.Answer(await engine.GetDefinitionAsync(person, instance.Definition, instance.Version, cancellationToken), instance, isMermaid);
    }

    private static async Task<Ok<ListOf<TaskRow>>> TasksAsync(Guid id, ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var tasks = await engine.ListInstanceTasksAsync(Person.From(user), new InstanceId(id), cancellationToken);
        return TypedResults.Ok(new ListOf<TaskRow> { Items = [.. tasks.Select(TaskRow.Of)] });
    }

    private static Task<Ok<InstanceResource>> CancelAsync(
        Guid id, JsonBody<CancelInstance> body, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken)
    {
        TextLength.Check(("/reason", body.Value.Reason.Trim(), 1, 2000));
        return ActAsync(new InstanceId(id), context, engine, (person, instance) => engine.CancelAsync(person, instance, body.Value.Reason.Trim(), cancellationToken), cancellationToken);
    }

    private static Task<Ok<InstanceResource>> RetryAsync(Guid id, int incident, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken) =>
        ActAsync(new InstanceId(id), context, engine, (person, instance) => engine.RetryAsync(person, instance, incident, cancellationToken), cancellationToken);

    /// <summary>Does something to an instance; when it is not as the caller saw it, answers with the instance as it is now.</summary>
    internal static async Task<Ok<InstanceResource>> ActAsync(
        InstanceId id, HttpContext context, GuardedEngine engine, Func<Person, InstanceId, Task<InstanceSnapshot>> act, CancellationToken cancellationToken)
    {
        var instance = await TryAsync(id, context, engine, act, cancellationToken);
        Revision.Show(context, instance.Revision);
        return TypedResults.Ok(InstanceResource.Of(instance, Person.From(context.User)));
    }

    /// <summary>Tries something on an instance; when it is not as the caller saw it, answers with the instance as it is now.</summary>
    internal static async Task<T> TryAsync<T>(
        InstanceId id, HttpContext context, GuardedEngine engine, Func<Person, InstanceId, Task<T>> act, CancellationToken cancellationToken)
    {
        var person = Person.From(context.User);
        try
        {
            if (Revision.TryRead(context.Request, out var expected) && expected is { } seen
                && await engine.GetInstanceAsync(person, id, cancellationToken) is { } before && before.Revision != seen)
            {
                throw new WorkflowException(new Rejection.StaleRevision(seen, before.Revision));
            }

            return await act(person, id);
        }
        catch (WorkflowException late) when (late.Rejection is Rejection.InvalidState or Rejection.Stale or Rejection.StaleRevision or Rejection.Paused)
        {
            var current = InstanceResource.Of(await engine.GetInstanceAsync(person, id, cancellationToken), person);
            throw new ApiProblemException(RejectionProblems.Of(late.Rejection) with { Current = current, AllowedActions = current.AllowedActions });
        }
    }

    private static ImmutableArray<InstanceStatus> Statuses(string[]? names) =>
        [.. (names ?? []).SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(name => Parameters.Name<InstanceStatus>("status", name))];
}
