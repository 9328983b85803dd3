using Workflows.TestKit.Contracts;

namespace Workflows.Persistence.Tests.Postgres;

public sealed class PostgresInstanceStoreTests : InstanceStoreContract
{
    internal override async ValueTask<TestStore> OpenAsync() => (await TestPostgres.OpenAsync()).ToTestStore();
}

public sealed class PostgresWorkflowQueriesTests : WorkflowQueriesContract
{
    internal override async ValueTask<TestStore> OpenAsync() => (await TestPostgres.OpenAsync()).ToTestStore();
}
