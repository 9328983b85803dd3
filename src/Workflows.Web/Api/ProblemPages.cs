using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Web.Api.Problems;

namespace Workflows.Web.Api;

/// <summary>The pages that a problem's <c>type</c> leads to. Plain, without sign-in: whoever meets a problem may read what it means.</summary>
internal static class ProblemPages
{
    private const string Index = "/problems";

    public static void MapProblemPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Index, () => Page("Problems", List())).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet($"{Index}/{{code}}", (string code) => ProblemKind.Find(code) is { } kind
                ? Page(kind.Title, Explain(kind))
                : Page("There is no such problem", List(), StatusCodes.Status404NotFound))
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static string Explain(ProblemKind kind) =>
        $"<p>Code <code>{kind.Code}</code>, HTTP status {kind.Status}. Nothing has changed.</p><h2>What happened</h2><p>{Text(kind.Meaning)}</p>"
        + $"<h2>What you can do</h2><p>{Text(kind.Remedy)}</p><p><a href=\"{Index}\">All problems</a></p>";

    private static string List()
    {
        var rows = new StringBuilder("<ul>");
        foreach (var kind in ProblemKind.All)
        {
            rows.Append("<li><a href=\"").Append(Urls.Problem(kind.Code)).Append("\">").Append(kind.Code).Append("</a> (").Append(kind.Status).Append("): ")
                .Append(Text(kind.Title)).Append("</li>");
        }

        return rows.Append("</ul>").ToString();
    }

    private static ContentHttpResult Page(string title, string content, int status = StatusCodes.Status200OK) => TypedResults.Text(
        $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Text(title)} · Workflows</title>"
        + "<link rel=\"icon\" href=\"data:,\"><style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}</style></head>"
        + $"<body><main><h1>{Text(title)}</h1>{content}</main></body></html>",
        "text/html",
        Encoding.UTF8,
        status);

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
