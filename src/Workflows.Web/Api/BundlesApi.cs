using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine.Definitions;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>Several definitions in one document.</summary>
internal static class BundlesApi
{
    public static void MapBundles(this RouteGroupBuilder api)
    {
        var bundles = api.MapGroup("/bundles").WithTags("Definitions");
        bundles.MapGet("", ExportAsync).Describe("exportBundle", "Get several definitions, with those they call, as one document", Scopes.Read, Examples.Bundle)
            .Produces<JsonElement>().CanFail(ProblemKind.NotFound, ProblemKind.DefinitionRetired);
        bundles.MapPost("", ImportAsync).Describe("importBundle", "Publish the definitions of a bundle: all or none", Scopes.Admin, Examples.BundleAnswer, Examples.Bundle)
            .WithDescription("For authors and administrators. Everything is checked first, and every problem of every definition is named with its place. The same again changes nothing.")
            .Accepts<JsonElement>("application/json", ApiBody.Yaml)
            .CanFail(ProblemKind.Forbidden, ProblemKind.VersionConflict, ProblemKind.Validation);
    }

    private static async Task<IResult> ExportAsync(
        ClaimsPrincipal user,
        GuardedEngine engine,
        [Description("A key, or a key with a version such as leave_request@1.0.0; as often as needed. Without a version it is the latest published one.")] string[] definition,
        CancellationToken cancellationToken,
        [Description("json or yaml. The default is json.")] string? format = null)
    {
        format = Parameters.Format(format, "json", "yaml");
        if (definition.Length is 0 or > Parameters.MaxLimit)
        {
            throw ApiProblemException.Parameter("definition", $"Name from 1 to {Parameters.MaxLimit} definitions, as ?definition=leave_request&definition=travel@1.0.0.");
        }

        var exported = await engine.ExportAsync(Person.From(user), [.. definition.Select(Choice)], cancellationToken);
        return format is "yaml"
            ? TypedResults.Text(DefinitionBundle.WriteYaml(exported), ApiBody.Yaml)
            : TypedResults.Text(DefinitionBundle.Write(exported), "application/json");
    }

    private static async Task<Ok<ListOf<DefinitionAnswer>>> ImportAsync(
        HttpContext context,
        GuardedEngine engine,
        CancellationToken cancellationToken,
        [Description("Whether to only say what would become of each definition; conflicts are rows of the answer then.")] bool dryRun = false)
    {
        var published = await engine.ImportAsync(Person.From(context.User), await ApiBody.ReadDocumentAsync(context), dryRun, cancellationToken);
        return TypedResults.Ok(new ListOf<DefinitionAnswer> { Items = [.. published.Select(DefinitionAnswer.Of)] });
    }

    private static (string Key, SemanticVersion? Version) Choice(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], Parameters.Version(text[(at + 1)..]));
    }
}
