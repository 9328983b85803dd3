using MudBlazor;

namespace Workflows.Web.Hosting;

/// <summary>
/// Addresses of files that packages bring. The build gives them names with a fingerprint, but compresses them under their plain names only, which
/// costs 600 kB on a first visit. So pages ask for the plain name with the package's version, and that answer may be kept for good.
/// </summary>
internal static class PackageAssets
{
    private const string Folder = "/_content/MudBlazor";
    private static readonly string s_version = typeof(MudTheme).Assembly.GetName().Version!.ToString();

    /// <summary>The address of one of MudBlazor's files.</summary>
    public static string MudBlazor(string file)
    {
        return $"{Folder[1..]}/{file}?v={s_version}";
    }

    /// <summary>Lets browsers keep the files of this version.</summary>
    public static void UsePackageAssets(this WebApplication app)
    {
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Folder, StringComparison.Ordinal) && context.Request.Query["v"] == s_version,
            assets => assets.Use((context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    if (context.Response.StatusCode == StatusCodes.Status200OK)
                    {
                        context.Response.Headers.CacheControl = "max-age=31536000, immutable";
                    }

                    return Task.CompletedTask;
                });
                return next(context);
            }));
    }
}
