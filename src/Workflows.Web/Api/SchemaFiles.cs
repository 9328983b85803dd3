using System.Text;
using Workflows.Engine.Definitions;

namespace Workflows.Web.Api;

/// <summary>The JSON Schemas of documents that people write, for their editors: to everybody, at addresses that stay.</summary>
internal static class SchemaFiles
{
    private static readonly byte[] s_definition = Encoding.UTF8.GetBytes(DefinitionSchema.Json);

    public static void MapSchemaFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Urls.DefinitionSchema, (HttpContext context) =>
        {
            // Editors in a browser ask from another origin.
            context.Response.Headers.AccessControlAllowOrigin = "*";
            context.Response.Headers.CacheControl = "public, max-age=3600";
            return TypedResults.Bytes(s_definition, "application/schema+json");
        }).AllowAnonymous().ExcludeFromDescription();
}
