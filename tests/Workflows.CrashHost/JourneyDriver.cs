using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.TestKit;

namespace Workflows.CrashHost;

/// <summary>
/// Takes a journey to its end from wherever it stands, as people would who know nothing of a crash: they ask again with the same start key, and decide what is
/// open, one after the other.
/// </summary>
internal sealed class JourneyDriver(EngineHost host, Journey journey)
{
    public async Task<InstanceSnapshot> RunAsync()
    {
        var instance = await host.Engine.StartAsync(new StartRequest(journey.Definition, journey.Data, "rita") { StartKey = "the-journey" });
        while (instance.EndedAt is null)
        {
            instance = instance switch
            {
                { Status: InstanceStatus.Pending or InstanceStatus.Running } => await WhenSettledAsync(instance.Id),
                { Incidents: [var incident, ..] } => await host.Engine.RetryAsync(instance.Id, incident.Id, "olga"),
                { OpenTasks: [var task, ..] } => await DecideAsync(task, journey.Choices[task.Step.Value], instance.Id),
                _ => throw new InvalidOperationException($"Nobody can do anything: {instance.Status}."),
            };
        }

        return instance;
    }

    private Task<InstanceSnapshot> WhenSettledAsync(InstanceId id) => host.WaitForAsync(id, i => i.Status is not (InstanceStatus.Pending or InstanceStatus.Running));

    private async Task<InstanceSnapshot> DecideAsync(HumanTask task, Choice choice, InstanceId id)
    {
        if (choice.By is { } person)
        {
            return await host.Engine.CompleteTaskAsync(
                new CompleteTaskRequest(task.Id, JsonSerializer.SerializeToElement(choice.Answers), person) { Outcome = choice.Outcome });
        }

        host.Time.Advance(TimeSpan.FromDays(2));
        return await host.WaitForAsync(id, i => i.OpenTasks.All(open => open.Id != task.Id));
    }
}
