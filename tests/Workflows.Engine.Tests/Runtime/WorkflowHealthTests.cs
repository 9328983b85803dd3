using Microsoft.Extensions.Time.Testing;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Tests.Runtime;

public sealed class WorkflowHealthTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FakeDiagnostics _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_AllIsWell_IsHealthyWithReasons() => Assert.Equal(
        [
            new HealthFinding("database", HealthLevel.Healthy, "It can be read and written."),
            new HealthFinding("writer", HealthLevel.Healthy, "3 of at most 100 writes wait."),
            new HealthFinding("due", HealthLevel.Healthy, "Nothing that is due waits."),
        ],
        await Health(depth: 3).CheckAsync(Token));

    [Fact]
    public async Task Check_TheDiskIsFull_SaysSo()
    {
        _store.WriteFailure = new StoreUnavailableException("The disk is full.");

        Assert.Equal(new HealthFinding("database", HealthLevel.Unhealthy, "It cannot be written: The disk is full."), (await Health().CheckAsync(Token))[0]);
    }

    [Fact]
    public async Task Check_AnUnknownFault_TellsNobodyMoreThanItsKind()
    {
        _store.WriteFailure = new InvalidOperationException("password=secret");
        _store.ReadFailure = new InvalidOperationException("password=secret");

        var findings = await Health().CheckAsync(Token);

        Assert.Equal([HealthLevel.Unhealthy, HealthLevel.Healthy, HealthLevel.Unhealthy], findings.Select(f => f.Level));
        Assert.All(findings, f => Assert.DoesNotContain("secret", f.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_TheQueueIsNearlyFull_IsDegraded() =>
        Assert.Equal(new HealthFinding("writer", HealthLevel.Degraded, "80 of at most 100 writes wait."), (await Health(depth: 80).CheckAsync(Token))[1]);

    [Theory]
    [InlineData(60, HealthLevel.Healthy)]
    [InlineData(61, HealthLevel.Degraded)]
    public async Task Check_SomethingIsDueSinceLong_IsDegradedButReady(int seconds, HealthLevel expected)
    {
        _store.EarliestDueAt = _time.GetUtcNow().AddSeconds(-seconds);

        Assert.Equal(expected, (await Health().CheckAsync(Token))[2].Level);
    }

    [Fact]
    public async Task Check_AskedOften_LooksOnlyEveryFewSeconds()
    {
        var health = Health();
        for (var i = 0; i < 10; i++)
        {
            await health.CheckAsync(Token);
        }

        Assert.Equal((1, 1), (_store.Writes, _store.Reads));
        _time.Advance(TimeSpan.FromSeconds(5));
        await health.CheckAsync(Token);
        Assert.Equal((2, 2), (_store.Writes, _store.Reads));
    }

    private WorkflowHealth Health(int depth = 0)
    {
        var metrics = new EngineMetrics(_time);
        metrics.AddQueue(this, () => (depth, 100));
        return new WorkflowHealth(_store, new StoreFiguresCache(_store, metrics, _time), metrics, _time);
    }

    private sealed class FakeDiagnostics : IStoreDiagnostics
    {
        public Exception? WriteFailure { get; set; }

        public Exception? ReadFailure { get; set; }

        public DateTimeOffset? EarliestDueAt { get; set; }

        public int Writes { get; private set; }

        public int Reads { get; private set; }

        public Task<StoreFigures> ReadFiguresAsync(int cap, CancellationToken cancellationToken)
        {
            Reads++;
            return ReadFailure is null ? Task.FromResult(new StoreFigures(0, 0, null, EarliestDueAt)) : Task.FromException<StoreFigures>(ReadFailure);
        }

        public Task ProbeWriteAsync(CancellationToken cancellationToken)
        {
            Writes++;
            return WriteFailure is null ? Task.CompletedTask : Task.FromException(WriteFailure);
        }
    }
}
