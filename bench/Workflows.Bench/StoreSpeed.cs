using System.Collections.Concurrent;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Bench;

/// <summary>
/// Commits straight to a store: the UPDATE of an instance and two events, which is what the raw limits write, without an engine that decides. Every caller has an instance of its own.
/// </summary>
internal static class StoreSpeed
{
    public static async Task<Measurement> RunAsync(BenchEngine engine, int callers, TimeSpan duration)
    {
        var store = engine.Store;
        ConcurrentQueue<WorkflowInstance> idle = new();
        InstanceEvent? happened = null;
        for (var i = 0; i < callers; i++)
        {
            var waiting = await engine.StartAsync(Definitions.Wait.Key);
            idle.Enqueue((await store.LoadAsync(TenantId.Default, waiting.Id, CancellationToken.None))!);
            happened ??= (await engine.Queries.ListHistoryAsync(TenantId.Default, waiting.Id, 0, 1, CancellationToken.None))[0].Event;
        }

        return await Load.RunAsync(callers, duration, async () =>
        {
            idle.TryDequeue(out var instance);
            var (expected, position) = (instance!.Revision++, instance.Position);
            instance.Position += 2;
            await store.CommitAsync(new InstanceCommit(instance, expected, [happened!, happened!], position + 1) { StoredTimers = [] }, CancellationToken.None);
            idle.Enqueue(instance);
        });
    }
}
