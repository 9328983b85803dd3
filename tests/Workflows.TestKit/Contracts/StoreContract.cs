using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <summary>What the suites that every store must pass have in common: a new, empty store for each test, and a clock.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private TestStore _store = null!;

    internal static Actor Stranger { get; } = new("ann", ["managers"], new TenantId("other"));

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    internal IInstanceStore Store => _store.Instances;

    internal IDefinitionStore Definitions => _store.Definitions;

    internal IScheduleStore Schedules => _store.Schedules;

    internal IEventStore Events => _store.Events;

    internal IRetentionStore Retention => _store.Retention;

    internal IAuditStore Audit => _store.Audit;

    internal IIncidentStore Incidents => _store.Incidents;

    internal IKeyStore Keys => _store.Keys;

    internal IAttentionStore Attention => _store.Attention;

    internal IWorkflowQueries Queries => _store.Queries;

    internal static TenantId Tenant => TenantId.Default;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>A new, empty store.</summary>
    internal abstract ValueTask<TestStore> OpenAsync();

    internal Task<TestInstance> StartAsync(
        WorkflowDefinition definition, Actor? by = null, string? reference = null, string? title = null, string? startKey = null, object? data = null) =>
        TestInstance.StartAsync(Store, definition, Time, by, reference, title, startKey, data);

    internal static StoredDefinition Stored(
        string key = "approval",
        string version = "1.0.0",
        TenantId? tenant = null,
        string? name = null,
        string document = "{}",
        DateTimeOffset? at = null,
        DefinitionStatus status = DefinitionStatus.Published,
        long revision = 1)
    {
        var changed = at ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var isDraft = status is DefinitionStatus.Draft;
        return new StoredDefinition
        {
            Tenant = tenant ?? Tenant,
            Key = key,
            Version = SemanticVersion.Parse(version),
            Status = status,
            Revision = revision,
            Name = name ?? $"The {key} workflow",
            Description = "What it is for",
            Category = "Finance",
            StepCount = 3,
            Document = document,
            ContentHash = $"hash-{version}",
            ChangedAt = changed,
            ChangedBy = "author",
            PublishedAt = isDraft ? null : changed,
            PublishedBy = isDraft ? null : "author",
        };
    }

    /// <summary>Stores a version that is not there yet.</summary>
    internal Task<bool> AddAsync(StoredDefinition definition) => Definitions.WriteAsync([new DefinitionChange.Save(definition, 0)], [], [], Token);

    internal static async Task<List<HistoryEntry>> HistoryAsync(IWorkflowQueries queries, InstanceId instance) =>
        [.. await queries.ListHistoryAsync(Tenant, instance, 0, 10_000, Token)];

    /// <summary>Two states, or two lists of events, are the same when they are written the same.</summary>
    internal static void AssertSame(WorkflowInstance expected, WorkflowInstance? actual) =>
        Assert.Equal(System.Text.Encoding.UTF8.GetString(InstanceJson.Write(expected)), actual is null ? null : System.Text.Encoding.UTF8.GetString(InstanceJson.Write(actual)));

    internal static string Text(JsonElement? json) => json?.GetRawText() ?? "";

    internal static string Numbered(string prefix, int number) => prefix + number.ToString("D4", CultureInfo.InvariantCulture);
}

/// <summary>A store under test.</summary>
internal sealed record TestStore(
    IInstanceStore Instances, INodeStore Nodes, IDefinitionStore Definitions, IScheduleStore Schedules, IEventStore Events, IAuditStore Audit, IRetentionStore Retention,
    IIncidentStore Incidents, IKeyStore Keys, IAttentionStore Attention, IWorkflowQueries Queries, Func<ValueTask> Close);
