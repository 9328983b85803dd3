using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Workflows.Engine.Runtime;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;
using Workflows.Persistence.Hosting;

namespace Workflows.Persistence.Postgres;

/// <summary>The database of a host: brought up to date and opened once, with a few writers and many readers.</summary>
internal sealed class PostgresDatabase : WorkflowDatabase
{
    private readonly PostgresStoreOptions _options;
    private readonly ILogger<PostgresCommitWriter> _logger;
    private readonly EngineMetrics? _metrics;
    private readonly string _schema;
    private readonly PostgresReads _reads;
    private PostgresCommitWriter[]? _writers;

    public PostgresDatabase(IOptions<PostgresStoreOptions> options, ILogger<PostgresCommitWriter> logger, EngineMetrics? metrics = null)
    {
        _options = options.Value;
        _logger = logger;
        _metrics = metrics;
        var connection = new NpgsqlConnectionStringBuilder(_options.ConnectionString);
        connection.SearchPath ??= "workflows";
        connection.ApplicationName ??= "Workflows";
        if (connection.MaxAutoPrepare == 0)
        {
            connection.MaxAutoPrepare = 100;
            connection.AutoPrepareMinUsages = 2;
        }

        _schema = connection.SearchPath.Split(',')[0].Trim().Trim('"');
        Name = $"{connection.Database ?? connection.Username} on {connection.Host}:{connection.Port}";
        DataSource = NpgsqlDataSource.Create(connection);
        _reads = new PostgresReads(DataSource, Name);
    }

    /// <summary>What messages call it; without its password.</summary>
    public string Name { get; }

    /// <summary>Where connections come from.</summary>
    public NpgsqlDataSource DataSource { get; }

    public override bool IsShared => true;

    public override DbReads Reads => _writers is null ? throw NotOpen() : _reads;

    /// <summary>The writers; what is not a commit of an instance is the work of the first.</summary>
    public IReadOnlyList<PostgresCommitWriter> Writers => _writers ?? throw NotOpen();

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_writers is not null)
        {
            return;
        }

        try
        {
            await PostgresSchema.UpdateAsync(DataSource, _schema, Name, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw PostgresFailure.Explain(e, Name);
        }

        _writers = [.. Enumerable.Range(1, _options.Writers).Select(number => new PostgresCommitWriter(DataSource, Name, number, _options, _logger, _metrics))];
    }

    public override Task WriteAsync(WriteUnit unit, CancellationToken cancellationToken)
    {
        // An instance has one writer, so that its commits stay in their order.
        var writer = unit is CommitUnit { Rows.Instance.Id: var id } ? (int)((uint)id.GetHashCode() % (uint)Writers.Count) : 0;
        return Writers[writer].WriteAsync(unit, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers ?? [])
        {
            await writer.DisposeAsync().ConfigureAwait(false);
        }

        await DataSource.DisposeAsync().ConfigureAwait(false);
    }

    private InvalidOperationException NotOpen() => new($"'{Name}' is not open: the host has not started.");
}
