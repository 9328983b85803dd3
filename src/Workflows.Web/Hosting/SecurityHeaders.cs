using System.Security.Cryptography;

namespace Workflows.Web.Hosting;

/// <summary>The headers that keep a page from loading, or being loaded by, anything but this server.</summary>
internal static class SecurityHeaders
{
    private static readonly object s_nonceKey = new();

    /// <summary>The nonce of this response's inline scripts: the import map is the only one.</summary>
    public static string NonceOf(HttpContext context)
    {
        if (context.Items.TryGetValue(s_nonceKey, out var known) && known is string nonce)
        {
            return nonce;
        }

        nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[s_nonceKey] = nonce;
        return nonce;
    }

    /// <summary>Adds the headers to every response; an endpoint that has set one of them itself keeps its own.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        // `dotnet watch` reloads the browser over a socket on a port of its own.
        var connect = app.Environment.IsDevelopment() ? "'self' ws://localhost:* http://localhost:*" : "'self'";
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Add(context, connect);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Add(HttpContext context, string connect)
    {
        var headers = context.Response.Headers;

        // MudBlazor and Mermaid write style attributes and elements; no script may be inline but the import map.
        headers.TryAdd(
            "Content-Security-Policy",
            $"default-src 'self'; script-src 'self' 'nonce-{NonceOf(context)}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + $"font-src 'self' data:; connect-src {connect}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'");
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
    }
}
