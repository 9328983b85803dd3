using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine;
using Workflows.Engine.Runtime;
using Workflows.TestKit;
using Workflows.TestKit.Storage;

namespace Workflows.Persistence.Tests.Commit;

public sealed class CommitMetricsTests : IDisposable
{
    private readonly string _folder = TestDatabase.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Writes_OfAnEngineOnSqlite_AreTimedAndCountedByTransaction()
    {
        var numbers = new ConcurrentQueue<(string Name, double Value)>();
        using var listener = new MeterListener();
        await using (var host = await EngineHost.StartAsync(workflows => workflows.UseSqlite(Path.Combine(_folder, "a.db")).AddDefinition(StoreSamples.Task())))
        {
            var metrics = host.Services.GetRequiredService<EngineMetrics>();
            Assert.True(metrics.Queue.Limit > 0);
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (ReferenceEquals(instrument.Meter, metrics.Meter))
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => numbers.Enqueue((instrument.Name, value)));
            listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => numbers.Enqueue((instrument.Name, value)));
            listener.Start();

            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.Engine.StartAsync(
                new StartRequest("task", JsonElement.Parse("{}"), "rita") { Wait = TimeSpan.Zero }, TestContext.Current.CancellationToken)));
        }

        var durations = numbers.Where(n => n.Name == "workflows.commit.duration").Select(n => n.Value).ToList();

        // The starts, and the end of the process.
        Assert.Equal(21, durations.Count);
        Assert.All(durations, seconds => Assert.InRange(seconds, 0.00001, 60));
        Assert.Equal(21, numbers.Where(n => n.Name == "workflows.commit.batch_size").Sum(n => n.Value));
    }
}
