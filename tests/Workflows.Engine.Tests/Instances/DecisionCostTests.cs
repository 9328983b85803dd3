using Workflows.TestKit;

namespace Workflows.Engine.Tests.Instances;

/// <summary>What a decision costs, counted in bytes: the bench says how long it takes.</summary>
public sealed class DecisionCostTests
{
    [Fact]
    public void Decide_LongHistory_CostsAsMuchAsAShortOne()
    {
        var net = new LargeNet();
        Assert.Equal(300, LargeNet.Definition.Steps.Length);
        Assert.Equal(LargeNet.Branches, net.State.Tokens.Count);
        net.GoRound(1);
        var (events, cost) = (net.Events, CostOf(net));

        net.GoRound(30);

        Assert.True(net.Events > 20 * events);
        Assert.Equal(cost, CostOf(net));
    }

    private static long CostOf(LargeNet net)
    {
        net.DecideOne();
        var before = GC.GetAllocatedBytesForCurrentThread();
        net.DecideOne();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
