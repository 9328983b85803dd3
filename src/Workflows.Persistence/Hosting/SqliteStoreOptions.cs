using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Workflows.Persistence.Hosting;

/// <summary>How instances are kept in an SQLite database.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The database file. It is created, with its folder, when it is not there. There is no default.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>How many commits may wait to be written. The default is 4096.</summary>
    [Range(1, 1_000_000)]
    public int QueueLimit { get; set; } = 4096;

    /// <summary>How long a caller waits for room in the queue before it is told that the store is busy. The default is 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the writer waits for another process that holds the database. The default is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>;
