using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;
using Workflows.Persistence.Hosting;

namespace Workflows.Persistence.Sqlite;

/// <summary>The database file of a host: brought up to date and opened once, with one writer and many readers.</summary>
internal sealed class SqliteDatabase : WorkflowDatabase
{
    private readonly SqliteStoreOptions _options;
    private readonly ILogger<SqliteCommitWriter> _logger;
    private readonly TimeProvider _time;
    private readonly EngineMetrics? _metrics;
    private readonly SqliteReaders _readers;
    private SqliteCommitWriter? _writer;

    public SqliteDatabase(IOptions<SqliteStoreOptions> options, ILogger<SqliteCommitWriter> logger, TimeProvider time, EngineMetrics? metrics = null)
    {
        _options = options.Value;
        _logger = logger;
        _time = time;
        _metrics = metrics;
        Path = System.IO.Path.GetFullPath(_options.Path);
        ReadConnectionString = new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadOnly }.ToString();
        WriteConnectionString = new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString();
        _readers = new SqliteReaders(ReadConnectionString + ";Pooling=False");
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>For connections that read. They cannot write.</summary>
    public string ReadConnectionString { get; }

    /// <summary>For the writer, and for migrations before it begins.</summary>
    public string WriteConnectionString { get; }

    public override bool IsShared => false;

    public override DbReads Reads => _writer is null ? throw NotOpen() : _readers;

    /// <summary>The writer.</summary>
    public SqliteCommitWriter Writer => _writer ?? throw NotOpen();

    public override Task WriteAsync(WriteUnit unit, CancellationToken cancellationToken) => Writer.WriteAsync(unit, cancellationToken);

    /// <summary>Creates the file where there is none, brings its schema up to date, and starts the writer.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be opened for writing, or a newer version of the product made it.</exception>
    /// <exception cref="StoreBusyException">Another process holds it.</exception>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            await SqliteSchema.UpdateAsync(WriteConnectionString, Path, _options.LockTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw SqliteFailure.Explain(e, Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The folder of '{Path}' cannot be created: {e.Message}", e);
        }

        _writer = new SqliteCommitWriter(WriteConnectionString, _options, _logger, _time, _metrics);
    }

    /// <summary>Writes what is queued and closes the file; the writer goes last, so that it can tidy up the log. Doing it twice is fine.</summary>
    public override async ValueTask DisposeAsync()
    {
        _readers.Dispose();
        using (var pooled = new SqliteConnection(ReadConnectionString))
        {
            SqliteConnection.ClearPool(pooled);
        }

        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private InvalidOperationException NotOpen() => new($"'{Path}' is not open: the host has not started.");
}
