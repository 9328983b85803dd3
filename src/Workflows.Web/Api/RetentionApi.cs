using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>What is no longer kept.</summary>
internal static class RetentionApi
{
    private const string Run = "/runs/{id:guid}";

    public static void MapRetention(this RouteGroupBuilder api)
    {
        var retention = api.MapGroup("/retention").WithTags("Retention");
        retention.MapGet("/policies", GetPolicies).Describe("getRetentionPolicies", "Get what is removed when", Scopes.Admin, RetentionExamples.Policies)
            .WithDescription("The rules come from the settings of the server. Without rules everything is kept for ever.")
            .CanFail(ProblemKind.Forbidden);
        retention.MapGet("/runs", ListAsync).Describe("listRetentionRuns", "List the runs, the latest first", Scopes.Admin, RetentionExamples.Runs)
            .CanFail(ProblemKind.Forbidden);
        retention.MapPost("/runs", StartAsync).Describe("startRetentionRun", "Apply the rules now", Scopes.Admin, RetentionExamples.Run, RetentionExamples.Body)
            .WithDescription("It goes on after the answer; the address in Location tells how far it is. One run is under way at a time. With dryRun it only counts.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.InvalidState);
        retention.MapGet(Run, GetAsync).Describe("getRetentionRun", "Get a run, as far as it is", Scopes.Admin, RetentionExamples.Run)
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        retention.MapPost($"{Run}/stop", StopAsync).Describe("stopRetentionRun", "Stop a run after the batch that it is at", Scopes.Admin, RetentionExamples.Run)
            .WithDescription("What it removed is removed. One that has ended stays as it is.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        api.MapGroup("/instances").WithTags("Instances").MapDelete("/{id:guid}", DeleteAsync)
            .Describe("deleteInstance", "Remove an instance that has ended, for good", Scopes.Admin, RetentionExamples.Removed)
            .WithDescription("With its history and tasks; it is archived before where an archive is set. The answer is the report that stays: who, when and why. One that is open or failed is canceled first.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.InvalidState, ProblemKind.Validation);
    }

    private static Ok<RetentionPolicyResource> GetPolicies(ClaimsPrincipal user, GuardedRetention retention) =>
        TypedResults.Ok(new RetentionPolicyResource(retention.Policy(Person.From(user))));

    private static async Task<Ok<PageOf<RetentionRunResource>>> ListAsync(
        ClaimsPrincipal user,
        GuardedRetention retention,
        CancellationToken cancellationToken,
        [Description("How many, from 1 to 200. The default is 50.")] int? limit = null,
        [Description("Where to go on: the nextCursor of the page before.")] string? cursor = null)
    {
        var count = Parameters.Limit(limit);
        RetentionRunId? before = cursor is null ? null
            : Guid.TryParse(cursor, out var id) ? new RetentionRunId(id)
            : throw ApiProblemException.Parameter("cursor", "The parameter 'cursor' is not the nextCursor of a page of this list.");
        var runs = await retention.ListRunsAsync(Person.From(user), before, count + 1, cancellationToken);
        return TypedResults.Ok(new PageOf<RetentionRunResource>
        {
            Items = [.. runs.Take(count).Select(run => new RetentionRunResource(run))],
            NextCursor = runs.Count > count ? runs[count - 1].Id.ToString() : null,
        });
    }

    private static async Task<Accepted<RetentionRunResource>> StartAsync(
        JsonBody<StartRetention> body, HttpContext context, GuardedRetention retention, CancellationToken cancellationToken)
    {
        var run = await retention.StartAsync(Person.From(context.User), body.Value.DryRun ?? false, cancellationToken);
        return TypedResults.Accepted($"{Urls.Api}/retention/runs/{run.Id}", new RetentionRunResource(run));
    }

    private static async Task<Ok<RetentionRunResource>> GetAsync(Guid id, ClaimsPrincipal user, GuardedRetention retention, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RetentionRunResource(await retention.GetRunAsync(Person.From(user), new RetentionRunId(id), cancellationToken)));

    private static async Task<Ok<RetentionRunResource>> StopAsync(Guid id, ClaimsPrincipal user, GuardedRetention retention, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RetentionRunResource(await retention.StopAsync(Person.From(user), new RetentionRunId(id), cancellationToken)));

    private static async Task<Ok<RetentionRunResource>> DeleteAsync(
        Guid id, ClaimsPrincipal user, GuardedRetention retention, CancellationToken cancellationToken, [Description("Why: the report keeps it. It must be given.")] string? reason = null)
    {
        TextLength.Check(("/reason", reason, 1, 2000));
        return TypedResults.Ok(new RetentionRunResource(await retention.RemoveAsync(Person.From(user), new InstanceId(id), reason, cancellationToken)));
    }
}
