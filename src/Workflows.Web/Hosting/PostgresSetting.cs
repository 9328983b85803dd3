using Npgsql;

namespace Workflows.Web.Hosting;

/// <summary>Whether the server keeps its data in PostgreSQL, and where.</summary>
internal sealed class PostgresSetting
{
    /// <summary>The configuration key of the connection string. Without it everything is in the data folder.</summary>
    public const string ConfigurationKey = "Workflows:Postgres";

    private PostgresSetting(NpgsqlConnectionStringBuilder connection)
    {
        ConnectionString = connection.ToString();
        Name = $"{connection.Database ?? connection.Username} on {connection.Host}:{connection.Port}";
    }

    /// <summary>The connection string.</summary>
    public string ConnectionString { get; }

    /// <summary>What people call the database: without its password.</summary>
    public string Name { get; }

    /// <summary>The setting; null where there is none.</summary>
    /// <exception cref="StartupException">It is not a connection string.</exception>
    public static PostgresSetting? Of(IConfiguration configuration)
    {
        if (configuration[ConfigurationKey] is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            return connection.Host is { Length: > 0 } ? new PostgresSetting(connection) : throw new ArgumentException("It names no host.");
        }
        catch (ArgumentException failure)
        {
            // The text itself is not shown: it may hold a password.
            throw new StartupException(
                $"{ConfigurationKey} is not a connection string: {failure.Message}{Environment.NewLine}"
                + "It looks like this: Host=localhost;Database=workflows;Username=workflows;Password=...",
                failure);
        }
    }
}
