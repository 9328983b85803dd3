using Workflows.Engine.Storage.InMemory;
using Workflows.TestKit.Contracts;

namespace Workflows.Engine.Tests.Storage;

public sealed class InMemoryInstanceStoreTests : InstanceStoreContract
{
    internal override ValueTask<TestStore> OpenAsync() => InMemory.OpenAsync();
}

public sealed class InMemoryWorkflowQueriesTests : WorkflowQueriesContract
{
    internal override ValueTask<TestStore> OpenAsync() => InMemory.OpenAsync();
}

internal static class InMemory
{
    public static ValueTask<TestStore> OpenAsync()
    {
        var store = new InMemoryStore();
        return ValueTask.FromResult(new TestStore(store, store, store, store, store, store, store, store, store, store, store, () => ValueTask.CompletedTask));
    }
}
