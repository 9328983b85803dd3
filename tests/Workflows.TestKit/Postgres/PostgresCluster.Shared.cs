using Xunit;

namespace Workflows.TestKit.Postgres;

/// <content>The one that the tests of a process share.</content>
internal sealed partial class PostgresCluster
{
    private static readonly Lazy<Task<PostgresCluster>> s_shared = new(() => StartAsync());

    /// <summary>The server of this process. Skips the test where PostgreSQL is not installed; on CI that is a failure.</summary>
    public static Task<PostgresCluster> SharedAsync()
    {
        SkipWithoutPostgres();
        return s_shared.Value;
    }

    /// <summary>Skips the test where PostgreSQL is not installed; on CI that is a failure.</summary>
    public static void SkipWithoutPostgres()
    {
        if (Programs is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip("PostgreSQL is not installed (on Debian: apt-get install postgresql).");
        }
    }
}
