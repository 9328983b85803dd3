using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Diagrams;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>The versions of a definition: drafting, publishing, retiring.</summary>
internal static class VersionsApi
{
    private const string Template = "/{key}/versions/{version}";

    public static void MapVersions(this RouteGroupBuilder definitions)
    {
        definitions.MapGet(Template, DocumentAsync)
            .Describe("getDefinitionDocument", "Get the document of a version: what an import takes", Scopes.Read, Examples.DefinitionDocument)
            .Produces<JsonElement>().WithETag().CanFail(ProblemKind.NotFound, ProblemKind.Validation);
        definitions.MapPut(Template, SaveAsync).Describe("saveDraft", "Save a draft, new or in place of what it said", Scopes.Admin, Examples.DraftAnswer, Examples.DefinitionDocument)
            .WithDescription("For authors and administrators. The document must name the key and the version of the address. Errors of its graph are reported beside it, and do not stop the save.")
            .Accepts<JsonElement>("application/json", ApiBody.Yaml)
            .WithETag()
            .CanFail(
                ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.StaleRevision, ProblemKind.InvalidState, ProblemKind.VersionConflict, ProblemKind.Validation,
                ProblemKind.PreconditionRequired);
        definitions.MapDelete(Template, DiscardAsync).Describe("discardDraft", "Discard a draft", Scopes.Admin, Examples.DraftAnswer)
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.StaleRevision, ProblemKind.InvalidState);
        definitions.MapPost($"{Template}/validate", ValidateAsync)
            .Describe("validateVersion", "Say everything that is wrong or doubtful with a version", Scopes.Read, Examples.Validation)
            .WithDescription("Lines and columns are those of the version's JSON document.")
            .CanFail(ProblemKind.NotFound);
        definitions.MapPost($"{Template}/publish", PublishAsync).Describe("publishVersion", "Publish a draft, or restore a retired version", Scopes.Admin, Examples.DefinitionAnswer)
            .WithDescription("Drafts are published by authors and administrators, retired versions restored by administrators. A published version stays as it is.")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.StaleRevision, ProblemKind.Validation);
        definitions.MapPost($"{Template}/retire", RetireAsync).Describe("retireVersion", "Retire a version: nothing new starts with it, what runs goes on", Scopes.Admin, Examples.RetiredAnswer)
            .WithDescription("For administrators. A retired version stays as it is.")
            .WithETag().CanFail(ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.InvalidState);
    }

    public static string AddressOf(DefinitionRow row) => $"{Urls.Api}/definitions/{row.Key}/versions/{row.Version}";

    /// <summary>The definition, when its graph is in order: one with errors cannot be drawn.</summary>
    /// <exception cref="WorkflowException">It is a draft with errors.</exception>
    public static WorkflowDefinition Drawable(DefinitionVersion version)
    {
        if (version.Summary.Status is DefinitionStatus.Draft)
        {
            var errors = DefinitionDocument.Locate(DefinitionDocument.Write(version.Definition), DefinitionValidator.Validate(version.Definition)).RemoveAll(p => p.Severity is not ProblemSeverity.Error);
            if (!errors.IsEmpty)
            {
                throw new WorkflowException(new Rejection.InvalidDefinition(errors));
            }
        }

        return version.Definition;
    }

    private static async Task<IResult> DocumentAsync(
        string key,
        string version,
        HttpContext context,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("json or yaml: the document. mermaid: a flowchart. The default is json.")] string? format = null)
    {
        format = Parameters.Format(format, "json", "yaml", "mermaid");
        var found = await engine.GetVersionAsync(Person.From(context.User), key, Parameters.Version(version), cancellationToken);
        Revision.Show(context, found.Summary.Revision);
        return format switch
        {
            "yaml" => TypedResults.Text(DefinitionDocument.WriteYaml(found.Definition), ApiBody.Yaml),
            "mermaid" => TypedResults.Text(MermaidDiagram.Of(Drawable(found)), GraphResource.MermaidText),
            _ => TypedResults.Text(DefinitionDocument.Write(found.Definition), "application/json"),
        };
    }

    private static async Task<Results<Created<DefinitionAnswer>, Ok<DefinitionAnswer>>> SaveAsync(
        string key, string version, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var (person, document) = (Person.From(context.User), await ApiBody.ReadDocumentAsync(context));
        MustBeAt(key, version, document);
        var named = Revision.TryRead(context.Request, out var expected);
        var before = await FindAsync(engine, person, key, version, cancellationToken);
        if (!named && before is { Summary.Status: DefinitionStatus.Draft })
        {
            throw new ApiProblemException(new ApiProblem(ProblemKind.PreconditionRequired, "Send the ETag of the draft you looked at in the If-Match header."));
        }

        var saved = await WithCurrentAsync(
            () => engine.SaveDraftAsync(person, document, named ? expected ?? before?.Summary.Revision : null, cancellationToken), engine, person, key, version, cancellationToken);
        var answer = DefinitionAnswer.Of(saved);
        Revision.Show(context, answer.Revision);
        return saved.IsNew ? TypedResults.Created(AddressOf(answer), answer) : TypedResults.Ok(answer);
    }

    private static async Task<NoContent> DiscardAsync(string key, string version, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var person = Person.From(context.User);
        Revision.TryRead(context.Request, out var expected);
        await WithCurrentAsync(
            async () =>
            {
                await engine.DiscardDraftAsync(person, key, Parameters.Version(version)!.Value, expected, cancellationToken);
                return true;
            },
            engine,
            person,
            key,
            version,
            cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ValidationResource>> ValidateAsync(string key, string version, ClaimsPrincipal user, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var person = Person.From(user);
        var found = await engine.GetVersionAsync(person, key, Parameters.Version(version), cancellationToken);
        return TypedResults.Ok(ValidationResource.Of(await engine.CheckAsync(person, found.Definition, DefinitionDocument.Write(found.Definition), cancellationToken)));
    }

    private static async Task<Ok<DefinitionAnswer>> PublishAsync(string key, string version, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var person = Person.From(context.User);
        Revision.TryRead(context.Request, out var expected);
        var published = await WithCurrentAsync(
            () => engine.PublishVersionAsync(person, key, Parameters.Version(version)!.Value, expected, cancellationToken), engine, person, key, version, cancellationToken);
        Revision.Show(context, published.Version.Revision);
        return TypedResults.Ok(DefinitionAnswer.Of(published));
    }

    private static async Task<Ok<DefinitionAnswer>> RetireAsync(string key, string version, HttpContext context, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var retired = await engine.RetireAsync(Person.From(context.User), key, Parameters.Version(version)!.Value, cancellationToken);
        Revision.Show(context, retired.Revision);
        return TypedResults.Ok(new DefinitionAnswer(retired));
    }

    private static async Task<DefinitionVersion?> FindAsync(GuardedEngine engine, Person person, string key, string version, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.GetVersionAsync(person, key, Parameters.Version(version), cancellationToken);
        }
        catch (WorkflowException missing) when (missing.Rejection is Rejection.DefinitionNotFound)
        {
            return null;
        }
    }

    /// <summary>Does something to a version; whoever acted on an older revision is shown what it is now.</summary>
    private static async Task<TResult> WithCurrentAsync<TResult>(
        Func<Task<TResult>> act, GuardedEngine engine, Person person, string key, string version, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (WorkflowException late) when (late.Rejection is Rejection.DraftConflict or Rejection.StaleRevision)
        {
            var now = await FindAsync(engine, person, key, version, cancellationToken);
            throw new ApiProblemException(RejectionProblems.Of(late.Rejection) with { Current = now is null ? null : DefinitionRow.Of(now.Summary) });
        }
    }

    /// <summary>A document that is saved at an address must be of the version of that address.</summary>
    private static void MustBeAt(string key, string version, string document)
    {
        var at = Parameters.Version(version)!.Value;
        if (DefinitionDocument.TryRead(document, out var definition, out _) && (definition.Key, definition.Version) != (key, at))
        {
            var pointer = definition.Key == key ? "/version" : "/key";
            var message = $"The document is of '{definition.Key}' {definition.Version}, but the address of '{key}' {at}.";
            throw new ApiProblemException(new ApiProblem(ProblemKind.Validation, message) { Errors = [new ProblemError { Pointer = pointer, Code = "address", Message = message }] });
        }
    }
}
