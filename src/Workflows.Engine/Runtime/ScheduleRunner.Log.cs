using Microsoft.Extensions.Logging;
using Workflows.Engine.Instances;
using Workflows.Engine.Schedules;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 160 to 164.</content>
internal sealed partial class ScheduleRunner
{
    [LoggerMessage(EventId = 160, Level = LogLevel.Information, Message = "Schedule {ScheduleId}: started instance {InstanceId}, due at {DueAt}")]
    private partial void LogStarted(ScheduleId scheduleId, InstanceId instanceId, DateTimeOffset dueAt);

    [LoggerMessage(EventId = 161, Level = LogLevel.Warning, Message = "Schedule {ScheduleId}: the run due at {DueAt} was refused: {Reason}")]
    private partial void LogRefused(ScheduleId scheduleId, DateTimeOffset dueAt, string reason);

    [LoggerMessage(EventId = 162, Level = LogLevel.Error, Message = "Schedule {ScheduleId}: starting the run due at {DueAt} failed")]
    private partial void LogFailed(Exception exception, ScheduleId scheduleId, DateTimeOffset dueAt);
}
