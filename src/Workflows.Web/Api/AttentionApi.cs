using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>What is stuck without an incident.</summary>
internal static class AttentionApi
{
    public static void MapAttention(this RouteGroupBuilder api)
    {
        var attention = api.MapGroup("/attention").WithTags("Attention");
        attention.MapGet("", GetAsync).Describe("getAttention", "Get what is stuck without an incident, the longest first", Scopes.Read, AttentionExamples.Report)
            .WithDescription("As it was found last, by the look every ten minutes or by one that was asked for; lookedAt says when. At most 1,000.")
            .CanFail(ProblemKind.Forbidden);
        attention.MapPost("/sweep", SweepAsync).Describe("sweepAttention", "Look at everything that is open now", Scopes.Operate, AttentionExamples.Report)
            .WithDescription("Nothing is changed by it.")
            .CanFail(ProblemKind.Forbidden);
        attention.MapPost("/{id}/repair", RepairAsync).Describe("repairStuck", "Repair something that is stuck, or say what that would do", Scopes.Operate, AttentionExamples.Repaired, AttentionExamples.Body)
            .WithDescription("For what has the repair `wake` or `close-task`; of the rest, advice says what somebody can do. With dryRun nothing is done.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.RepairNotPossible, ProblemKind.Validation);
    }

    private static async Task<Ok<AttentionResource>> GetAsync(
        ClaimsPrincipal user, GuardedAttention attention, CancellationToken cancellationToken, [Description("Only what is stuck like this, as in timer-overdue.")] string? kind = null) =>
        TypedResults.Ok(new AttentionResource(await attention.GetAsync(Person.From(user), cancellationToken), kind));

    private static async Task<Ok<AttentionResource>> SweepAsync(ClaimsPrincipal user, GuardedAttention attention, CancellationToken cancellationToken) =>
        TypedResults.Ok(new AttentionResource(await attention.SweepAsync(Person.From(user), cancellationToken), null));

    private static async Task<Ok<StuckRepairResource>> RepairAsync(
        [Description("The id of what is stuck.")] string id, JsonBody<RepairStuck> body, HttpContext context, GuardedAttention attention, CancellationToken cancellationToken)
    {
        var (reason, isDryRun) = (body.Value.Reason ?? "", body.Value.DryRun ?? false);
        TextLength.Check(("/reason", body.Value.Reason, 0, 1000));
        return TypedResults.Ok(new StuckRepairResource(await attention.RepairAsync(Person.From(context.User), id, reason, isDryRun, cancellationToken)));
    }
}
