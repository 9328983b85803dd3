using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Workflows.Web.Api.Problems;

namespace Workflows.Web.Api;

/// <summary>
/// A request's body as JSON, read strictly: a member that does not exist, or one written twice, is an error and not something to overlook.
/// </summary>
/// <param name="Value">The body.</param>
internal sealed record JsonBody<T>(T Value) : IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>Reads the body.</summary>
    /// <exception cref="ApiProblemException">It cannot be read; every fault is listed.</exception>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var json = await JsonText.ReadAsync(context);
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return new JsonBody<T>(Read(json, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T))));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static T Read(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
    {
        using var document = JsonText.Parse(json);
        var faults = JsonText.FindFaults(document.RootElement, type);
        if (faults.Count == 0)
        {
            try
            {
                return document.Deserialize(type)!;
            }
            catch (JsonException failure)
            {
                faults.Add(JsonText.FaultOf(failure, type));
            }
        }

        throw JsonText.Malformed(faults);
    }
}

/// <summary>What is wrong with a body, in the words of whoever sent it.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the bytes of a body that is said to be JSON.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType() && context.Request.ContentLength is not 0)
        {
            throw new ApiProblemException(UnreadableRequest.MediaType(context.Request));
        }

        return await ApiBody.ReadAsync(context);
    }

    /// <summary>Parses a body.</summary>
    /// <exception cref="ApiProblemException">It is not JSON; the error has line and column.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return json.IsEmpty
                ? throw new JsonException("There is no body.", null, 0, 0)
                : JsonDocument.Parse(json, s_strict);
        }
        catch (JsonException failure)
        {
            var line = (int)(failure.LineNumber ?? 0);
            throw Malformed([new ProblemError
            {
                Pointer = "",
                Code = "json",
                Message = Sentence(failure.Message),
                Line = line + 1,
                Column = ColumnOf(json.Span, line, (int)(failure.BytePositionInLine ?? 0)),
            }]);
        }
    }

    /// <summary>The members that do not exist, and those that are missing.</summary>
    public static List<ProblemError> FindFaults(JsonElement body, JsonTypeInfo type)
    {
        if (body.ValueKind is not JsonValueKind.Object)
        {
            return [new ProblemError { Pointer = "", Code = "type", Message = "The body must be an object." }];
        }

        var faults = new List<ProblemError>();
        foreach (var member in body.EnumerateObject())
        {
            if (!type.Properties.Any(property => property.Name == member.Name))
            {
                faults.Add(new ProblemError
                {
                    Pointer = $"/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
                    Code = "unknown-member",
                    Message = $"There is no member '{member.Name}'. The members are {string.Join(", ", type.Properties.Select(property => property.Name))}.",
                });
            }
        }

        faults.AddRange(type.Properties
            .Where(property => property.IsRequired && !body.TryGetProperty(property.Name, out _))
            .Select(property => new ProblemError { Pointer = $"/{property.Name}", Code = "required", Message = $"The member '{property.Name}' is missing." }));
        return faults;
    }

    /// <summary>A value that is not of its member's type.</summary>
    public static ProblemError FaultOf(JsonException failure, JsonTypeInfo type)
    {
        var name = failure.Path is ['$', '.', ..] path ? path[2..].Split('.', '[')[0] : "";
        var member = type.Properties.FirstOrDefault(property => property.Name == name);
        return new ProblemError
        {
            Pointer = name.Length == 0 ? "" : $"/{name}",
            Code = "type",
            Message = member is null ? "A value is not of the type that is asked for." : $"The member '{name}' must be {NameOf(member.PropertyType)}.",
        };
    }

    public static ApiProblemException Malformed(IReadOnlyList<ProblemError> faults) =>
        new(new ApiProblem(ProblemKind.Malformed, faults[0].Line is { } line
            ? $"The body is not JSON: {faults[0].Message} (line {line}, column {faults[0].Column})"
            : faults[0].Message)
        {
            Errors = [.. faults],
        });

    private static string NameOf(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var t when t == typeof(string) => "a text",
            var t when t == typeof(bool) => "true or false",
            var t when t == typeof(int) || t == typeof(long) => "a whole number",
            _ => "of another type",
        };

    /// <summary>The message without the position that .NET writes behind it: it counts from 0, and in bytes.</summary>
    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end].TrimEnd('|', ' ');
    }

    private static int ColumnOf(ReadOnlySpan<byte> json, int line, int bytes)
    {
        for (; line > 0 && json.IndexOf((byte)'\n') is var end and >= 0; line--)
        {
            json = json[(end + 1)..];
        }

        return Encoding.UTF8.GetCharCount(json[..Math.Min(bytes, json.Length)]) + 1;
    }
}
