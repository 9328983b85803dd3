namespace Workflows.Engine.Steps;

/// <summary>Says what went wrong in a machine step, so that its definition can tell errors apart: retry policies and error routes go by the code.</summary>
/// <param name="code">What went wrong, for the definition, for example <c>card-declined</c>.</param>
/// <param name="message">What went wrong, for people.</param>
/// <param name="innerException">What caused it.</param>
public sealed class StepException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The code of an attempt that took too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>The code of an attempt that gave no sign of life for too long.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>What went wrong, for the definition.</summary>
    public string Code { get; } = code;

    /// <summary>Whether trying again may mend it. The default is true; the step's retry policy has the last word.</summary>
    public bool IsRetryable { get; init; } = true;
}
