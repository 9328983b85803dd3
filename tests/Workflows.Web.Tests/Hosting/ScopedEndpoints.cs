using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Workflows.Web.Auth;

namespace Workflows.Web.Tests.Hosting;

/// <summary>Endpoints that ask for a scope, as those of the API do, and tell who called.</summary>
internal sealed class ScopedEndpoints : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
    {
        return app =>
        {
            next(app);
            var routes = (IEndpointRouteBuilder)app.Properties["__EndpointRouteBuilder"]!;
            foreach (var scope in new[] { Scopes.Read, Scopes.Start })
            {
                routes.MapGet($"/test/{scope}", (HttpContext context) => Describe(Person.From(context.User))).RequireAuthorization(Scopes.PolicyOf(scope));
                routes.MapGet($"/api/test/{scope}", (HttpContext context) => Describe(Person.From(context.User))).RequireAuthorization(Scopes.PolicyOf(scope));
            }
        };
    }

    private static string Describe(Person person)
    {
        return $"{person.Id} ({person.Name}) in {List(person.Groups)} as {List(person.Roles)} of {person.Tenant}";
    }

    private static string List(ImmutableArray<string> names)
    {
        return string.Join(", ", names);
    }
}
