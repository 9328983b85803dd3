using Microsoft.Extensions.Logging;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 130 to 139.</content>
internal sealed partial class RecoveryWorker
{
    [LoggerMessage(EventId = 130, Level = LogLevel.Information, Message = "Took up {InstanceCount} interrupted instances")]
    private partial void LogRecovered(int instanceCount);

    [LoggerMessage(EventId = 131, Level = LogLevel.Error, Message = "Taking up interrupted instances failed at instance {InstanceId}")]
    private partial void LogRecoveryFailed(Exception exception, InstanceId? instanceId);

    [LoggerMessage(EventId = 132, Level = LogLevel.Warning, Message = "The end of this process could not be stored; the next start takes it for a crash")]
    private partial void LogEndFailed(Exception exception);
}
