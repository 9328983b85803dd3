using System.ComponentModel;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine.Definitions;
using Workflows.Engine.Diagrams;
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
        definitions.MapGet("", ListAsync).Describe("listDefinitions", "List the latest version of every definition", Scopes.Read, Examples.Definitions);
        definitions.MapPost("", ImportAsync).Describe("importDefinition", "Publish a definition from its document", Scopes.Admin, Examples.Definition, Examples.DefinitionDocument)
            .WithDescription("For authors and administrators. The same content again answers 200 and changes nothing; a published version never changes.")
            .Accepts<JsonElement>("application/json", ApiBody.Yaml)
            .CanFail(ProblemKind.Forbidden, ProblemKind.VersionConflict, ProblemKind.Validation);
        definitions.MapGet("/{key}", GetAsync).Describe("getDefinition", "Get the latest version of a definition", Scopes.Read, Examples.Definition)
            .CanFail(ProblemKind.NotFound);
        definitions.MapGet("/{key}/versions", VersionsAsync).Describe("listVersions", "List the published versions of a definition", Scopes.Read, Examples.Definitions)
            .CanFail(ProblemKind.NotFound);
        definitions.MapGet("/{key}/versions/{version}", DocumentAsync)
            .Describe("getDefinitionDocument", "Get the document of a version: what an import takes", Scopes.Read, Examples.DefinitionDocument)
            .Produces<JsonElement>().CanFail(ProblemKind.NotFound);
        definitions.MapGet("/{key}/graph", GraphAsync).Describe("getDefinitionGraph", "Get a definition as a graph", Scopes.Read, Examples.Graph)
            .Produces<GraphResource>().CanFail(ProblemKind.NotFound);
        definitions.MapGet("/{key}/start-form", StartFormAsync).Describe("getStartForm", "Get the form that the data of a start must satisfy", Scopes.Read, Examples.Form)
            .CanFail(ProblemKind.NotFound);
        definitions.MapPost("/{key}/instances", StartAsync).Describe("startInstanceOf", "Start an instance of a definition", Scopes.Start, Examples.Started, Examples.StartOfDefinition)
            .WithETag().CanFail(ProblemKind.NotFound, ProblemKind.Forbidden, ProblemKind.StartKeyConflict, ProblemKind.Validation);
    }

    private static async Task<Ok<ListOf<DefinitionRow>>> ListAsync(ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var rows = await engine.ListDefinitionsAsync(Person.From(user), cancellationToken);
        return TypedResults.Ok(new ListOf<DefinitionRow> { Items = [.. rows.Select(DefinitionRow.Of)] });
    }

    private static async Task<Results<Created<DefinitionResource>, Ok<DefinitionResource>>> ImportAsync(
        HttpContext context, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var document = Encoding.UTF8.GetString((await ReadDocumentAsync(context)).Span);
        var published = await engine.PublishAsync(Person.From(context.User), document, cancellationToken);
        var resource = DefinitionResource.Of(published.Definition) with
        {
            Warnings = published.Warnings.IsEmpty ? null : [.. published.Warnings.Select(RejectionProblems.ErrorOf)],
        };
        return published.IsNew
            ? TypedResults.Created($"{Urls.Api}/definitions/{resource.Key}/versions/{resource.Version}", resource)
            : TypedResults.Ok(resource);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadDocumentAsync(HttpContext context) =>
        context.Request.ContentType?.Split(';')[0].Trim() is ApiBody.Yaml or "text/yaml" ? await ApiBody.ReadAsync(context) : await JsonText.ReadAsync(context);

    private static async Task<Ok<DefinitionResource>> GetAsync(string key, ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken) =>
        TypedResults.Ok(DefinitionResource.Of(await engine.GetDefinitionAsync(Person.From(user), key, null, cancellationToken)));

    private static async Task<Ok<ListOf<DefinitionRow>>> VersionsAsync(string key, ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var rows = await engine.ListVersionsAsync(Person.From(user), key, cancellationToken);
        return TypedResults.Ok(new ListOf<DefinitionRow> { Items = [.. rows.Select(DefinitionRow.Of)] });
    }

    private static async Task<IResult> DocumentAsync(
        string key,
        string version,
        ClaimsPrincipal user,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("json or yaml: the document. mermaid: a flowchart. The default is json.")] string? format = null)
    {
        format = Parameters.Format(format, "json", "yaml", "mermaid");
        var definition = await engine.GetDefinitionAsync(Person.From(user), key, Parameters.Version(version), cancellationToken);
        return format switch
        {
            "yaml" => TypedResults.Text(DefinitionDocument.WriteYaml(definition), ApiBody.Yaml),
            "mermaid" => TypedResults.Text(MermaidDiagram.Of(definition), GraphResource.MermaidText),
            _ => TypedResults.Text(DefinitionDocument.Write(definition), "application/json"),
        };
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
        return GraphResource.Answer(await engine.GetDefinitionAsync(Person.From(user), key, Parameters.Version(version), cancellationToken), null, isMermaid);
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
