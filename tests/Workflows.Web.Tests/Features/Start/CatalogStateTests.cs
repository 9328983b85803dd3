using Workflows.TestKit.Fakes;
using Workflows.Web.Features.Start;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Features.Start;

public sealed class CatalogStateTests : WorkBenchTests
{
    [Theory]
    [InlineData(null, "Finance: Expense approval; Other: Leave")]
    [InlineData("APPROVAL", "Finance: Expense approval")]
    [InlineData("spent money", "Finance: Expense approval")]
    [InlineData("finance", "Finance: Expense approval")]
    [InlineData("days", "Other: Leave")]
    [InlineData("nothing like it", "")]
    public async Task Find_Search_GivesWhatContainsEveryWordUnderItsCategory(string? search, string expected)
    {
        var state = Bench.Catalog();
        await state.LoadAsync(WorkBench.Rita, Token);

        var groups = CatalogState.Find(state.Workflows.Value!, search);

        Assert.Equal(expected, string.Join("; ", groups.Select(group => $"{group.Category}: {string.Join(", ", group.Definitions.Select(definition => definition.Name))}")));
    }

    [Fact]
    public async Task LoadAsync_ReadingFails_SaysSo()
    {
        Bench.BrokenQueries.Fault = Fault.Before;
        var state = Bench.Catalog();

        await state.LoadAsync(WorkBench.Rita, Token);

        Assert.Equal(Loading.ServerFailed, state.Workflows.Failure);
    }
}
