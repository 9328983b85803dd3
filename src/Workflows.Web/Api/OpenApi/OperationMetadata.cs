using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;

namespace Workflows.Web.Api.OpenApi;

/// <summary>What the OpenAPI document shows as bodies of an operation.</summary>
/// <param name="Response">An answer that succeeded.</param>
/// <param name="Request">A request; null for operations without a body.</param>
internal sealed record OperationExamples(Func<JsonNode> Response, Func<JsonNode>? Request);

/// <summary>The scope that a key needs for an operation.</summary>
internal sealed record OperationScope(string Scope);

/// <summary>The problems that are an operation's own, beside those that any can meet.</summary>
internal sealed record OperationProblems(ImmutableArray<ProblemKind> Kinds);

/// <summary>The operation shows and takes revisions.</summary>
/// <param name="IsRequired">Whether it demands If-Match.</param>
internal sealed record OperationRevision(bool IsRequired);

/// <summary>Says of an endpoint what the OpenAPI document needs, and guards it by a scope.</summary>
internal static class OperationMetadata
{
    /// <summary>Names and describes an operation, shows its bodies, and lets only those in whose key has the scope.</summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder endpoint, string id, string summary, string scope, Func<JsonNode> response, Func<JsonNode>? request = null) =>
        endpoint
            .WithName(id)
            .WithSummary(summary)
            .WithMetadata(new OperationScope(scope), new OperationExamples(response, request))
            .RequireAuthorization(Scopes.PolicyOf(scope));

    /// <summary>Says that an operation shows the revision as ETag, and takes If-Match when it changes something.</summary>
    public static RouteHandlerBuilder WithETag(this RouteHandlerBuilder endpoint, bool isRequired = false) => endpoint.WithMetadata(new OperationRevision(isRequired));

    /// <summary>Says which problems an operation can meet.</summary>
    public static RouteHandlerBuilder CanFail(this RouteHandlerBuilder endpoint, params ReadOnlySpan<ProblemKind> kinds) =>
        endpoint.WithMetadata(new OperationProblems([.. kinds]));
}
