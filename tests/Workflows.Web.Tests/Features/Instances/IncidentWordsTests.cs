using Workflows.Engine.Instances;
using Workflows.TestKit;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class IncidentWordsTests
{
    [Theory]
    [InlineData("data.amuont > 1000", 1, "", "data.amuont", " > 1000")]
    [InlineData("data.a > 10 and x", 8, "data.a ", ">", " 10 and x")]
    [InlineData("1 +", 4, "1 +", "", "")]
    [InlineData("1 + 2", 99, "1 + 2", "", "")]
    [InlineData("a", 0, "", "a", "")]
    public void Mark_ShowsTheWordAtThePlace(string expression, int position, string before, string at, string after)
    {
        Assert.Equal((before, at, after), IncidentWords.Mark(expression, position));
    }

    [Theory]
    [InlineData(IncidentCodes.StepFailed, "“Pay” failed")]
    [InlineData(IncidentCodes.ExpressionFailed, "“Pay” cannot go on: an expression could not be evaluated")]
    [InlineData(IncidentCodes.NoEdgeMatched, "“Pay” is done, but no way on applies")]
    [InlineData(IncidentCodes.LoopLimit, "“Pay” was entered too often")]
    [InlineData("something-new", "“Pay” cannot go on")]
    public void Title_NamesTheStep(string code, string expected)
    {
        Assert.Equal(expected, IncidentWords.Title(new Incident { Id = 1, Code = code, Message = "", Step = "pay", At = default }, Sample.Approval()));
    }

    [Fact]
    public void Title_WithoutStep_IsAboutTheInstance()
    {
        Assert.Equal("The instance cannot go on", IncidentWords.Title(new Incident { Id = 1, Code = "something-new", Message = "", At = default }, Sample.Approval()));
    }
}
