using Workflows.Engine;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Viewing;

/// <summary>Something a page reads: not there yet, there, or failed with a sentence that says why.</summary>
public sealed record Loaded<T>
    where T : class
{
    /// <summary>Not there yet.</summary>
    public static Loaded<T> Pending { get; } = new();

    /// <summary>What was read; null while it is not there.</summary>
    public T? Value { get; private init; }

    /// <summary>Why it could not be read; null when nothing went wrong.</summary>
    public string? Failure { get; private init; }

    /// <summary>Whether it does not exist, not for this person, or not any more: trying again would not help.</summary>
    public bool IsMissing { get; private init; }

    public static Loaded<T> Of(T value) => new() { Value = value };

    public static Loaded<T> Failed(string why, bool isMissing = false) => new() { Failure = why, IsMissing = isMissing };
}

/// <summary>Reads for pages: what goes wrong becomes a sentence on the page, and the unexpected goes to the log.</summary>
internal static partial class Loading
{
    /// <summary>What people are told when the server itself is at fault.</summary>
    public const string ServerFailed = "The server could not answer. Try again in a moment; if it stays like this, tell your administrator.";

    /// <summary>Runs <paramref name="read"/>. Only cancellation gets out as an exception.</summary>
    public static async Task<Loaded<T>> TryAsync<T>(ILogger logger, Func<Task<T>> read)
        where T : class
    {
        try
        {
            return Loaded<T>.Of(await read());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return Loaded<T>.Failed(Explain(logger, failure), failure is WorkflowException { Rejection.Code: "not-found" or "definition-retired" });
        }
    }

    /// <summary>The sentence for a failure; writes the unexpected to the log.</summary>
    public static string Explain(ILogger logger, Exception failure)
    {
        switch (failure)
        {
            case WorkflowException or ForbiddenException:
                return failure.Message;
            default:
                LogFailed(logger, failure);
                return ServerFailed;
        }
    }

    [LoggerMessage(EventId = 621, Level = LogLevel.Error, Message = "A page could not read or do what it was asked")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
