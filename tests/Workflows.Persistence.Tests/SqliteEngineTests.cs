using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Hosting;
using Workflows.TestKit.Contracts;

namespace Workflows.Persistence.Tests;

public sealed class SqliteEngineTests : EngineContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workflows-").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override void UseStore(WorkflowsBuilder builder) => builder.UseSqlite(Path.Combine(_folder, "workflows.db"));
}
