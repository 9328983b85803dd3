using Microsoft.AspNetCore.Antiforgery;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth.ApiKeys;

namespace Workflows.Web.Api;

/// <summary>
/// Asks requests that would change something, and are signed in by a cookie, for the token that only our own pages can read. A key in a header cannot be
/// sent by another site's page, and needs none.
/// </summary>
internal sealed class AntiforgeryMiddleware(RequestDelegate next, IAntiforgery antiforgery)
{
    public const string Header = "X-XSRF-TOKEN";

    public async Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        var isSafe = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        if (!isSafe
            && context.User.Identity is { IsAuthenticated: true, AuthenticationType: not ApiKeyAuthentication.SchemeName }
            && !await antiforgery.IsRequestValidAsync(context))
        {
            throw new ApiProblemException(new ApiProblem(
                ProblemKind.Antiforgery, $"Send the token of GET {Urls.Api}/antiforgery in the {Header} header, or use an API key."));
        }

        await next(context);
    }
}
