using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Auth;

namespace Workflows.Web.Api;

/// <summary>Who the caller is.</summary>
internal static class SessionApi
{
    public static void MapSession(this RouteGroupBuilder api)
    {
        var session = api.MapGroup("").WithTags("Session");
        session.MapGet("/me", Me).Describe("getMe", "Say who you are here", Scopes.Read, Examples.Me);
        session.MapGet("/antiforgery", Token).Describe("getAntiforgeryToken", "Get the token that requests signed in by a cookie must carry", Scopes.Read, Examples.Antiforgery);
    }

    private static Ok<PersonResource> Me(ClaimsPrincipal user)
    {
        var person = Person.From(user);
        return TypedResults.Ok(new PersonResource { Id = person.Id, Name = person.Name, Groups = person.Groups, Roles = person.Roles, Tenant = person.Tenant });
    }

    private static Ok<AntiforgeryResource> Token(HttpContext context, IAntiforgery antiforgery) =>
        TypedResults.Ok(new AntiforgeryResource { Header = AntiforgeryMiddleware.Header, Token = antiforgery.GetAndStoreTokens(context).RequestToken! });
}

/// <summary>A person.</summary>
public sealed record PersonResource
{
    /// <summary>The user name, as instances and histories name them.</summary>
    public required string Id { get; init; }

    /// <summary>The name that others see.</summary>
    public required string Name { get; init; }

    /// <summary>The groups whose tasks they may take.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>What they may do beside their own work; with a key only what its scopes leave.</summary>
    public required ImmutableArray<string> Roles { get; init; }

    /// <summary>The tenant they act in.</summary>
    public required string Tenant { get; init; }
}

/// <summary>The token that proves that a request comes from our own pages.</summary>
public sealed record AntiforgeryResource
{
    /// <summary>The header to send it in.</summary>
    public required string Header { get; init; }

    /// <summary>The token; valid together with the cookie that comes with it.</summary>
    public required string Token { get; init; }
}
