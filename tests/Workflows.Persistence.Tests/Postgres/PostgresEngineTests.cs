using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Hosting;
using Workflows.TestKit.Contracts;
using Workflows.TestKit.Postgres;

namespace Workflows.Persistence.Tests.Postgres;

public sealed class PostgresEngineTests : EngineContract, IAsyncLifetime
{
    private string _database = null!;
    private string _connectionString = null!;

    public async ValueTask InitializeAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        _database = await TestPostgres.TakeAsync();
        _connectionString = cluster.ConnectionString(_database);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await TestPostgres.GiveBackAsync(_database);
        GC.SuppressFinalize(this);
    }

    protected override void UseStore(WorkflowsBuilder builder) => builder.UsePostgres(_connectionString);
}
