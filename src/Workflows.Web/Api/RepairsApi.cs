using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Api;

/// <summary>What operators do to instances that cannot, or must not, go on by themselves.</summary>
internal static class RepairsApi
{
    private static readonly ProblemKind[] s_problems =
    [
        ProblemKind.NotFound, ProblemKind.Forbidden, ProblemKind.InvalidState, ProblemKind.Stale, ProblemKind.StaleRevision, ProblemKind.Validation, ProblemKind.Paused,
        ProblemKind.RepairNotPossible, ProblemKind.UnknownOutcome,
    ];

    public static void MapRepairs(this RouteGroupBuilder api)
    {
        var instances = api.MapGroup("/instances/{id:guid}").WithTags("Repairs");
        instances.MapPost("/pause", (Guid id, JsonBody<RepairInstance> body, HttpContext context, GuardedEngine engine, CancellationToken stop) =>
                RepairAsync(id, body.Value, new Repair.Pause(), context, engine, stop))
            .About("pauseInstance", "Hold an instance", "Machine steps under way finish; nothing else begins, fires or can be decided until it is resumed. Signals are kept.", Examples.Pause);
        instances.MapPost("/resume", (Guid id, JsonBody<RepairInstance> body, HttpContext context, GuardedEngine engine, CancellationToken stop) =>
                RepairAsync(id, body.Value, new Repair.Resume(), context, engine, stop))
            .About("resumeInstance", "Let a paused instance go on", "Moments that passed meanwhile fire now, and signals that came are received.", Examples.Resume);
        instances.MapPost("/skip", (Guid id, JsonBody<SkipStep> body, HttpContext context, GuardedEngine engine, CancellationToken stop) =>
                RepairAsync(id, body.Value, new Repair.Skip(body.Value.Token), context, engine, stop))
            .About("skipStep", "Leave a step undone", "Its work is withdrawn, and its token moves on as if it were done without an outcome.", Examples.SkipStep);
        instances.MapPost("/force", (Guid id, JsonBody<ForceOutcome> body, HttpContext context, GuardedEngine engine, CancellationToken stop) =>
                RepairAsync(id, body.Value, new Repair.Force(body.Value.Token, body.Value.Outcome, ChangesOf(body.Value.Data)), context, engine, stop))
            .About("forceOutcome", "End a step with an outcome", "Its work is withdrawn, and the edges of the outcome are taken.", Examples.ForceOutcome);
        instances.MapPost("/move", (Guid id, JsonBody<MoveToken> body, HttpContext context, GuardedEngine engine, CancellationToken stop) =>
                RepairAsync(id, body.Value, new Repair.Move(body.Value.Token, StepOf(body.Value.To)), context, engine, stop))
            .About("moveToken", "Move a token to another step", "The other step is of the same group, and begins at once, whatever its join waits for.", Examples.MoveToken);
        instances.MapPost("/rewind", (Guid id, JsonBody<RewindInstance> body, HttpContext context, GuardedEngine engine, CancellationToken stop) =>
                RepairAsync(id, body.Value, new Repair.Rewind(StepOf(body.Value.To), body.Value.Scope), context, engine, stop))
            .About("rewindInstance", "Do everything from a step on once more", "Work that follows from the step is withdrawn. The data stay as they are.", Examples.Rewind);
        instances.MapPost("/timers/fire", (Guid id, JsonBody<FireTimer> body, HttpContext context, GuardedEngine engine, CancellationToken stop) =>
                RepairAsync(id, body.Value, new Repair.Fire(body.Value.Token, body.Value.Kind), context, engine, stop))
            .About("fireTimer", "Fire a timer now", "What it would do when its moment comes, it does at once.", Examples.FireTimer);
        instances.MapPost("/data", (Guid id, JsonBody<EditData> body, HttpContext context, GuardedEngine engine, CancellationToken stop) =>
                RepairAsync(id, body.Value, new Repair.EditData(ChangesOf(body.Value.Data)), context, engine, stop))
            .About("editData", "Change the data of an instance", "What the start form and the forms of tasks say about the changed members must hold.", Examples.EditData);
    }

    private static void About(this RouteHandlerBuilder operation, string name, string summary, string description, Func<System.Text.Json.Nodes.JsonNode> body) =>
        operation.Describe(name, summary, Scopes.Operate, Examples.Repair, body)
            .WithDescription($"For operators and administrators. {description} With `dryRun` nothing changes, and the answer says what would.")
            .Produces<RepairAnswer>().WithETag().CanFail(s_problems);

    private static async Task<Ok<RepairAnswer>> RepairAsync(Guid id, RepairInstance body, Repair repair, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken)
    {
        TextLength.Check(("/reason", body.Reason.Trim(), 1, 2000));
        var person = Person.From(context.User);
        var result = await InstancesApi.TryAsync(
            new InstanceId(id),
            context,
            engine,
            (_, instance) => engine.RepairAsync(person, new RepairRequest(instance, repair, body.Reason, person.ToActor()) { DryRun = body.DryRun }, cancellationToken),
            cancellationToken);
        var after = result.Instance;
        var words = new EventText(await engine.FindDefinitionAsync(person, after.Definition, after.Version, cancellationToken), TimeZoneInfo.Utc);
        if (!body.DryRun)
        {
            Revision.Show(context, after.Revision);
        }

        return TypedResults.Ok(new RepairAnswer
        {
            DryRun = body.DryRun,
            Effects = [.. result.Events.Select(e => EffectOf(e, words))],
            Instance = InstanceResource.Of(after, person),
        });
    }

    private static RepairEffect EffectOf(InstanceEvent happened, EventText words) => new()
    {
        Type = JsonSerializer.SerializeToElement(happened, JsonSerializerOptions.Web).GetProperty("type").GetString()!,
        Step = happened.About,
        Text = words.Of(happened).Text,
    };

    private static StepId StepOf(string id) =>
        StepId.IsValid(id) ? new StepId(id) : throw Invalid("/to", "pattern", "That is not the id of a step.");

    private static DataChange ChangesOf(JsonElement? patch)
    {
        if (patch is not { } given)
        {
            return DataChange.None;
        }

        if (given.ValueKind is not JsonValueKind.Object)
        {
            throw Invalid("/data", "type", "The data are an object: members to set, or null to take them away.");
        }

        return DataChange.OfPatch(given);
    }

    private static ApiProblemException Invalid(string pointer, string code, string message) =>
        new(new ApiProblem(ProblemKind.Validation, message) { Errors = [new ProblemError { Pointer = pointer, Code = code, Message = message }] });
}
