using System.Globalization;
using Workflows.Web.Api.Problems;

namespace Workflows.Web.Api;

/// <summary>Revisions as entity tags: <c>ETag: "7"</c> out, <c>If-Match: "7"</c> in.</summary>
internal static class Revision
{
    /// <summary>Says which revision the answer shows.</summary>
    public static void Show(HttpContext context, long revision) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>
    /// Whether the request names a revision, and which. <c>*</c> accepts any. The weak form is taken as well: servers in between write it when they
    /// compress the body.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="expected">The revision; null for any.</param>
    /// <exception cref="ApiProblemException">The header cannot be read.</exception>
    public static bool TryRead(HttpRequest request, out long? expected)
    {
        expected = null;
        switch (request.Headers.IfMatch.ToArray())
        {
            case []:
                return false;
            case ["*"]:
                return true;
            case [{ } tag] when Number(tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag) is { } number:
                expected = number;
                return true;
            default:
                throw ApiProblemException.Parameter("If-Match", "The header If-Match must be one ETag as this server gave it, such as \"7\" with its quotes.");
        }
    }

    private static long? Number(string tag) =>
        tag is ['"', .. var digits, '"'] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
