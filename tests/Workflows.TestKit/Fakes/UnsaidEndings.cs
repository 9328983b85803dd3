using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Hosting;
using Workflows.Engine.Storage;

namespace Workflows.TestKit.Fakes;

/// <summary>Lets hosts end as a crash does: their ends are not stored.</summary>
internal sealed class UnsaidEndings
{
    /// <summary>Whether the next end is a crash.</summary>
    public bool IsCrash { get; set; }

    /// <summary>Puts itself before the node store that was registered.</summary>
    public void Decorate(WorkflowsBuilder builder)
    {
        var registered = builder.Services.Last(d => d.ServiceType == typeof(INodeStore));
        builder.Services.Remove(registered);
        builder.Services.AddSingleton<INodeStore>(services => new Store(
            (INodeStore)(registered.ImplementationFactory?.Invoke(services) ?? ActivatorUtilities.CreateInstance(services, registered.ImplementationType!)), this));
    }

    private sealed class Store(INodeStore inner, UnsaidEndings endings) : INodeStore
    {
        public bool IsShared => inner.IsShared;

        public Task BeatAsync(string node, DateTimeOffset now, CancellationToken cancellationToken) => inner.BeatAsync(node, now, cancellationToken);

        public Task EndAsync(string node, DateTimeOffset now, CancellationToken cancellationToken) =>
            endings.IsCrash ? Task.CompletedTask : inner.EndAsync(node, now, cancellationToken);

        public Task<IReadOnlyList<NodeRow>> ListNodesAsync(CancellationToken cancellationToken) => inner.ListNodesAsync(cancellationToken);

        public Task ForgetNodesAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.ForgetNodesAsync(before, cancellationToken);
    }
}
