using Workflows.TestKit.Contracts;

namespace Workflows.Persistence.Tests;

public sealed class SqliteInstanceStoreTests : InstanceStoreContract
{
    internal override async ValueTask<TestStore> OpenAsync() => (await TestDatabase.OpenAsync()).ToTestStore();
}

public sealed class SqliteWorkflowQueriesTests : WorkflowQueriesContract
{
    internal override async ValueTask<TestStore> OpenAsync() => (await TestDatabase.OpenAsync()).ToTestStore();
}
