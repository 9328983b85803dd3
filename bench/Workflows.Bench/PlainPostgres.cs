using Npgsql;

namespace Workflows.Bench;

/// <summary>
/// What clients of PostgreSQL reach side by side: each has its connection, and sends an UPDATE and two INSERTs, prepared, as one transaction in one round trip. The server lets
/// them share flushes.
/// </summary>
internal sealed class PlainPostgres : IAsyncDisposable
{
    private const int Rows = 10_000;

    private readonly NpgsqlDataSource _source;
    private readonly byte[] _state = new byte[430];
    private readonly byte[] _event = new byte[150];
    private int _next;

    private PlainPostgres(string database) => _source = NpgsqlDataSource.Create(database + ";Max Auto Prepare=10;Auto Prepare Min Usages=1;Maximum Pool Size=64");

    public static async Task<PlainPostgres> StartAsync()
    {
        var plain = new PlainPostgres(await BenchPostgres.NewDatabaseAsync());
        await using var create = plain._source.CreateCommand($"""
            CREATE TABLE i (id int PRIMARY KEY, v int, state bytea);
            CREATE TABLE h (i int, v int, e bytea, PRIMARY KEY (i, v));
            CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, i int, e bytea);
            CREATE INDEX t_i ON t (i);
            INSERT INTO i SELECT n, 0, convert_to(repeat('x', 430), 'UTF8') FROM generate_series(0, {Rows - 1}) n;
            ANALYZE i;
            """);
        await create.ExecuteNonQueryAsync();
        return plain;
    }

    /// <summary>One transaction; returns when it is durable.</summary>
    public async Task CommitAsync()
    {
        var version = Interlocked.Increment(ref _next);
        var row = version % Rows;
        await using var batch = _source.CreateBatch();
        batch.BatchCommands.Add(new("UPDATE i SET v = v + 1, state = $1 WHERE id = $2") { Parameters = { new() { Value = _state }, new() { Value = row } } });
        batch.BatchCommands.Add(new("INSERT INTO h VALUES ($1, $2, $3)") { Parameters = { new() { Value = row }, new() { Value = version }, new() { Value = _event } } });
        batch.BatchCommands.Add(new("INSERT INTO t (i, e) VALUES ($1, $2)") { Parameters = { new() { Value = row }, new() { Value = _event } } });
        await batch.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
