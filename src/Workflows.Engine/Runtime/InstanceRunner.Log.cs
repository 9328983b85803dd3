using Microsoft.Extensions.Logging;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 100 to 109.</content>
internal sealed partial class InstanceRunner
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Debug, Message = "Instance {InstanceId} was committed elsewhere first; deciding anew")]
    private partial void LogConflict(InstanceId instanceId);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "Instance {InstanceId}: the result of step {Step} does not count: {Reason}")]
    private partial void LogResultRefused(InstanceId instanceId, StepId step, string reason);

    [LoggerMessage(EventId = 103, Level = LogLevel.Error, Message = "Instance {InstanceId}: after a failed commit it could not be read; trying again")]
    private partial void LogLookFailed(Exception exception, InstanceId instanceId);

    [LoggerMessage(EventId = 102, Level = LogLevel.Error, Message = "Instance {InstanceId}: the result of step {Step} could not be stored; trying again")]
    private partial void LogReportFailed(Exception exception, InstanceId instanceId, StepId step);
}
