using Microsoft.Extensions.Logging;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 185 to 189.</content>
internal sealed partial class EventWorker
{
    [LoggerMessage(EventId = 185, Level = LogLevel.Warning, Message = "What subscribers are to be told could not be read.")]
    private partial void LogLookFailed(Exception exception);

    [LoggerMessage(EventId = 186, Level = LogLevel.Warning, Message = "Subscriber {Subscriber} could not be told: the store does not answer.")]
    private partial void LogLaneFailed(Exception exception, Guid subscriber);
}
