using System.Collections.Immutable;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api.Problems;

/// <summary>One occurrence of a problem, before it is written.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Detail">What happened this time, as a sentence.</param>
internal sealed record ApiProblem(ProblemKind Kind, string Detail)
{
    /// <summary>Every fault with its place; empty when there is only the detail.</summary>
    public ImmutableArray<ProblemError> Errors { get; init; } = [];

    /// <summary>The resource as it is now, for whoever acted on an older one.</summary>
    public object? Current { get; init; }

    /// <summary>What the person can do to <see cref="Current"/>.</summary>
    public ImmutableArray<AllowedAction>? AllowedActions { get; init; }

    /// <summary>When to try again; null when that would not help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>An endpoint answers with a problem, and nothing has changed.</summary>
internal sealed class ApiProblemException(ApiProblem problem) : Exception(problem.Detail)
{
    public ApiProblem Problem { get; } = problem;

    /// <summary>A parameter or header that cannot be read.</summary>
    public static ApiProblemException Parameter(string name, string message) =>
        new(new ApiProblem(ProblemKind.Malformed, message) { Errors = [new ProblemError { Parameter = name, Code = "parameter", Message = message }] });
}

/// <summary>Problem details (RFC 9457), with the members that this API adds.</summary>
public sealed record ProblemBody
{
    /// <summary>The kind of problem: a page of this server that explains it.</summary>
    public required string Type { get; init; }

    /// <summary>What it is, in a few words; the same for every occurrence.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened this time, as a sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>The path of the request.</summary>
    public required string Instance { get; init; }

    /// <summary>The stable name of the kind, the last part of <see cref="Type"/>: what programs should look at.</summary>
    public required string Code { get; init; }

    /// <summary>Under which the server's logs and traces have this request.</summary>
    public required string TraceId { get; init; }

    /// <summary>Every fault with its place, where the problem has any.</summary>
    public ImmutableArray<ProblemError>? Errors { get; init; }

    /// <summary>The resource as it is now, when the request acted on an older one.</summary>
    public object? Current { get; init; }

    /// <summary>What you can do to <see cref="Current"/> now.</summary>
    public ImmutableArray<AllowedAction>? AllowedActions { get; init; }
}

/// <summary>One fault.</summary>
public sealed record ProblemError
{
    /// <summary>Where: a JSON pointer. Into the form's data for a form, else into the body. Absent when the place is a parameter.</summary>
    public string? Pointer { get; init; }

    /// <summary>The query parameter or header that is at fault.</summary>
    public string? Parameter { get; init; }

    /// <summary>What rule is broken: a keyword of JSON Schema, or a code of the definition language.</summary>
    public required string Code { get; init; }

    /// <summary>The fault as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What the rule asked for, for translations.</summary>
    public IReadOnlyDictionary<string, object?>? Params { get; init; }

    /// <summary>The line in the body, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The column in that line, from 1.</summary>
    public int? Column { get; init; }
}
