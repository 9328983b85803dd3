using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Workflows.Web.Api;
using Workflows.Web.Auth.ApiKeys;
using Workflows.Web.Hosting;

namespace Workflows.Web.Auth;

/// <summary>Registers who may come in, and how.</summary>
internal static class AuthHosting
{
    /// <summary>The cookie of a browser that is signed in.</summary>
    public const string CookieName = "wf-session";

    // Chosen per request: a program sends a key, a browser a cookie.
    private const string KeyOrCookie = "KeyOrCookie";

    /// <summary>Adds the identity store, cookies, API keys and the policies of their scopes.</summary>
    public static void AddAuth(this IServiceCollection services, DataFolder folder, PostgresSetting? postgres)
    {
        services.AddAuthStore(folder, postgres);
        services.AddHostedService<AuthStartup>();
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(folder.Keys)).SetApplicationName("Workflows");

        services.AddHttpContextAccessor();
        services.AddIdentityCore<User>(identity =>
            {
                // Length is what makes a password strong; rules about its characters only make it hard to remember.
                identity.Password.RequiredLength = 10;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-_@";
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<AuthDbContext>()
            .AddClaimsPrincipalFactory<PersonClaims>()
            .AddSignInManager<PersonSignInManager>();
        services.Configure<SecurityStampValidatorOptions>(stamp =>
        {
            stamp.ValidationInterval = TimeSpan.FromMinutes(1);
            stamp.OnRefreshingPrincipal = KeepSession;
        });
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<SetupCode>();
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<People>();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();

        services.AddAuthentication(KeyOrCookie)
            .AddPolicyScheme(KeyOrCookie, null, choice => choice.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) ? ApiKeyAuthentication.SchemeName : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = Urls.Login;
            cookie.LogoutPath = Urls.Logout;
            cookie.AccessDeniedPath = Urls.Denied;
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.Events.OnRedirectToLogin = context => AnswerAsync(context.HttpContext, context.RedirectUri, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = context => AnswerAsync(context.HttpContext, Urls.Denied, StatusCodes.Status403Forbidden);
        });
        services.AddAuthorizationBuilder().AddScopePolicies();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.HeaderName = AntiforgeryMiddleware.Header;
            antiforgery.Cookie.Name = "wf-antiforgery";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true; // SecurityHeaders says it
        });
    }

    /// <summary>Adds who is asking, and what they may call. The set-up page is there until somebody exists.</summary>
    public static void UseAuth(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(async (context, next) =>
        {
            if (context.Request.Path == Urls.Setup
                && !await context.RequestServices.GetRequiredService<SetupCode>().IsOpenAsync(context.RequestAborted))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            await next(context);
        });
        app.UseAntiforgery();
    }

    /// <summary>Maps signing out and, in Development only, the one-click sign-in of demo people.</summary>
    public static void MapAuth(this WebApplication app)
    {
        app.MapPost(Urls.Logout, async ([FromForm] string? returnUrl, PersonSignInManager people) =>
            {
                await people.SignOutAsync();
                return Results.LocalRedirect(Urls.LoginFor(Urls.LocalOrHome(returnUrl)));
            })
            .AllowAnonymous();

        if (app.Environment.IsDevelopment())
        {
            app.MapPost(Urls.DemoSignIn, SignInDemoAsync).AllowAnonymous();
        }
    }

    private static async Task<IResult> SignInDemoAsync([FromForm] string user, [FromForm] string? returnUrl, PersonSignInManager people)
    {
        if (await people.UserManager.FindByNameAsync(user) is not { IsDemo: true } person)
        {
            return Results.NotFound();
        }

        await people.SignInPersonAsync(person, isPersistent: true);
        return Results.LocalRedirect(Urls.LocalOrHome(returnUrl));
    }

    private static Task KeepSession(SecurityStampRefreshingPrincipalContext context)
    {
        if (context.CurrentPrincipal?.FindFirst(PersonSignInManager.SessionClaim) is { } session)
        {
            context.NewPrincipal?.Identities.First().AddClaim(new Claim(session.Type, session.Value));
        }

        return Task.CompletedTask;
    }

    // A page leads on to another page; a program gets the status.
    private static Task AnswerAsync(HttpContext context, string page, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(page);
        }

        return Task.CompletedTask;
    }
}
