using Microsoft.Extensions.Logging;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 120 to 129.</content>
internal sealed partial class TimerWorker
{
    [LoggerMessage(EventId = 120, Level = LogLevel.Debug, Message = "Fired {TimerCount} due timers")]
    private partial void LogTimersFired(int timerCount);

    [LoggerMessage(EventId = 121, Level = LogLevel.Error, Message = "Looking for due timers failed; trying again")]
    private partial void LogPollFailed(Exception exception);

    [LoggerMessage(EventId = 122, Level = LogLevel.Error, Message = "Instance {InstanceId}: firing the timer of token {Token} failed; trying again")]
    private partial void LogFiringFailed(Exception exception, InstanceId instanceId, int token);

    [LoggerMessage(EventId = 123, Level = LogLevel.Debug, Message = "Instance {InstanceId}: the timer of token {Token} does not stand any more: {Reason}")]
    private partial void LogTimerStale(InstanceId instanceId, int token, string reason);
}
