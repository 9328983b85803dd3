using Microsoft.Extensions.Logging;
using Workflows.Engine.Events;

namespace Workflows.Engine.Runtime;

/// <content>Log messages 180 to 184.</content>
internal sealed partial class EventTeller
{
    [LoggerMessage(EventId = 180, Level = LogLevel.Warning, Message = "Event {Event} ({Type}) could not be told to {Subscriber}, and is not tried again: {Answer}")]
    private partial void LogDead(string @event, string type, string subscriber, string answer);

    [LoggerMessage(EventId = 181, Level = LogLevel.Warning, Message = "Handler {Handler} failed at event {Event} ({Type}).")]
    private partial void LogHandlerFailed(Exception exception, string handler, string @event, string type);

    [LoggerMessage(EventId = 182, Level = LogLevel.Warning, Message = "Webhook '{Name}' ({Webhook}) answered 410 Gone and is paused.")]
    private partial void LogGone(string name, WebhookId webhook);
}
