using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine.Storage;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>What stands still, over all instances.</summary>
internal static class IncidentsApi
{
    private const string Group = "/groups/{fingerprint}";

    public static void MapIncidents(this RouteGroupBuilder api)
    {
        var incidents = api.MapGroup("/incidents").WithTags("Incidents");
        incidents.MapGet("", ListAsync).Describe("listIncidents", "List what stands still, the latest first", Scopes.Read, IncidentExamples.Incidents)
            .WithDescription("Open incidents of all instances, for operators and administrators.")
            .CanFail(ProblemKind.Forbidden);
        incidents.MapGet("/groups", ListGroupsAsync).Describe("listIncidentGroups", "List the causes of what stands still, the largest first", Scopes.Read, IncidentExamples.Groups)
            .WithDescription("Incidents of one workflow, step and code whose messages differ only in ids, numbers and quoted values are one group.")
            .CanFail(ProblemKind.Forbidden);
        incidents.MapGet(Group, GetGroupAsync).Describe("getIncidentGroup", "Get one cause", Scopes.Read, IncidentExamples.Group)
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        incidents.MapPost($"{Group}/retry", RetryAsync).Describe("retryIncidentGroup", "Let everything that stands still for one cause try again", Scopes.Operate, IncidentExamples.Retry)
            .WithDescription("It goes on after the answer; the address in Location tells how far it is. What fails again opens a new incident, which is left alone.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        incidents.MapGet("/retries/{id:guid}", GetRetry).Describe("getIncidentRetry", "Get how far a retry is", Scopes.Read, IncidentExamples.Retry)
            .WithDescription("The last fifty are known, until the server is restarted.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
    }

    private static async Task<Ok<PageOf<IncidentRow>>> ListAsync(
        ClaimsPrincipal user,
        GuardedIncidents incidents,
        CancellationToken cancellationToken,
        [Description("Those of one cause.")] string? fingerprint = null,
        [Description("Those of a workflow, by its key.")] string? definition = null,
        [Description("How many, from 1 to 200. The default is 50.")] int? limit = null,
        [Description("Where to go on: the nextCursor of the page before.")] string? cursor = null)
    {
        var filter = new IncidentFilter { Fingerprint = fingerprint, Definition = definition };
        var page = await incidents.ListAsync(Person.From(user), filter, new PageRequest(Parameters.Limit(limit), cursor), cancellationToken);
        return TypedResults.Ok(new PageOf<IncidentRow> { Items = [.. page.Items.Select(incident => new IncidentRow(incident))], NextCursor = page.Next });
    }

    private static async Task<Ok<ListOf<IncidentGroupResource>>> ListGroupsAsync(ClaimsPrincipal user, GuardedIncidents incidents, CancellationToken cancellationToken)
    {
        var groups = await incidents.ListGroupsAsync(Person.From(user), cancellationToken);
        return TypedResults.Ok(new ListOf<IncidentGroupResource> { Items = [.. groups.Select(group => new IncidentGroupResource(group))] });
    }

    private static async Task<Ok<IncidentGroupResource>> GetGroupAsync(string fingerprint, ClaimsPrincipal user, GuardedIncidents incidents, CancellationToken cancellationToken) =>
        TypedResults.Ok(new IncidentGroupResource(await incidents.GetGroupAsync(Person.From(user), fingerprint, cancellationToken)));

    private static async Task<Accepted<IncidentRetryResource>> RetryAsync(string fingerprint, ClaimsPrincipal user, GuardedIncidents incidents, CancellationToken cancellationToken)
    {
        var retry = await incidents.RetryGroupAsync(Person.From(user), fingerprint, cancellationToken);
        return TypedResults.Accepted($"{Urls.Api}/incidents/retries/{retry.Id}", new IncidentRetryResource(retry));
    }

    private static Ok<IncidentRetryResource> GetRetry(Guid id, ClaimsPrincipal user, GuardedIncidents incidents) =>
        TypedResults.Ok(new IncidentRetryResource(incidents.GetRetry(Person.From(user), id)));
}
