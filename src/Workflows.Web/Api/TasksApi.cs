using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Api.Idempotency;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>Human tasks: what waits for people, and their decisions.</summary>
internal static class TasksApi
{
    public static void MapTasks(this RouteGroupBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks");
        tasks.MapGet("", ListAsync).Describe("listTasks", "List tasks", Scopes.Read, Examples.Tasks)
            .WithDescription("Open tasks oldest first; closed ones (scope=done, or open=false) latest first. scope=all is for operators and administrators.");
        tasks.MapGet("/counts", CountAsync).Describe("countTasks", "Count your open tasks", Scopes.Read, Examples.TaskCounts);
        tasks.MapGet("/{id:guid}", GetAsync).Describe("getTask", "Get a task with its form, its data and what you can do", Scopes.Read, Examples.Task)
            .WithETag().CanFail(ProblemKind.NotFound);
        tasks.MapPost("/{id:guid}/claim", ClaimAsync).Describe("claimTask", "Take an offered task", Scopes.Decide, Examples.TaskAnswer)
            .WithETag().CanFail(ProblemKind.NotFound, ProblemKind.NotEligible, ProblemKind.AlreadyClaimed, ProblemKind.AlreadyDecided, ProblemKind.TaskWithdrawn, ProblemKind.StaleRevision);
        tasks.MapPost("/{id:guid}/release", ReleaseAsync).Describe("releaseTask", "Give a task back", Scopes.Decide, Examples.TaskAnswer)
            .WithETag().CanFail(ProblemKind.NotFound, ProblemKind.NotEligible, ProblemKind.AlreadyDecided, ProblemKind.TaskWithdrawn, ProblemKind.StaleRevision);
        tasks.MapPost("/{id:guid}/complete", CompleteAsync).Describe("completeTask", "Decide a task", Scopes.Decide, Examples.TaskAnswer, Examples.CompleteTask)
            .WithDescription(
                "Needs If-Match with the ETag of the task you looked at. The decision is durable when the answer comes; the answer says where the instance went, "
                + "and what to do next. Of two decisions one wins; the other gets 409 with the task as it is now.")
            .WithETag(isRequired: true)
            .CanFail(
                ProblemKind.NotFound, ProblemKind.NotEligible, ProblemKind.AlreadyClaimed, ProblemKind.AlreadyDecided, ProblemKind.TaskWithdrawn, ProblemKind.StaleRevision,
                ProblemKind.Validation, ProblemKind.UnknownOutcome, ProblemKind.CommentRequired, ProblemKind.PreconditionRequired);
    }

    private static async Task<Ok<PageOf<TaskRow>>> ListAsync(
        ClaimsPrincipal user,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("mine: allocated to you. available: offered to you. done: decided by you. all: everyone's. The default is mine.")] string? scope = null,
        [Description("Only those of this definition, by its key.")] string? definition = null,
        [Description("Only those of this instance.")] Guid? instance = null,
        [Description("Only those of this step, by its id.")] string? step = null,
        [Description("Only those whose title or reference begins like this, whatever the case.")] string? q = null,
        [Description("Only open ones (true) or only closed ones (false), for scope=all.")] bool? open = null,
        [Description("How many rows, from 1 to 200. The default is 50.")] int? limit = null,
        [Description("The nextCursor of the page before.")] string? cursor = null)
    {
        var person = Person.From(user);
        var filter = new TaskFilter(scope is null ? TaskScope.Mine : Parameters.Name<TaskScope>("scope", scope), person.ToActor())
        {
            Definition = definition,
            Instance = instance is { } id ? new InstanceId(id) : null,
            Step = step is null ? null : new(step),
            Search = q,
            IsOpen = open,
        };
        var page = await engine.ListTasksAsync(person, filter, new PageRequest(Parameters.Limit(limit), cursor), cancellationToken);
        return TypedResults.Ok(new PageOf<TaskRow> { Items = [.. page.Items.Select(TaskRow.Of)], NextCursor = page.Next });
    }

    private static async Task<Ok<TaskCountsResource>> CountAsync(ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var counts = await engine.CountTasksAsync(Person.From(user), cancellationToken);
        return TypedResults.Ok(new TaskCountsResource { Mine = counts.Mine, Available = counts.Available });
    }

    private static async Task<Ok<TaskResource>> GetAsync(Guid id, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var person = Person.From(context.User);
        var about = await engine.GetTaskCaseAsync(person, new HumanTaskId(id), cancellationToken);
        Revision.Show(context, about.Task.Revision);
        return TypedResults.Ok(TaskResource.Of(about, person));
    }

    private static Task<Ok<TaskAnswer>> ClaimAsync(Guid id, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken) =>
        ActAsync(new HumanTaskId(id), context, engine, isRevisionRequired: false, (person, task, _) => engine.ClaimTaskAsync(person, task, cancellationToken), cancellationToken);

    private static Task<Ok<TaskAnswer>> ReleaseAsync(Guid id, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken) =>
        ActAsync(new HumanTaskId(id), context, engine, isRevisionRequired: false, (person, task, _) => engine.ReleaseTaskAsync(person, task, cancellationToken), cancellationToken);

    private static Task<Ok<TaskAnswer>> CompleteAsync(
        Guid id,
        JsonBody<CompleteTask> body,
        HttpContext context,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("How long to wait for the instance to settle, such as 5s or PT5S; at most 30 s. The default is 10 s.")] string? wait = null)
    {
        var decision = body.Value;
        TextLength.Check(("/outcome", decision.Outcome, 1, 200), ("/comment", decision.Comment, 0, 4000));
        var settle = Parameters.Wait(wait, TimeSpan.FromSeconds(10));
        return ActAsync(
            new HumanTaskId(id),
            context,
            engine,
            isRevisionRequired: true,
            (person, task, revision) => engine.CompleteTaskAsync(
                person,
                new CompleteTaskRequest(task, decision.Data ?? ApiJson.EmptyObject, person.ToActor())
                {
                    Outcome = decision.Outcome,
                    Comment = decision.Comment,
                    ExpectedRevision = revision,
                    Wait = settle,
                },
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Does something to a task, and answers with what became of it; or, when somebody was faster, with the task as it is now.</summary>
    private static async Task<Ok<TaskAnswer>> ActAsync(
        HumanTaskId id,
        HttpContext context,
        GuardedEngine engine,
        bool isRevisionRequired,
        Func<Person, HumanTaskId, long?, Task<InstanceSnapshot>> act,
        CancellationToken cancellationToken)
    {
        var person = Person.From(context.User);
        var before = await engine.GetTaskAsync(person, id, cancellationToken);
        if (!Revision.TryRead(context.Request, out var expected) && isRevisionRequired && before.IsOpen)
        {
            throw new ApiProblemException(new ApiProblem(ProblemKind.PreconditionRequired, "Send the ETag of the task you looked at in the If-Match header."));
        }

        InstanceSnapshot instance;
        try
        {
            instance = expected is { } seen && before.IsOpen && seen != before.Revision
                ? throw new WorkflowException(new Rejection.StaleRevision(seen, before.Revision))
                : await act(person, id, expected);
        }
        catch (WorkflowException late) when (late.Rejection is Rejection.AlreadyDecided or Rejection.AlreadyClaimed or Rejection.TaskWithdrawn or Rejection.StaleRevision)
        {
            var now = await engine.GetTaskCaseAsync(person, id, cancellationToken);
            if (now is not { Task: { Status: HumanTaskStatus.Completed, CompletedBy: var by }, Instance: { } decided } || by != person.Id || !IsRepeated(context))
            {
                var current = TaskResource.Of(now, person);
                throw new ApiProblemException(RejectionProblems.Of(late.Rejection) with { Current = current, AllowedActions = current.AllowedActions });
            }

            instance = decided;
        }

        var after = await engine.GetTaskCaseAsync(person, id, cancellationToken);
        Revision.Show(context, after.Task.Revision);
        return TypedResults.Ok(new TaskAnswer
        {
            Task = TaskResource.Of(after, person),
            Instance = InstanceState.Of(instance),
            NextTaskForMe = after.Task.IsOpen ? null : await NextAsync(person, after.Task, engine, cancellationToken),
        });
    }

    /// <summary>Whether the server went down over the very request that is repeated here: what it wanted may be done already.</summary>
    private static bool IsRepeated(HttpContext context) => context.Features.Get<IdempotentRequest>() is { IsRecovered: true };

    /// <summary>The open task to do next: of the same instance before others, taken before offered, older before newer.</summary>
    private static async Task<TaskRow?> NextAsync(Person person, TaskSummary done, GuardedEngine engine, CancellationToken cancellationToken)
    {
        foreach (var instance in new InstanceId?[] { done.Instance, null })
        {
            foreach (var scope in new[] { TaskScope.Mine, TaskScope.Available })
            {
                var page = await engine.ListTasksAsync(
                    person, new TaskFilter(scope, person.ToActor()) { Instance = instance }, new PageRequest(Limit: 1), cancellationToken);
                if (page.Items is [var next, ..])
                {
                    return TaskRow.Of(next);
                }
            }
        }

        return null;
    }
}
