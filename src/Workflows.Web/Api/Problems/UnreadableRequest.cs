using System.Text.RegularExpressions;

namespace Workflows.Web.Api.Problems;

/// <summary>What the framework could not read from a request, in words that name the parameter.</summary>
internal static partial class UnreadableRequest
{
    /// <summary>The problem of a request that did not reach its endpoint.</summary>
    public static ApiProblem ProblemOf(BadHttpRequestException failure)
    {
        if (failure.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new ApiProblem(ProblemKind.TooLarge, "The request is larger than the server takes.");
        }

        return Parameter().Match(failure.Message) is { Success: true } match
            ? ApiProblemException.Parameter(match.Groups["name"].Value, $"The parameter '{match.Groups["name"].Value}' must be {NameOf(match.Groups["type"].Value)}, not '{match.Groups["value"].Value}'.").Problem
            : new ApiProblem(ProblemKind.Malformed, "The request cannot be read.");
    }

    /// <summary>The problem of a body that is not sent as JSON.</summary>
    public static ApiProblem MediaType(HttpRequest request) => new(
        ProblemKind.UnsupportedMediaType,
        request.ContentType is { } type ? $"The body was sent as {type}. Send it with the header Content-Type: application/json." : "Send the header Content-Type: application/json.");

    private static string NameOf(string type) => type switch
    {
        _ when type.Contains("int", StringComparison.OrdinalIgnoreCase) || type.Contains("long", StringComparison.OrdinalIgnoreCase) => "a whole number",
        _ when type.Contains("bool", StringComparison.OrdinalIgnoreCase) => "true or false",
        _ when type.Contains("DateTimeOffset", StringComparison.Ordinal) => "a moment such as 2026-01-31T12:00:00Z",
        _ => "of another type",
    };

    // The framework's own words are the only place where the name is.
    [GeneratedRegex("""^Failed to bind parameter "(?<type>.+) (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Parameter();
}
