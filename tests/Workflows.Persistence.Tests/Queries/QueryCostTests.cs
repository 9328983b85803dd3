using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;
using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Stores;

namespace Workflows.Persistence.Tests.Queries;

/// <summary>
/// What queries cost in a small and in a large database, counted in instructions of SQLite's virtual machine: the same on every machine, however busy.
/// </summary>
public sealed class QueryCostTests(QueryCostTests.Databases databases) : IClassFixture<QueryCostTests.Databases>
{
    private static readonly Actor s_ann = new("ann", ["managers", "finance"], TenantId.Default);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Filters of instances; each must find a page quickly in both databases.</summary>
    public static TheoryData<string, InstanceFilter> InstanceFilters => new()
    {
        { "all", new InstanceFilter() },
        { "definition", new InstanceFilter { Definition = "def3" } },
        { "definition without instances", new InstanceFilter { Definition = "none" } },
        { "status", new InstanceFilter { Statuses = [InstanceStatus.Waiting] } },
        { "statuses", new InstanceFilter { Statuses = [InstanceStatus.Completed, InstanceStatus.Failed] } },
        { "status without instances", new InstanceFilter { Statuses = [InstanceStatus.Paused] } },
        { "definition and status", new InstanceFilter { Definition = "def3", Statuses = [InstanceStatus.Paused, InstanceStatus.Canceled] } },
        { "starter", new InstanceFilter { StartedBy = "user7" } },
        { "reference", new InstanceFilter { Reference = "REQ-000017" } },
        { "incident", new InstanceFilter { HasIncident = true } },
        { "incident of a definition", new InstanceFilter { HasIncident = true, Definition = "def1", Statuses = [InstanceStatus.Failed] } },
        { "no incident", new InstanceFilter { HasIncident = false } },
        { "since", new InstanceFilter { From = Databases.Began.AddSeconds(500) } },
        { "until", new InstanceFilter { To = Databases.Began.AddSeconds(500) } },
        { "definition in a time", new InstanceFilter { Definition = "def3", From = Databases.Began, To = Databases.Began.AddSeconds(500) } },
        { "search that finds nothing", new InstanceFilter { Search = "nothing" } },
        { "search that finds one", new InstanceFilter { Search = "title 000777" } },
        { "search by reference", new InstanceFilter { Search = "req-000017" } },
    };

    /// <summary>Filters of tasks; each must find a page quickly in both databases.</summary>
    public static TheoryData<string, TaskFilter> TaskFilters => new()
    {
        { "mine", new TaskFilter(TaskScope.Mine, s_ann) },
        { "mine of a definition", new TaskFilter(TaskScope.Mine, s_ann) { Definition = "def3" } },
        { "available", new TaskFilter(TaskScope.Available, s_ann) },
        { "available of a definition", new TaskFilter(TaskScope.Available, s_ann) { Definition = "def1" } },
        { "available to nobody", new TaskFilter(TaskScope.Available, "stranger") },
        { "available of an instance", new TaskFilter(TaskScope.Available, s_ann) { Instance = Databases.Instance(801) } },
        { "done", new TaskFilter(TaskScope.Done, s_ann) },
        { "all", new TaskFilter(TaskScope.All, s_ann) },
        { "all of a definition", new TaskFilter(TaskScope.All, s_ann) { Definition = "def3" } },
        { "all of an instance", new TaskFilter(TaskScope.All, s_ann) { Instance = Databases.Instance(801) } },
        { "all closed", new TaskFilter(TaskScope.All, s_ann) { IsOpen = false } },
        { "search that finds nothing", new TaskFilter(TaskScope.All, s_ann) { Search = "nothing" } },
        { "search that finds one", new TaskFilter(TaskScope.All, s_ann) { Search = "REQ-000801" } },
    };

    [Theory]
    [MemberData(nameof(InstanceFilters), DisableDiscoveryEnumeration = true)]
    public Task ListInstances_HundredTimesTheRows_CostsTheSame(string name, InstanceFilter filter) =>
        AssertFlatAsync(name, (queries, cursor) => PageAsync(queries.ListInstancesAsync(TenantId.Default, filter, new PageRequest(25, cursor), Token)));

    [Theory]
    [MemberData(nameof(TaskFilters), DisableDiscoveryEnumeration = true)]
    public Task ListTasks_HundredTimesTheRows_CostsTheSame(string name, TaskFilter filter) =>
        AssertFlatAsync(name, (queries, cursor) => PageAsync(queries.ListTasksAsync(TenantId.Default, filter, new PageRequest(25, cursor), Token)));

    /// <summary>Searches that find much: what they cost grows with what they find, but has an end. The worst are those whose rows are all old.</summary>
    [Theory]
    [InlineData("title", null, 200_000)]
    [InlineData("title", "def3", 200_000)]
    [InlineData("req-00", null, 1_000_000)]
    [InlineData("title 01", null, 2_000_000)]
    public async Task ListInstances_SearchThatFindsMuch_CostsNoMoreThanThat(string search, string? definition, long most)
    {
        var filter = new InstanceFilter { Search = search, Definition = definition };

        var (steps, _) = await databases.CostAsync(databases.Large, (queries, cursor) => PageAsync(queries.ListInstancesAsync(TenantId.Default, filter, new PageRequest(25, cursor), Token)));

        Assert.InRange(steps, 1_000, most);
    }

    [Fact]
    public async Task ListTasks_SearchThatFindsMuch_CostsNoMoreThanThat()
    {
        var filter = new TaskFilter(TaskScope.Available, s_ann) { Search = "decide" };

        var (steps, _) = await databases.CostAsync(databases.Large, (queries, cursor) => PageAsync(queries.ListTasksAsync(TenantId.Default, filter, new PageRequest(25, cursor), Token)));

        Assert.InRange(steps, 1_000, 200_000);
    }

    [Fact]
    public Task CountTasks_HundredTimesTheRows_CostsTheSame() =>
        AssertFlatAsync("counts", (queries, _) => ReadAsync(queries.CountTasksAsync(s_ann, Token)), factor: 4);

    [Fact]
    public Task IsInvolved_HundredTimesTheRows_CostsTheSame() =>
        AssertFlatAsync("involved", (queries, _) => ReadAsync(queries.IsInvolvedAsync(s_ann, Databases.Instance(801), Token)));

    [Fact]
    public Task ListHistory_HundredTimesTheRows_CostsTheSame() =>
        AssertFlatAsync("history", (queries, _) => ReadAsync(queries.ListHistoryAsync(TenantId.Default, Databases.Instance(801), 0, 100, Token)));

    [Fact]
    public Task ListInstanceTasks_HundredTimesTheRows_CostsTheSame() =>
        AssertFlatAsync("tasks of an instance", (queries, _) => ReadAsync(queries.ListInstanceTasksAsync(TenantId.Default, Databases.Instance(801), Token)));

    [Fact]
    public async Task EngineReads_LargeDatabase_UseIndexes()
    {
        foreach (var sql in new[]
        {
            "SELECT state FROM instances WHERE id = x'00' AND tenant = 'default'",
            "SELECT revision FROM human_tasks WHERE id = x'00' AND tenant = 'default'",
            "SELECT tenant, instance_id, token, kind, due_at FROM timers WHERE due_at <= 1 ORDER BY due_at LIMIT 5",
            "SELECT min(due_at) FROM timers",
            "SELECT tenant, id FROM instances WHERE status IN ('pending', 'running') AND id > x'00' ORDER BY id LIMIT 5",
            "SELECT i.id, h.payload FROM instances i JOIN history h ON h.instance_id = i.id AND h.position = 1 WHERE i.tenant = 'a' AND i.definition = 'b' AND i.start_key = 'c'",
            RetentionStore.Tenants,
            RetentionStore.Definitions,
            RetentionStore.Expired,
            RetentionUnit.Instances,
            IncidentStore.Groups,
            IncidentStore.OneGroup,
            IncidentStore.List(new IncidentFilter()),
            IncidentStore.List(new IncidentFilter { Fingerprint = "" }),
            IncidentStore.List(new IncidentFilter { Definition = "" }),
        })
        {
            AssertWalk(await databases.PlanAsync(sql));
        }
    }

    private static async Task<string?> PageAsync<T>(Task<Page<T>> page) => (await page).Next;

    private static async Task<string?> ReadAsync<T>(Task<T> read)
    {
        await read;
        return null;
    }

    /// <summary>The first and second page must cost about the same with a hundred times the rows; and every statement must walk along an index.</summary>
    private async Task AssertFlatAsync(string name, Func<IWorkflowQueries, string?, Task<string?>> read, double factor = 1.5)
    {
        var small = await databases.CostAsync(databases.Small, read);
        var large = await databases.CostAsync(databases.Large, read);

        Assert.True(large.Steps <= (small.Steps * factor) + 2000, $"{name}: {small.Steps} steps with 1,000 rows, {large.Steps} with 100,000:\n{string.Join('\n', large.Statements)}");
        foreach (var statement in large.Statements)
        {
            AssertWalk(await databases.PlanAsync(statement));
        }
    }

    private static void AssertWalk(string plan)
    {
        // What is scanned may only be the result of a part of the query, never a table.
        foreach (var scanned in System.Text.RegularExpressions.Regex.Matches(plan, @"SCAN (\w+)( USING .*)?$", System.Text.RegularExpressions.RegexOptions.Multiline).Select(m => m.Groups[1].Value))
        {
            Assert.Matches($"(CO-ROUTINE|MATERIALIZE) {scanned}(\n|$)", plan);
        }
    }

    /// <summary>A database with 1,000 instances and one with 100,000, each with a task and a history, half of them open.</summary>
    public sealed class Databases : IAsyncLifetime
    {
        private readonly Counter _counter = new();

        internal static DateTimeOffset Began { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        internal TestDatabase Small { get; private set; } = null!;

        internal TestDatabase Large { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Small = await SeedAsync(1_000);
            Large = await SeedAsync(100_000);
        }

        public async ValueTask DisposeAsync()
        {
            await Small.DisposeAsync();
            await Large.DisposeAsync();
        }

        internal static InstanceId Instance(int number) => new(new Guid(System.Text.Encoding.ASCII.GetBytes(number.ToString("D16", null)), bigEndian: true));

        internal async Task<(long Steps, List<string> Statements)> CostAsync(TestDatabase database, Func<IWorkflowQueries, string?, Task<string?>> read)
        {
            // The first time, names of definitions are learned.
            await read(database.Queries, null);
            _counter.Begin();
            var next = await read(database.Queries, null);
            if (next is not null)
            {
                await read(database.Queries, next);
            }

            return _counter.End();
        }

        internal Task<string> PlanAsync(string sql)
        {
            using var connection = Large.Connect();
            using var command = connection.CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + sql;
            foreach (var name in System.Text.RegularExpressions.Regex.Matches(sql, @"@\w+").Select(m => m.Value).Distinct())
            {
                command.Parameters.AddWithValue(name, DBNull.Value);
            }

            using var reader = command.ExecuteReader();
            List<string> plan = [];
            while (reader.Read())
            {
                plan.Add(reader.GetString(3));
            }

            return Task.FromResult(string.Join('\n', plan));
        }

        private async Task<TestDatabase> SeedAsync(int count)
        {
            var database = await TestDatabase.OpenAsync(null, _counter, _counter.Commands);
            using var connection = database.Connect(canWrite: true);
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                PRAGMA synchronous = OFF;
                PRAGMA cache_size = -100000;
                BEGIN;
                CREATE TEMP TABLE n (value INTEGER PRIMARY KEY);
                WITH RECURSIVE s(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM s WHERE value < {count}) INSERT INTO n SELECT value FROM s;
                INSERT INTO definitions (tenant, key, version, status, revision, name, step_count, content_hash, changed_at, changed_by, published_at, published_by, document)
                SELECT 'default', 'def' || value, 1000000000000, 'published', 1, 'Definition ' || value, 1, 'hash', 0, 'author', 0, 'author', '' FROM n WHERE value < 20;
                INSERT INTO instances (number, id, tenant, definition, version, title, title_folded, reference, reference_folded, status, started_by, started_at, updated_at,
                    ended_at, current_steps, incident_count, revision, position, state)
                SELECT value, CAST(printf('%016d', value) AS BLOB), 'default', 'def' || (value % 20), 1000000000000, printf('Title %06d', value), printf('TITLE %06d', value),
                    printf('REQ-%06d', value), printf('REQ-%06d', value), iif(value % 500 = 1, 'failed', iif(value % 2 = 0, 'completed', 'waiting')), 'user' || (value % 50),
                    {StoredValue.Of(Began)} + value * 10000000, 0, iif(value % 2 = 0, 1, NULL), 'decide', value % 500 = 1, 1, 3, zeroblob(600)
                FROM n;
                INSERT INTO history (instance_id, position, type, at, payload)
                SELECT CAST(printf('%016d', n.value) AS BLOB), p.value, 'instance-failed.v1', 0, CAST('{"{"}"type":"instance-failed.v1","message":"x","at":"2026-01-01T00:00:00+00:00"{"}"}' AS BLOB)
                FROM n JOIN n p ON p.value <= 3;
                INSERT INTO human_tasks (number, id, tenant, instance_id, token, step, definition, version, title, title_folded, instance_title, reference, reference_folded,
                    requester, status, assignee, candidate_groups, created_at, closed_at, completed_by, revision)
                SELECT value, CAST(printf('%016d', value) AS BLOB), 'default', CAST(printf('%016d', value) AS BLOB), 1, 'decide', 'def' || (value % 20), 1000000000000,
                    'Decide', 'DECIDE', printf('Title %06d', value), printf('REQ-%06d', value), printf('REQ-%06d', value), 'user' || (value % 50),
                    iif(value % 2 = 0, 'completed', iif(value % 4 = 1, 'offered', 'allocated')), iif(value % 4 = 1, NULL, 'ann'), '["managers","finance"]',
                    {StoredValue.Of(Began)} + value * 10000000, iif(value % 2 = 0, {StoredValue.Of(Began)} + value * 10000000, NULL), iif(value % 2 = 0, 'ann', NULL), 1
                FROM n;
                INSERT INTO task_candidates (task, candidate, tenant, created_at)
                SELECT number, 'g:managers', tenant, created_at FROM human_tasks WHERE status = 'offered'
                UNION ALL SELECT number, 'g:finance', tenant, created_at FROM human_tasks WHERE status = 'offered';
                COMMIT;
                """;
            command.ExecuteNonQuery();
            return database;
        }
    }

    /// <summary>Counts what EF Core's connections do.</summary>
    private sealed class Counter : DbConnectionInterceptor
    {
        private readonly List<string> _statements = [];
        private long _steps;

        public Counter() => Commands = new CommandCounter(_statements);

        public DbCommandInterceptor Commands { get; }

        public void Begin()
        {
            _steps = 0;
            _statements.Clear();
        }

        public (long Steps, List<string> Statements) End() => (_steps, [.. _statements]);

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Watch(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Watch(connection);
            return Task.CompletedTask;
        }

        private void Watch(DbConnection connection) => raw.sqlite3_progress_handler(
            ((SqliteConnection)connection).Handle,
            10,
            _ =>
            {
                _steps += 10;
                return 0;
            },
            null);

        private sealed class CommandCounter(List<string> statements) : DbCommandInterceptor
        {
            public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
                DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
            {
                statements.Add(command.CommandText);
                return ValueTask.FromResult(result);
            }
        }
    }
}
