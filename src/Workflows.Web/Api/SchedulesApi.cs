using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Schedules;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>Schedules: what starts by time.</summary>
internal static class SchedulesApi
{
    private const string Template = "/{id:guid}";

    public static void MapSchedules(this RouteGroupBuilder api)
    {
        var schedules = api.MapGroup("/schedules").WithTags("Schedules");
        schedules.MapGet("", ListAsync).Describe("listSchedules", "List the schedules, by name", Scopes.Read, ScheduleExamples.Schedules)
            .WithDescription("Schedules are for operators and administrators.")
            .CanFail(ProblemKind.Forbidden);
        schedules.MapPost("", CreateAsync).Describe("createSchedule", "Make a schedule", Scopes.Operate, ScheduleExamples.Schedule, ScheduleExamples.Body)
            .WithDescription("Give either cron or every. Instances are started in the name of whoever saved the schedule last.")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.Validation);
        schedules.MapGet(Template, GetAsync).Describe("getSchedule", "Get a schedule with its last results", Scopes.Read, ScheduleExamples.Schedule)
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        schedules.MapPut(Template, SaveAsync).Describe("saveSchedule", "Let a schedule say something else from now on", Scopes.Operate, ScheduleExamples.Schedule, ScheduleExamples.Body)
            .WithDescription("The workflow stays the same. What was due until now runs as it was.")
            .WithETag(isRequired: true)
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.StaleRevision, ProblemKind.Validation, ProblemKind.PreconditionRequired);
        schedules.MapDelete(Template, DeleteAsync).Describe("deleteSchedule", "Delete a schedule; what it started goes on", Scopes.Operate, ScheduleExamples.Schedule)
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.StaleRevision);
        schedules.MapGet($"{Template}/next", NextAsync).Describe("getNextRuns", "Get when the next runs are due", Scopes.Read, ScheduleExamples.Next)
            .WithDescription("In the offset that the time zone of the schedule has then. A paused schedule answers when they would be.")
            .CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        schedules.MapPost($"{Template}/pause", PauseAsync).Describe("pauseSchedule", "Start nothing by time any more", Scopes.Operate, ScheduleExamples.Schedule, ScheduleExamples.Pause)
            .WithDescription("What people ask for still starts. A paused schedule stays as it is.")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.Validation);
        schedules.MapPost($"{Template}/resume", ResumeAsync).Describe("resumeSchedule", "Start by time again, from now on", Scopes.Operate, ScheduleExamples.Schedule)
            .WithDescription("What was due while it was paused is left out; backfill it where it is needed.")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound);
        schedules.MapPost($"{Template}/trigger", TriggerAsync).Describe("triggerSchedule", "Start one run now, in your name", Scopes.Operate, ScheduleExamples.Schedule)
            .WithDescription("Where runs must not overlap and the last instance is open, it is refused (skip), or waits (queue).")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.InvalidState);
        schedules.MapPost($"{Template}/backfill", BackfillAsync)
            .Describe("backfillSchedule", "Start the runs of a time that is past, in your name", Scopes.Operate, ScheduleExamples.Backfilled, ScheduleExamples.Backfill)
            .WithDescription("One that was started at its time is not started again. At most 500 may wait. With dryRun it only says which runs these are.")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.Validation);
    }

    private static async Task<Ok<ListOf<ScheduleRow>>> ListAsync(ClaimsPrincipal user, GuardedSchedules schedules, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await schedules.ListAsync(Person.From(user), cancellationToken);
        return TypedResults.Ok(new ListOf<ScheduleRow> { Items = [.. rows.Select(row => new ScheduleRow(row, now))] });
    }

    private static async Task<Created<ScheduleResource>> CreateAsync(
        JsonBody<ScheduleBody> body, HttpContext context, GuardedSchedules schedules, TimeProvider time, CancellationToken cancellationToken)
    {
        var made = await schedules.CreateAsync(Person.From(context.User), body.Value.ToSpec(), cancellationToken);
        return TypedResults.Created($"{Urls.Api}/schedules/{made.Id}", Shown(context, made, time));
    }

    private static async Task<Ok<ScheduleResource>> GetAsync(Guid id, HttpContext context, GuardedSchedules schedules, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(Shown(context, await schedules.GetAsync(Person.From(context.User), new ScheduleId(id), cancellationToken), time));

    private static async Task<Ok<ScheduleResource>> SaveAsync(
        Guid id, JsonBody<ScheduleBody> body, HttpContext context, GuardedSchedules schedules, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Revision.TryRead(context.Request, out var expected))
        {
            throw new ApiProblemException(new ApiProblem(ProblemKind.PreconditionRequired, "Send the ETag of the schedule you looked at in the If-Match header."));
        }

        var person = Person.From(context.User);
        var saved = await WithCurrentAsync(
            () => schedules.SaveAsync(person, new ScheduleId(id), body.Value.ToSpec(), expected, cancellationToken), schedules, person, id, time, cancellationToken);
        return TypedResults.Ok(Shown(context, saved, time));
    }

    private static async Task<NoContent> DeleteAsync(Guid id, HttpContext context, GuardedSchedules schedules, TimeProvider time, CancellationToken cancellationToken)
    {
        var person = Person.From(context.User);
        Revision.TryRead(context.Request, out var expected);
        await WithCurrentAsync(
            async () =>
            {
                await schedules.DeleteAsync(person, new ScheduleId(id), expected, cancellationToken);
                return true;
            },
            schedules,
            person,
            id,
            time,
            cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ListOf<DateTimeOffset>>> NextAsync(
        Guid id,
        ClaimsPrincipal user,
        GuardedSchedules schedules,
        TimeProvider time,
        CancellationToken cancellationToken,
        [Description("How many, from 1 to 100. The default is 10.")] int? n = null)
    {
        if (n is < 1 or > 100)
        {
            throw ApiProblemException.Parameter("n", $"The parameter 'n' must be from 1 to 100, not {n}.");
        }

        var schedule = await schedules.GetAsync(Person.From(user), new ScheduleId(id), cancellationToken);
        return TypedResults.Ok(new ListOf<DateTimeOffset>
        {
            Items = ScheduleTimes.TryRead(schedule.Spec, schedule.CreatedAt, out var times) ? times.Next(time.GetUtcNow(), n ?? 10) : [],
        });
    }

    private static async Task<Ok<ScheduleResource>> PauseAsync(
        Guid id, JsonBody<PauseSchedule> body, HttpContext context, GuardedSchedules schedules, TimeProvider time, CancellationToken cancellationToken)
    {
        TextLength.Check(("/reason", body.Value.Reason, 1, 2000));
        return TypedResults.Ok(Shown(context, await schedules.PauseAsync(Person.From(context.User), new ScheduleId(id), body.Value.Reason?.Trim(), cancellationToken), time));
    }

    private static async Task<Ok<ScheduleResource>> ResumeAsync(Guid id, HttpContext context, GuardedSchedules schedules, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(Shown(context, await schedules.ResumeAsync(Person.From(context.User), new ScheduleId(id), cancellationToken), time));

    private static async Task<Ok<ScheduleResource>> TriggerAsync(Guid id, HttpContext context, GuardedSchedules schedules, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(Shown(context, await schedules.TriggerAsync(Person.From(context.User), new ScheduleId(id), cancellationToken), time));

    private static async Task<Ok<BackfillResource>> BackfillAsync(
        Guid id, JsonBody<BackfillSchedule> body, HttpContext context, GuardedSchedules schedules, CancellationToken cancellationToken)
    {
        var plan = await schedules.BackfillAsync(
            Person.From(context.User), new ScheduleId(id), body.Value.From, body.Value.To, body.Value.DryRun ?? false, cancellationToken);
        Revision.Show(context, plan.Schedule.Revision);
        return TypedResults.Ok(BackfillResource.Of(plan));
    }

    private static ScheduleResource Shown(HttpContext context, Schedule schedule, TimeProvider time)
    {
        Revision.Show(context, schedule.Revision);
        return new ScheduleResource(schedule, time.GetUtcNow());
    }

    /// <summary>Does something to a schedule; whoever acted on an older revision is shown what it is now.</summary>
    private static async Task<TResult> WithCurrentAsync<TResult>(
        Func<Task<TResult>> act, GuardedSchedules schedules, Person person, Guid id, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (WorkflowException late) when (late.Rejection is Rejection.StaleRevision)
        {
            var now = await schedules.GetAsync(person, new ScheduleId(id), cancellationToken);
            throw new ApiProblemException(RejectionProblems.Of(late.Rejection) with { Current = new ScheduleResource(now, time.GetUtcNow()) });
        }
    }
}
