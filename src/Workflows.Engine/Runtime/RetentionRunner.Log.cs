using Microsoft.Extensions.Logging;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 190 to 194.</content>
internal sealed partial class RetentionRunner
{
    [LoggerMessage(EventId = 190, Level = LogLevel.Information, Message = "Retention run {RunId} looked at everything: {Found} instances are no longer kept, {Removed} were removed")]
    private partial void LogRunEnded(RetentionRunId runId, int found, int removed);

    [LoggerMessage(EventId = 191, Level = LogLevel.Error, Message = "Retention run {RunId} failed; what it removed is removed, the next run goes on")]
    private partial void LogRunFailed(Exception exception, RetentionRunId runId);

    [LoggerMessage(EventId = 192, Level = LogLevel.Information, Message = "Retention run {RunId} was stopped by somebody")]
    private partial void LogRunStopped(RetentionRunId runId);

    [LoggerMessage(EventId = 193, Level = LogLevel.Warning, Message = "Instance {InstanceId} was removed for good by {By}: {Reason}")]
    private partial void LogInstanceRemoved(InstanceId instanceId, string by, string reason);
}
