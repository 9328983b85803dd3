using Microsoft.Extensions.Logging;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 110 to 119.</content>
internal sealed partial class StepExecutor
{
    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "Instance {InstanceId}: step {Step} failed at attempt {Attempt}")]
    private partial void LogStepFailed(Exception exception, InstanceId instanceId, StepId step, int attempt);

    [LoggerMessage(EventId = 112, Level = LogLevel.Error, Message = "Instance {InstanceId}: step {Step} did not stop when attempt {Attempt} had taken too long; it is left to itself")]
    private partial void LogStepAbandoned(InstanceId instanceId, StepId step, int attempt);

    [LoggerMessage(EventId = 111, Level = LogLevel.Error, Message = "Instance {InstanceId}: the failure hook of step {Step} failed itself")]
    private partial void LogFailureHookFailed(Exception exception, InstanceId instanceId, StepId step);
}
