using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;
using Workflows.TestKit;
using Workflows.Web.Features.Definitions;

namespace Workflows.Web.Tests.Features.Definitions;

public sealed class StepWordsTests
{
    private static readonly WorkflowDefinition s_approval = Sample.Approval();

    [Theory]
    [InlineData("submit", "Runs SubmitRequest.")]
    [InlineData("approve", "Waits until somebody chooses Approve or Reject.")]
    [InlineData("check", "Passes on at once.")]
    [InlineData("done", "Ends the path that reaches it.")]
    [InlineData("rejected", "Ends the instance at once; all other work is withdrawn.")]
    public void WhatItDoes_EachKind_IsASentence(string step, string expected)
    {
        Assert.Equal(expected, StepWords.WhatItDoes(Step(step)));
    }

    [Theory]
    [InlineData("PT90M", "Waits for 1 hour 30 minutes.")]
    [InlineData("2026-01-31T10:00:00Z", "Waits until 2026-01-31 10:00:00Z.")]
    [InlineData("data.start", "Waits for, or until, what data.start gives.")]
    public void WhatItDoes_Timer_SaysHowLong(string moment, string expected)
    {
        Assert.Equal(expected, StepWords.WhatItDoes(With(new StepBody.Timer(Moment.Parse(moment)))));
    }

    [Fact]
    public void WhatItDoes_Data_NamesTheMembers()
    {
        Assert.Equal("Sets a and b.", StepWords.WhatItDoes(With(new StepBody.Data([new DataAssignment("a", Expression.Parse("1")), new DataAssignment("b", Expression.Parse("2"))]))));
    }

    [Fact]
    public void WhatItDoes_TaskWithoutOutcomes_IsCompleted()
    {
        Assert.Equal("Waits until somebody completes the task.", StepWords.WhatItDoes(With(new StepBody.Human())));
    }

    [Fact]
    public void WhoDoesIt_NamesPeopleGroupsAndExpressions()
    {
        var rule = new AssignmentRule(["ann", "bo"], ["managers"], Expression.Parse("data.owner"));

        Assert.Equal("ANN, BO, the group managers or whoever data.owner names.", StepWords.WhoDoesIt(With(new StepBody.Human { Assign = rule }), id => id.ToUpperInvariant()));
        Assert.Equal("Anybody.", StepWords.WhoDoesIt(With(new StepBody.Human()), id => id));
        Assert.Null(StepWords.WhoDoesIt(Step("submit"), id => id));
    }

    [Fact]
    public void DueAndLimit_SayHowLong()
    {
        Assert.Equal("1 day after it was created.", StepWords.Due(Step("approve")));
        Assert.Equal("3 days. Then it goes on with the outcome “timeout”.", StepWords.Limit(Step("approve")));
        Assert.Null(StepWords.Due(Step("submit")));
        Assert.Null(StepWords.Limit(Step("submit")));
    }

    [Theory]
    [InlineData("submit", null, null)]
    [InlineData("check", null, "Along the first way that applies.")]
    [InlineData("done", "Once everything that can still arrive has arrived.", null)]
    public void StartsAndGoesOn_SayOnlyWhatIsAChoice(string step, string? starts, string? goesOn)
    {
        Assert.Equal((starts, goesOn), (StepWords.WhenItStarts(Step(step), s_approval), StepWords.HowItGoesOn(Step(step), s_approval)));
    }

    [Fact]
    public void WaysOut_SayWhen()
    {
        Assert.Equal(
            [("Anything to pay?", "when “Approve” is chosen"), ("Rejected", "when “Reject” is chosen"), ("Rejected", "when it takes too long")],
            StepWords.WaysOut(Step("approve"), s_approval).Select(way => (way.ToName, way.When)));
        Assert.Equal(
            [("Pay", "when", "data.amount > 0"), ("Done", "otherwise", null)],
            StepWords.WaysOut(Step("check"), s_approval).Select(way => (way.ToName, way.When, way.Condition)));
        Assert.Equal(["always"], StepWords.WaysOut(Step("submit"), s_approval).Select(way => way.When));
    }

    [Fact]
    public void EveryKind_HasAWordAndAnIcon()
    {
        Assert.All(Enum.GetValues<StepKind>(), kind =>
        {
            Assert.NotEqual(MudBlazor.Icons.Material.Rounded.HelpOutline, StepWords.IconOf(kind));
            Assert.NotEmpty(StepWords.Of(kind));
        });
    }

    private static Step Step(string id) => s_approval.FindStep(id)!;

    private static Step With(StepBody body) => new() { Id = "x", Name = "X", Body = body };
}
