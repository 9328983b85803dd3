using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Hosting;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.TestKit;

/// <summary>A running engine with a fake clock. Dispose stops it as a host would; a new one on the same store goes on where it stopped.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly IHostedService[] _hosted;

    private EngineHost(ServiceProvider services, FakeTimeProvider time)
    {
        _services = services;
        _hosted = [.. services.GetServices<IHostedService>()];
        Time = time;
    }

    public FakeTimeProvider Time { get; }

    public IServiceProvider Services => _services;

    public IWorkflowEngine Engine => _services.GetRequiredService<IWorkflowEngine>();

    public IWorkflowQueries Queries => _services.GetRequiredService<IWorkflowQueries>();

    /// <summary>Composes and starts an engine. <paramref name="configure"/> must choose a store.</summary>
    public static async Task<EngineHost> StartAsync(Action<WorkflowsBuilder> configure, FakeTimeProvider? time = null, Action<IServiceCollection>? services = null)
    {
        time ??= new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(time);
        collection.AddSingleton<ILoggerFactory, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory>();
        collection.AddSingleton(typeof(ILogger<>), typeof(Microsoft.Extensions.Logging.Abstractions.NullLogger<>));
        services?.Invoke(collection);
        collection.AddWorkflows(configure);
        var host = new EngineHost(collection.BuildServiceProvider(), time);
        foreach (var hosted in host._hosted)
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return host;
    }

    /// <summary>Waits, without polling, until the instance is as asked.</summary>
    public async Task<InstanceSnapshot> WaitForAsync(InstanceId id, Func<InstanceSnapshot, bool> condition, TenantId? tenant = null)
    {
        var of = tenant ?? TenantId.Default;
        var changed = new SemaphoreSlim(0);
        using var subscription = _services.GetRequiredService<ChangeFeed>().Subscribe(change =>
        {
            if (change.Instance == id)
            {
                changed.Release();
            }
        });
        while (true)
        {
            if (await Queries.FindInstanceAsync(of, id, CancellationToken.None) is { } instance && condition(instance))
            {
                return instance;
            }

            if (!await changed.WaitAsync(s_patience))
            {
                throw new TimeoutException($"Instance {id} did not become as asked.");
            }
        }
    }

    public Task<InstanceSnapshot> WaitForAsync(InstanceId id, InstanceStatus status) => WaitForAsync(id, i => i.Status == status);

    /// <summary>The whole history of an instance.</summary>
    public async Task<IReadOnlyList<InstanceEvent>> HistoryAsync(InstanceId id) =>
        [.. (await Queries.ListHistoryAsync(TenantId.Default, id, 0, 10_000, CancellationToken.None)).Select(h => h.Event)];

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _hosted.Reverse())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
