using System.Globalization;
using System.Text;
using Workflows.Web.Api.Problems;

namespace Workflows.Web.Api;

/// <summary>The body of a request, read once and kept for whoever needs it: the endpoint and the memory of idempotency keys.</summary>
internal static class ApiBody
{
    /// <summary>The most bytes of a body: room for 1 MiB of data with its envelope.</summary>
    public const int MaxBytes = 1_100_000;

    /// <summary>The content type of YAML.</summary>
    public const string Yaml = "application/yaml";

    private static readonly object s_key = new();

    /// <summary>Reads the body.</summary>
    /// <exception cref="ApiProblemException">It is larger than <see cref="MaxBytes"/>.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        if (context.Items.TryGetValue(s_key, out var known) && known is ReadOnlyMemory<byte> read)
        {
            return read;
        }

        if (context.Request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        using var buffer = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        var chunk = new byte[Math.Min(16 * 1024, MaxBytes)];
        int count;
        while ((count = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + count > MaxBytes)
            {
                throw TooLarge();
            }

            buffer.Write(chunk, 0, count);
        }

        ReadOnlyMemory<byte> body = buffer.ToArray();
        context.Items[s_key] = body;
        return body;
    }

    /// <summary>Reads the text of a document in JSON or YAML.</summary>
    /// <exception cref="ApiProblemException">It is too large, or said to be JSON and is none.</exception>
    public static async ValueTask<string> ReadDocumentAsync(HttpContext context)
    {
        var isYaml = context.Request.ContentType?.Split(';')[0].Trim() is Yaml or "text/yaml";
        return Encoding.UTF8.GetString((isYaml ? await ReadAsync(context) : await JsonText.ReadAsync(context)).Span);
    }

    private static ApiProblemException TooLarge() =>
        new(new ApiProblem(ProblemKind.TooLarge, string.Create(CultureInfo.InvariantCulture, $"The body may have at most {MaxBytes:N0} bytes.")));
}
