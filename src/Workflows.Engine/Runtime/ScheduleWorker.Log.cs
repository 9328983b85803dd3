using Microsoft.Extensions.Logging;
using Workflows.Engine.Schedules;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 165 to 169.</content>
internal sealed partial class ScheduleWorker
{
    [LoggerMessage(EventId = 165, Level = LogLevel.Error, Message = "Looking for due schedules failed; trying again")]
    private partial void LogPollFailed(Exception exception);

    [LoggerMessage(EventId = 166, Level = LogLevel.Error, Message = "Schedule {ScheduleId}: running it failed; trying again")]
    private partial void LogRunFailed(Exception exception, ScheduleId scheduleId);
}
