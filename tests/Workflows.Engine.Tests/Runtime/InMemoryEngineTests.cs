using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Hosting;
using Workflows.Engine.Storage.InMemory;
using Workflows.TestKit.Contracts;

namespace Workflows.Engine.Tests.Runtime;

public sealed class InMemoryEngineTests : EngineContract
{
    private readonly InMemoryStore _store = new();

    protected override void UseStore(WorkflowsBuilder builder)
    {
        builder.Services.AddSingleton(_store);
        builder.UseInMemory();
    }
}
