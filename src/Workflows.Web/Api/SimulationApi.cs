using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Paths;
using Workflows.Engine.Simulation;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>What would happen: the ways through a definition, runs with sample answers, and what a decision would lead to. Nothing is stored.</summary>
internal static class SimulationApi
{
    private const int MaxMoves = 500;

    public static void MapSimulation(this RouteGroupBuilder api)
    {
        var versions = api.MapGroup("/definitions/{key}/versions/{version}").WithTags("Definitions");
        versions.MapGet("/paths", PathsAsync).Describe("getPaths", "List the ways through a version with the people who are asked on each", Scopes.Read, SimulationExamples.Paths)
            .WithDescription("At most 200 ways; complete says whether these are all.")
            .CanFail(ProblemKind.NotFound, ProblemKind.Validation);
        versions.MapPost("/simulate", SimulateAsync)
            .Describe("simulateVersion", "Run a version with sample answers", Scopes.Read, SimulationExamples.Simulation, SimulationExamples.Simulate)
            .WithDescription("Nothing is stored, and no machine step runs: those without a move succeed and change nothing. A refused start or move is part of the answer.")
            .CanFail(ProblemKind.NotFound, ProblemKind.Validation);
        api.MapGroup("/tasks").WithTags("Tasks").MapPost("/{id:guid}/preview", PreviewAsync)
            .Describe("previewTask", "Say what each outcome of an open task would lead to", Scopes.Read, SimulationExamples.Previews, SimulationExamples.Preview)
            .WithDescription("For those who may decide it. The answers need not be finished. Steps and people are named, never data; machine steps are assumed to succeed and to change nothing.")
            .CanFail(ProblemKind.NotFound, ProblemKind.NotEligible, ProblemKind.AlreadyDecided);
    }

    private static async Task<Ok<PathsResource>> PathsAsync(string key, string version, ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var found = await engine.GetVersionAsync(Person.From(user), key, Parameters.Version(version), cancellationToken);
        return TypedResults.Ok(PathsResource.Of(ApprovalPaths.Of(VersionsApi.Drawable(found))));
    }

    private static async Task<Ok<SimulationResource>> SimulateAsync(
        string key, string version, JsonBody<Simulate> body, ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var (person, asked) = (Person.From(user), body.Value);
        TextLength.Check(("/startedBy", asked.StartedBy, 1, 200));
        var found = await engine.GetVersionAsync(person, key, Parameters.Version(version), cancellationToken);
        var script = new SimulationScript(Object(asked.Data, "/data")) { StartedBy = asked.StartedBy ?? person.Id, Moves = MovesOf(asked), PassesTime = asked.PassTime ?? true };
        return TypedResults.Ok(SimulationResource.Of(await engine.SimulateAsync(person, found.Definition, script, cancellationToken)));
    }

    private static async Task<Ok<ListOf<OutcomePreviewResource>>> PreviewAsync(
        Guid id, JsonBody<PreviewTask> body, ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var previews = await engine.PreviewTaskAsync(Person.From(user), new HumanTaskId(id), Object(body.Value.Data, "/data"), cancellationToken);
        return TypedResults.Ok(new ListOf<OutcomePreviewResource> { Items = [.. previews.Select(OutcomePreviewResource.Of)] });
    }

    private static SimulatedMove[] MovesOf(Simulate asked)
    {
        var moves = asked.Moves ?? [];
        if (moves.Length > MaxMoves)
        {
            throw Wrong("/moves", $"There are {moves.Length} moves; a simulation takes at most {MaxMoves}.");
        }

        return [.. moves.Select((move, index) => MoveOf(move, $"/moves/{index}"))];
    }

    private static SimulatedMove MoveOf(SimulateMove move, string place)
    {
        var data = move.Data is null ? default(JsonElement?) : Object(move.Data, $"{place}/data");
        return move switch
        {
            { Signal: { } signal, Step: null } => new SimulatedMove.Send(signal) { Key = move.Key, Payload = data },
            { Step: null } or { Signal: not null } => throw Wrong(place, "A move is about either a step or a signal; name one of the two."),
            { Fails: { } message } => new SimulatedMove.Fail(move.Step, message),
            { Elapses: true } => new SimulatedMove.Elapse(move.Step),
            _ => new SimulatedMove.Complete(move.Step, move.Outcome) { Data = data, Comment = move.Comment, By = move.By },
        };
    }

    private static JsonElement Object(JsonElement? value, string place) => value switch
    {
        null => ApiJson.EmptyObject,
        { ValueKind: JsonValueKind.Object } data => data,
        _ => throw Wrong(place, "This must be an object."),
    };

    private static ApiProblemException Wrong(string place, string message) =>
        new(new ApiProblem(ProblemKind.Malformed, message) { Errors = [new ProblemError { Pointer = place, Code = "value", Message = message }] });
}
