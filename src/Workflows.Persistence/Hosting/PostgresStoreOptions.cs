using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Workflows.Persistence.Hosting;

/// <summary>How instances are kept in a PostgreSQL database.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>
    /// The database, for example <c>Host=db;Database=workflows;Username=workflows;Password=...</c>. It must exist; its tables are made in the schema <c>workflows</c>, unless
    /// the connection string names another with <c>Search Path</c>. There is no default.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>How many connections write, so that one works while another waits for the disk. The default is 2.</summary>
    [Range(1, 4)]
    public int Writers { get; set; } = 2;

    /// <summary>How many commits may wait to be written, shared evenly by the writers. The default is 4096.</summary>
    [Range(1, 1_000_000)]
    public int QueueLimit { get; set; } = 4096;

    /// <summary>How long a caller waits for room in the queue before it is told that the store is busy. The default is 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(3);
}

[OptionsValidator]
internal sealed partial class PostgresStoreOptionsValidator : IValidateOptions<PostgresStoreOptions>;
