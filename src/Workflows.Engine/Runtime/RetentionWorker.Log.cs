using Microsoft.Extensions.Logging;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 195 to 199.</content>
internal sealed partial class RetentionWorker
{
    [LoggerMessage(EventId = 195, Level = LogLevel.Error, Message = "Looking for instances that are no longer kept failed; trying again")]
    private partial void LogLookFailed(Exception exception);
}
