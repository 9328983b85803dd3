using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Engine.Storage.InMemory;
using Workflows.TestKit;
using Workflows.TestKit.Storage;

namespace Workflows.Engine.Tests.Retention;

public sealed class RetentionRunnerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly InMemoryStore _store = new();
    private readonly RetentionOptions _options = new() { Pause = TimeSpan.Zero, BatchSize = 2 };
    private readonly EngineMetrics _metrics;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"workflows-archive-{Guid.NewGuid():N}");

    public RetentionRunnerTests() => _metrics = new EngineMetrics(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _metrics.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Run_RulesOfDefinitionAndStatus_RemovesWhatIsTooOldAndNothingElse()
    {
        Rule("*", "completed", "P30D");
        Rule("kept", "completed", "forever");
        Rule("short", "completed", "P1D");
        Rule("*", "canceled", "P30D");
        var old = new[] { await CompletedAsync("any"), await CompletedAsync("any"), await CompletedAsync("any"), await CanceledAsync("any"), await CompletedAsync("short") };
        List<TestInstance> stays = [await CompletedAsync("kept"), await FailedAsync(), await OpenAsync("any")];
        _time.Advance(TimeSpan.FromDays(20));
        var shortToo = await CompletedAsync("short");
        stays.Add(await CompletedAsync("any"));
        _time.Advance(TimeSpan.FromDays(11));

        var run = await RunAsync(Runner());

        Assert.Equal(RetentionRunStatus.Completed, run.Status);
        Assert.Equal([("*", 3, 3), ("kept", 0, 0), ("short", 2, 2), ("*", 1, 1)], run.Results.Select(r => (r.Rule.Definition, r.Found, r.Removed)));
        Assert.Equal((old[0].State.UpdatedAt, old[2].State.UpdatedAt), (run.Results[0].Oldest, run.Results[0].Newest));
        Assert.Equal((old[4].State.UpdatedAt, shortToo.State.UpdatedAt), (run.Results[2].Oldest, run.Results[2].Newest));
        Assert.Equal(stays.Select(i => i.Id).ToHashSet(), await LeftAsync());
        Assert.Equal(RetentionJson.Write(run), RetentionJson.Write(Assert.Single(await _store.ListRunsAsync(TenantId.Default, null, 10, Token))));
    }

    [Fact]
    public async Task Run_NoRule_KeepsEverything()
    {
        await CompletedAsync("any");
        await FailedAsync();
        _time.Advance(TimeSpan.FromDays(30_000));

        Assert.Equal(0, (await RunAsync(Runner())).Found);

        Assert.Equal(2, (await LeftAsync()).Count);
    }

    [Fact]
    public async Task Run_RuleThatSaysFailed_RemovesWhatFailed()
    {
        Rule("machines", "failed", "P1D");
        await FailedAsync();
        _time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, (await RunAsync(Runner())).Removed);

        Assert.Empty(await LeftAsync());
    }

    [Fact]
    public async Task Run_Dry_CountsAndChangesNothing()
    {
        _options.ArchiveFolder = _folder;
        Rule("*", "completed", "P1D");
        TestInstance first = await CompletedAsync("any"), last = await CompletedAsync("other");
        _time.Advance(TimeSpan.FromDays(2));

        var run = await RunAsync(Runner(), isDryRun: true);

        var result = Assert.Single(run.Results);
        Assert.Equal((2, 0, 0, first.State.UpdatedAt, last.State.UpdatedAt), (result.Found, result.Archived, result.Removed, result.Oldest, result.Newest));
        Assert.Equal(2, (await LeftAsync()).Count);
        Assert.False(Directory.Exists(_folder));
        Assert.Null(run.ArchiveFile);
    }

    [Fact]
    public async Task Run_WithAnArchive_WritesALineForEachBeforeItGoes()
    {
        _options.ArchiveFolder = _folder;
        Rule("*", "completed", "P1D");
        var all = new[] { await CompletedAsync("any"), await CompletedAsync("any"), await CompletedAsync("any") };
        _time.Advance(TimeSpan.FromDays(2));

        var run = await RunAsync(Runner());

        Assert.Equal((3, 3), (run.Results[0].Archived, run.Results[0].Removed));
        var lines = (await File.ReadAllLinesAsync(run.ArchiveFile!, Token)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(all.Select(i => i.Id.ToString()), lines.Select(line => line.GetProperty("id").GetString()));
        Assert.Equal("completed", lines[0].GetProperty("status").GetString());
        Assert.Equal(all[0].State.Position, lines[0].GetProperty("history").GetArrayLength());
        Assert.Equal("approve", lines[0].GetProperty("tasks")[0].GetProperty("outcome").GetString());
        var state = InstanceJson.ReadInstance(JsonSerializer.SerializeToUtf8Bytes(lines[0].GetProperty("state")));
        Assert.Equal(InstanceJson.Write(all[0].State), InstanceJson.Write(state));
    }

    [Fact]
    public async Task Run_ArchiveCannotBeWritten_RemovesNothingAndSaysWhy()
    {
        await File.WriteAllTextAsync(_folder, "a file where a folder is asked for", Token);
        _options.ArchiveFolder = _folder;
        Rule("*", "completed", "P1D");
        var kept = await CompletedAsync("any");
        _time.Advance(TimeSpan.FromDays(2));

        var run = await RunAsync(Runner());
        var refused = await Assert.ThrowsAsync<WorkflowException>(() => Runner().RemoveAsync(kept.Id, "asked to", "adam", Token));
        File.Delete(_folder);

        Assert.Equal((RetentionRunStatus.Failed, 0), (run.Status, run.Removed));
        Assert.StartsWith("The archive cannot be written", run.Error, StringComparison.Ordinal);
        Assert.IsType<Rejection.RetentionState>(refused.Rejection);
        Assert.Equal([kept.Id], await LeftAsync());
    }

    [Fact]
    public async Task Run_EndsBetweenArchiveAndRemoval_NextRunGoesOn()
    {
        _options.ArchiveFolder = _folder;
        Rule("*", "completed", "P1D");
        await CompletedAsync("any");
        await CompletedAsync("any");
        await CompletedAsync("any");
        _time.Advance(TimeSpan.FromDays(2));
        var store = new HookedStore(_store);
        store.BeforeRemoval = removals => removals == 2 ? throw new StoreUnavailableException("The disk is gone.") : Task.CompletedTask;

        var broken = await RunAsync(Runner(store));
        var next = await RunAsync(Runner(store));

        Assert.Equal((RetentionRunStatus.Failed, "The disk is gone.", 2), (broken.Status, broken.Error, broken.Removed));
        Assert.Equal((RetentionRunStatus.Completed, 1), (next.Status, next.Removed));
        Assert.Empty(await LeftAsync());
        Assert.Equal((3, 1), (File.ReadAllLines(broken.ArchiveFile!).Length, File.ReadAllLines(next.ArchiveFile!).Length));
    }

    [Fact]
    public async Task Run_TouchedAfterItWasListed_Stays()
    {
        Rule("*", "failed", "P1D");
        TestInstance touched = await FailedAsync(), other = await FailedAsync();
        _time.Advance(TimeSpan.FromDays(2));
        var store = new HookedStore(_store) { BeforeRemoval = _ => touched.CommitAsync(_store, new InstanceCommand.Retry(touched.State.Incidents[0].Id, "olga")) };

        var run = await RunAsync(Runner(store));

        Assert.Equal((2, 1), (run.Found, run.Removed));
        Assert.Equal([touched.Id], await LeftAsync());
        Assert.Null(await _store.LoadAsync(TenantId.Default, other.Id, Token));
    }

    [Fact]
    public async Task Run_SomebodyStopsIt_StopsAfterTheBatch()
    {
        Rule("*", "completed", "P1D");
        for (var i = 0; i < 5; i++)
        {
            await CompletedAsync("any");
        }

        _time.Advance(TimeSpan.FromDays(2));
        var store = new HookedStore(_store);
        var runner = Runner(store);
        var run = (await runner.BeginAsync("adam", false, Token))!;
        store.BeforeRemoval = removals => removals < 2 ? Task.CompletedTask : _store.SaveRunAsync(run with { Status = RetentionRunStatus.Stopped, EndedAt = _time.GetUtcNow() }, Token);

        await runner.RunAsync(run, Token);

        Assert.Equal(RetentionRunStatus.Stopped, (await _store.FindRunAsync(TenantId.Default, run.Id, Token))!.Status);
        Assert.Single(await LeftAsync());
    }

    [Fact]
    public async Task Begin_AnotherIsUnderWay_IsNullUntilItIsSilentForTooLong()
    {
        var runner = Runner();
        var first = await runner.BeginAsync("adam", false, Token);
        Assert.NotNull(first);
        Assert.Null(await runner.BeginAsync(null, false, Token));

        _time.Advance(RetentionRun.Lease + TimeSpan.FromTicks(1));

        Assert.Equal(RetentionRunStatus.Stopped, first.At(_time.GetUtcNow()).Status);
        Assert.NotNull(await runner.BeginAsync(null, false, Token));
    }

    [Fact]
    public async Task Remove_OneThatEnded_IsArchivedRemovedAndReported()
    {
        _options.ArchiveFolder = _folder;
        TestInstance removed = await CompletedAsync("any"), open = await OpenAsync("any"), failed = await FailedAsync();
        var runner = Runner();

        var report = await runner.RemoveAsync(removed.Id, "erasure asked for", "adam", Token);

        Assert.Equal((RetentionTrigger.Instance, "adam", "erasure asked for", removed.Id, 1), (report.Trigger, report.By, report.Reason, report.Instance, report.Removed));
        Assert.Equal(RetentionJson.Write(report), RetentionJson.Write((await _store.FindRunAsync(TenantId.Default, report.Id, Token))!));
        Assert.Single(await File.ReadAllLinesAsync(report.ArchiveFile!, Token));
        var act = Assert.Single((await _store.ListActsAsync(TenantId.Default, new AuditFilter { Action = "instance.delete" }, new PageRequest(), Token)).Items);
        Assert.Equal(("adam", removed.Id, "erasure asked for"), (act.Actor, act.Instance, act.Note));
        Assert.IsType<Rejection.InstanceNotFound>((await Assert.ThrowsAsync<WorkflowException>(() => runner.RemoveAsync(removed.Id, "again", "adam", Token))).Rejection);
        foreach (var stays in new[] { open, failed })
        {
            Assert.IsType<Rejection.InvalidState>((await Assert.ThrowsAsync<WorkflowException>(() => runner.RemoveAsync(stays.Id, "no", "adam", Token))).Rejection);
        }

        Assert.Equal(new HashSet<InstanceId> { open.Id, failed.Id }, await LeftAsync());
    }

    [Fact]
    public async Task Worker_ByTime_RunsAtTheStartAndAfterEachInterval()
    {
        await using var host = await EngineHost.StartAsync(
            workflows => workflows.UseInMemory(),
            _time,
            services =>
            {
                services.AddSingleton(_store);
                services.Configure<RetentionOptions>(o => o.Rules.Add(new RetentionRuleOptions { Status = "completed", KeepFor = "P1D" }));
            });
        var retention = host.Services.GetRequiredService<WorkflowRetention>();
        await RunsAsync(retention, 1);
        await CompletedAsync("any");
        _time.Advance(TimeSpan.FromDays(2));

        var runs = await RunsAsync(retention, 2);

        Assert.Equal((RetentionTrigger.Schedule, 1), (runs[0].Trigger, runs[0].Removed));
        Assert.Empty(await LeftAsync());
    }

    [Theory]
    [InlineData("", "completed", "P1D", "'Definition' must be")]
    [InlineData("*", "waiting", "P1D", "'Status' must be")]
    [InlineData("*", "", "P1D", "'Status' must be")]
    [InlineData("*", "completed", "P1Y", "'KeepFor' must be")]
    [InlineData("*", "completed", "-P1D", "'KeepFor' must be")]
    public void Validate_RuleThatCannotBe_SaysWhich(string definition, string status, string keepFor, string expected)
    {
        Rule(definition, status, keepFor);

        Assert.Contains(expected, new RetentionOptionsValidator().Validate(null, _options).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_TwoRulesForTheSame_IsRefused()
    {
        Rule("*", "completed", "P1D");
        Assert.True(new RetentionOptionsValidator().Validate(null, _options).Succeeded);
        Rule("*", "Completed", "P2D");

        Assert.True(new RetentionOptionsValidator().Validate(null, _options).Failed);
    }

    private static async Task<IReadOnlyList<RetentionRun>> RunsAsync(WorkflowRetention retention, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var runs = await retention.ListRunsAsync(TenantId.Default, null, 25, patience.Token);
            if (runs.Count == count && runs.All(r => r.EndedAt is not null))
            {
                return runs;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private void Rule(string definition, string status, string keepFor) =>
        _options.Rules.Add(new RetentionRuleOptions { Definition = definition, Status = status, KeepFor = keepFor });

    private RetentionRunner Runner(IRetentionStore? store = null) => new(store ?? _store, _metrics, _time, Options.Create(_options), NullLogger<RetentionRunner>.Instance);

    private async Task<RetentionRun> RunAsync(RetentionRunner runner, bool isDryRun = false)
    {
        var run = (await runner.BeginAsync("adam", isDryRun, Token))!;
        await runner.RunAsync(run, Token);
        return (await _store.FindRunAsync(TenantId.Default, run.Id, Token))!;
    }

    private async Task<HashSet<InstanceId>> LeftAsync() =>
        [.. (await _store.ListInstancesAsync(TenantId.Default, new InstanceFilter(), new PageRequest(200), Token)).Items.Select(i => i.Id)];

    private async Task<TestInstance> OpenAsync(string key)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return await TestInstance.StartAsync(_store, StoreSamples.Approval(key), _time);
    }

    private async Task<TestInstance> CompletedAsync(string key)
    {
        var instance = await OpenAsync(key);
        await instance.CommitAsync(_store, instance.CompleteStep());
        await instance.CommitAsync(_store, instance.CompleteTask("ann", "approve", "fine"));
        await instance.CommitAsync(_store, instance.CompleteStep());
        return instance;
    }

    private async Task<TestInstance> CanceledAsync(string key)
    {
        var instance = await OpenAsync(key);
        await instance.CommitAsync(_store, new InstanceCommand.Cancel("olga", "gone"));
        return instance;
    }

    private async Task<TestInstance> FailedAsync()
    {
        var instance = await TestInstance.StartAsync(_store, StoreSamples.Machines(), _time);
        var token = instance.State.Tokens[0];
        await instance.CommitAsync(_store, new InstanceCommand.FailStep(token.Id, token.Attempt, "boom", null, "broken"));
        return instance;
    }

    /// <summary>Lets a test do something right before instances are removed: after they were listed and archived.</summary>
    private sealed class HookedStore(IRetentionStore inner) : IRetentionStore
    {
        private int _removals;

        public Func<int, Task> BeforeRemoval { get; set; } = _ => Task.CompletedTask;

        public async Task<ImmutableArray<InstanceId>> RemoveAsync(TenantId tenant, ImmutableArray<(InstanceId Instance, long Revision)> batch, AuditRow? act, CancellationToken cancellationToken)
        {
            await BeforeRemoval(++_removals);
            return await inner.RemoveAsync(tenant, batch, act, cancellationToken);
        }

        public Task<IReadOnlyList<(TenantId Tenant, string Definition)>> ListUsedDefinitionsAsync(TenantId? tenant, CancellationToken cancellationToken) =>
            inner.ListUsedDefinitionsAsync(tenant, cancellationToken);

        public Task<IReadOnlyList<ExpiredInstance>> ListExpiredAsync(RetentionTarget target, ExpiredInstance? after, int limit, CancellationToken cancellationToken) =>
            inner.ListExpiredAsync(target, after, limit, cancellationToken);

        public Task<IReadOnlyList<StoredInstance>> LoadStoredAsync(TenantId tenant, ImmutableArray<InstanceId> instances, CancellationToken cancellationToken) =>
            inner.LoadStoredAsync(tenant, instances, cancellationToken);

        public Task<bool> BeginRunAsync(RetentionRun run, DateTimeOffset aliveSince, AuditRow? act, CancellationToken cancellationToken) =>
            inner.BeginRunAsync(run, aliveSince, act, cancellationToken);

        public Task<bool> SaveRunAsync(RetentionRun run, CancellationToken cancellationToken) => inner.SaveRunAsync(run, cancellationToken);

        public Task<RetentionRun?> FindRunAsync(TenantId tenant, RetentionRunId id, CancellationToken cancellationToken) => inner.FindRunAsync(tenant, id, cancellationToken);

        public Task<IReadOnlyList<RetentionRun>> ListRunsAsync(TenantId tenant, RetentionRunId? before, int limit, CancellationToken cancellationToken) =>
            inner.ListRunsAsync(tenant, before, limit, cancellationToken);

        public Task<RetentionRun?> LastScheduledRunAsync(CancellationToken cancellationToken) => inner.LastScheduledRunAsync(cancellationToken);
    }
}
