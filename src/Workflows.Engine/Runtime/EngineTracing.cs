using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Spans: one for each time an instance is advanced, and one for each attempt of a machine step. An instance may wait for weeks, so a wait is no span: the span that ends it
/// links to the one that began it. The link is kept in this process; after a restart the tag with the instance's id is what connects them.
/// </summary>
internal sealed class EngineTracing
{
    /// <summary>How many waiting instances have their span remembered.</summary>
    internal const int MaxRemembered = 10_000;

    private static readonly ActivitySource s_source = new(WorkflowTelemetry.ActivitySource);

    private readonly ConcurrentDictionary<InstanceId, ActivityContext> _last = [];

    /// <summary>An instance is given a command. Null when nobody listens.</summary>
    public Activity? Advance(InstanceId instance, InstanceCommand? command)
    {
        if (command is null || !s_source.HasListeners())
        {
            return null;
        }

        // What goes on in the same trace needs no link to itself.
        ActivityLink[]? links = _last.TryGetValue(instance, out var last) && last.TraceId != Activity.Current?.TraceId ? [new ActivityLink(last)] : null;
        var span = s_source.StartActivity($"workflow {command.GetType().Name}", ActivityKind.Internal, default(ActivityContext), tags: null, links);
        span?.SetTag("workflow.instance.id", instance.ToString());
        return span;
    }

    /// <summary>The command was done, and its events are durable.</summary>
    public void Advanced(Activity? span, WorkflowInstance? state, ImmutableArray<InstanceEvent> events)
    {
        if (span is null || state is null)
        {
            return;
        }

        span.SetTag("workflow.definition", state.Definition).SetTag("workflow.version", state.Version.ToString());
        span.SetTag("workflow.status", state.Status.ToString().ToLowerInvariant()).SetTag("workflow.events", events.Length);
        if (state.IsEnded)
        {
            _last.TryRemove(state.Id, out _);
        }
        else if (!events.IsEmpty && (_last.Count < MaxRemembered || _last.ContainsKey(state.Id)))
        {
            // What only looked, and did nothing, is not what the next one goes on from.
            _last[state.Id] = span.Context;
        }
    }

    /// <summary>The command was refused.</summary>
    public static void Refused(Activity? span, Rejection rejection) => span?.SetTag("workflow.rejection", rejection.Code);

    /// <summary>An attempt of a machine step begins. Null when nobody listens.</summary>
    public static Activity? Step(WorkflowInstance instance, Token token, string type)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var span = s_source.StartActivity($"step {token.Step}");
        return span?.SetTag("workflow.instance.id", instance.Id.ToString()).SetTag("workflow.definition", instance.Definition).SetTag("workflow.version", instance.Version.ToString())
            .SetTag("workflow.step", token.Step.ToString()).SetTag("workflow.step.type", type).SetTag("workflow.step.attempt", token.Attempt);
    }

    /// <summary>The attempt is over.</summary>
    public static void Ended(Activity? span, InstanceCommand result)
    {
        if (result is InstanceCommand.FailStep failure)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
        }
    }
}
