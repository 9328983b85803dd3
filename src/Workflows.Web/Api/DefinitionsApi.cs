using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>Definitions: what can be started.</summary>
internal static class DefinitionsApi
{
    public static void MapDefinitions(this RouteGroupBuilder api)
    {
        var definitions = api.MapGroup("/definitions").WithTags("Definitions");
        definitions.MapGet("", ListAsync)
            .Describe("listDefinitions", "List the definitions, each by its latest published version", Scopes.Read, Examples.Definitions)
            .WithDescription("A definition without a published version stands there with its latest retired one, or, for authors and administrators, its latest draft.");
        definitions.MapPost("", ImportAsync).Describe("importDefinition", "Publish a definition from its document, or keep it as a draft", Scopes.Admin, Examples.DefinitionAnswer, Examples.DefinitionDocument)
            .WithDescription("For authors and administrators. The same content again answers 200 and changes nothing; a published version never changes.")
            .Accepts<JsonElement>("application/json", ApiBody.Yaml)
            .CanFail(ProblemKind.Forbidden, ProblemKind.VersionConflict, ProblemKind.StaleRevision, ProblemKind.InvalidState, ProblemKind.Validation);
        definitions.MapGet("/{key}", GetAsync).Describe("getDefinition", "Get the latest published version of a definition", Scopes.Read, Examples.Definition)
            .CanFail(ProblemKind.NotFound);
        definitions.MapGet("/{key}/versions", VersionsAsync).Describe("listVersions", "List the versions of a definition, latest first", Scopes.Read, Examples.Definitions)
            .CanFail(ProblemKind.NotFound);
        definitions.MapVersions();
        definitions.MapGet("/{key}/graph", GraphAsync).Describe("getDefinitionGraph", "Get a definition as a graph", Scopes.Read, Examples.Graph)
            .Produces<GraphResource>().CanFail(ProblemKind.NotFound, ProblemKind.Validation);
        definitions.MapGet("/{key}/start-form", StartFormAsync).Describe("getStartForm", "Get the form that the data of a start must satisfy", Scopes.Read, Examples.Form)
            .CanFail(ProblemKind.NotFound, ProblemKind.DefinitionRetired);
        definitions.MapPost("/{key}/instances", StartAsync).Describe("startInstanceOf", "Start an instance of a definition", Scopes.Start, Examples.Started, Examples.StartOfDefinition)
            .WithETag().CanFail(
                ProblemKind.NotFound, ProblemKind.Forbidden, ProblemKind.DefinitionRetired, ProblemKind.InvalidState, ProblemKind.StartKeyConflict, ProblemKind.Validation);
    }

    private static async Task<Ok<ListOf<DefinitionRow>>> ListAsync(ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var rows = await engine.ListDefinitionsAsync(Person.From(user), cancellationToken);
        return TypedResults.Ok(new ListOf<DefinitionRow> { Items = [.. rows.Select(DefinitionRow.Of)] });
    }

    private static async Task<Results<Created<DefinitionAnswer>, Ok<DefinitionAnswer>>> ImportAsync(
        HttpContext context,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("Whether to keep it as a draft, whose graph may have errors, instead of publishing it. There must be no other draft of the version yet.")] bool draft = false)
    {
        var (person, document) = (Person.From(context.User), await ApiBody.ReadDocumentAsync(context));
        DefinitionAnswer answer;
        bool isNew;
        if (draft)
        {
            var saved = await engine.SaveDraftAsync(person, document, null, cancellationToken);
            (answer, isNew) = (DefinitionAnswer.Of(saved), saved.IsNew);
        }
        else
        {
            var published = await engine.PublishAsync(person, document, cancellationToken);
            (answer, isNew) = (DefinitionAnswer.Of(published), published.Change is not DefinitionChangeKind.Unchanged);
        }

        Revision.Show(context, answer.Revision);
        return isNew ? TypedResults.Created(VersionsApi.AddressOf(answer), answer) : TypedResults.Ok(answer);
    }

    private static async Task<Ok<DefinitionResource>> GetAsync(string key, ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken) =>
        TypedResults.Ok(DefinitionResource.Of(await engine.GetVersionAsync(Person.From(user), key, null, cancellationToken)));

    private static async Task<Ok<ListOf<DefinitionRow>>> VersionsAsync(string key, ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var rows = await engine.ListVersionsAsync(Person.From(user), key, cancellationToken);
        return TypedResults.Ok(new ListOf<DefinitionRow> { Items = [.. rows.Select(DefinitionRow.Of)] });
    }

    private static async Task<IResult> GraphAsync(
        string key,
        ClaimsPrincipal user,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("The version; the default is the latest.")] string? version = null,
        [Description(GraphResource.Formats)] string? format = null)
    {
        var isMermaid = Parameters.IsMermaid(format);
        return GraphResource.Answer(VersionsApi.Drawable(await engine.GetVersionAsync(Person.From(user), key, Parameters.Version(version), cancellationToken)), null, isMermaid);
    }

    private static async Task<Ok<FormResource>> StartFormAsync(
        string key,
        ClaimsPrincipal user,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("The version; the default is the latest.")] string? version = null)
    {
        var definition = await engine.GetDefinitionAsync(Person.From(user), key, Parameters.Version(version), cancellationToken);
        return TypedResults.Ok(FormResource.Of(definition.StartForm));
    }

    private static Task<Results<Created<InstanceResource>, Ok<InstanceResource>>> StartAsync(
        string key,
        JsonBody<StartOfDefinition> body,
        HttpContext context,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description(InstancesApi.StartWait)] string? wait = null) =>
        InstancesApi.StartAsync(key, body.Value, wait, context, engine, cancellationToken);
}
