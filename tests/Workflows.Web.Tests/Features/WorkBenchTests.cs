namespace Workflows.Web.Tests.Features;

/// <summary>Tests of states over a <see cref="WorkBench"/> of their own.</summary>
public abstract class WorkBenchTests : IAsyncLifetime
{
    private protected WorkBench Bench { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Bench = await WorkBench.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
