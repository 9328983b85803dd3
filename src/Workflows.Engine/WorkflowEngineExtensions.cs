using System.Text.Json;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine;

/// <summary>Shorter ways to call the engine from code.</summary>
public static class WorkflowEngineExtensions
{
    /// <summary>Starts an instance of the latest version with any object as its first data, written as JSON with names in camel case.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="definition">The definition's key.</param>
    /// <param name="data">The first data.</param>
    /// <param name="by">Who starts it. The default is the engine itself.</param>
    /// <param name="cancellationToken">Stops waiting; what was acknowledged stays.</param>
    public static Task<InstanceSnapshot> StartAsync(
        this IWorkflowEngine engine, string definition, object data, Actor? by = null, CancellationToken cancellationToken = default) =>
        engine.StartAsync(new StartRequest(definition, JsonSerializer.SerializeToElement(data, JsonSerializerOptions.Web), by ?? Actor.System), cancellationToken);

    /// <summary>Decides a task with any object as the answers, written as JSON with names in camel case.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="task">The task.</param>
    /// <param name="answers">The filled form.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="outcome">The chosen outcome; null for a step without outcomes.</param>
    /// <param name="comment">What they say about it.</param>
    /// <param name="cancellationToken">Stops waiting; what was acknowledged stays.</param>
    public static Task<InstanceSnapshot> CompleteTaskAsync(
        this IWorkflowEngine engine, HumanTaskId task, object answers, Actor by, string? outcome = null, string? comment = null, CancellationToken cancellationToken = default) =>
        engine.CompleteTaskAsync(
            new CompleteTaskRequest(task, JsonSerializer.SerializeToElement(answers, JsonSerializerOptions.Web), by) { Outcome = outcome, Comment = comment }, cancellationToken);
}
