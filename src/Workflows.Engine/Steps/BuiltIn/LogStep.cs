using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Workflows.Engine.Steps.BuiltIn;

/// <summary>Writes a line to the log of the server: <c>message</c>, and <c>level</c> (debug, information, warning, error).</summary>
internal sealed partial class LogStep(ILogger<LogStep> logger) : MachineStep
{
    public const string Name = "log";

    public static readonly SettingsShape Shape = new(["message"], ["level"]);

    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var level = context.With.TryGetProperty("level", out var asked) ? asked.ToString() : "information";
        LogMessage(
            level switch
            {
                "debug" => LogLevel.Debug,
                "information" => LogLevel.Information,
                "warning" => LogLevel.Warning,
                "error" => LogLevel.Error,
                _ => throw Settings.Wrong("level", $"is '{level}'; it is debug, information, warning or error"),
            },
            context.Definition,
            context.Step.Value,
            context.Instance.Value,
            context.With.GetProperty("message") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : context.With.GetProperty("message").GetRawText());
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(EventId = 190, Message = "{Definition}, step {Step} of instance {Instance}: {Text}")]
    private partial void LogMessage(LogLevel level, string definition, string step, Guid instance, string text);
}
