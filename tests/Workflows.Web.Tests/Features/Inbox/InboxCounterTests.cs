using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Workflows.TestKit.Fakes;
using Workflows.Web.Components.Layout;
using Workflows.Web.Features.Inbox;

namespace Workflows.Web.Tests.Features.Inbox;

public sealed class InboxCounterTests : WorkPageContext
{
    private int Count => Services.GetRequiredService<InboxCount>().Value;

    [Fact]
    public async Task Counter_FollowsWhatWaits()
    {
        var task = await Bench.StartExpenseAsync();
        var counter = Render<InboxCounter>();
        Assert.Equal(1, Count);

        await Bench.StartExpenseAsync();
        LetChangesArrive();
        counter.WaitForAssertion(() => Assert.Equal(2, Count));

        await Bench.DecideAsync(task, WorkBench.Mona, "approve");
        LetChangesArrive();
        counter.WaitForAssertion(() => Assert.Equal(1, Count));
    }

    [Fact]
    public async Task Counter_ReadingFails_KeepsTheNumber()
    {
        await Bench.StartExpenseAsync();
        Render<InboxCounter>();
        Bench.BrokenQueries.Fault = Fault.Before;

        await Bench.StartExpenseAsync();
        LetChangesArrive();

        Assert.Equal(1, Count);
    }
}
