using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.TestKit;
using Workflows.Web.Features.Tasks;

namespace Workflows.Web.Tests.Features.Tasks;

public sealed class CaseDataTests
{
    private static readonly WorkflowDefinition s_definition = Sample.Approval();

    [Fact]
    public void Sections_StartDataAnswersAndOthers_StandUnderTheirHeadings()
    {
        var data = Json("""
            { "amount": 500, "approve": { "note": "fine", "outcome": "approve", "comment": "Go", "by": "max" }, "submittedBy": "rita" }
            """);

        var sections = CaseData.Sections(s_definition, data, deciding: null);

        Assert.Equal(
            [
                """Request: {"amount":500} as start""",
                """Manager approval: {"note":"fine"} as approve, Approve by max: Go""",
                """Other data: {"submittedBy":"rita"} as nothing""",
            ],
            sections.Select(Describe));
    }

    [Fact]
    public void Sections_StepThatIsDecided_IsLeftToTheForm()
    {
        var data = Json("""{ "amount": 500, "approve": { "note": "first try" } }""");

        var sections = CaseData.Sections(s_definition, data, s_definition.FindStep("approve"));

        Assert.Equal(["""Request: {"amount":500} as start"""], sections.Select(Describe));
    }

    [Fact]
    public void Sections_AnswersMergedIntoTheData_AreTheStepsOwn()
    {
        var definition = Sample.Approval(saveAs: "");
        var data = Json("""{ "amount": 500, "note": "fine" }""");

        Assert.Equal(
            ["""Request: {"amount":500} as start""", """Manager approval: {"note":"fine"} as approve"""],
            CaseData.Sections(definition, data, deciding: null).Select(Describe));
        Assert.Equal(["""Request: {"amount":500} as start"""], CaseData.Sections(definition, data, definition.FindStep("approve")).Select(Describe));
    }

    [Fact]
    public void Sections_NoData_AreNone()
    {
        Assert.Empty(CaseData.Sections(s_definition, Json("{}"), deciding: null));
    }

    [Fact]
    public void Sections_NothingButUnnamedData_IsTheRequest()
    {
        Assert.Equal(["""Request: {"anything":1} as nothing"""], CaseData.Sections(s_definition, Json("""{ "anything": 1 }"""), deciding: null).Select(Describe));
    }

    [Theory]
    [InlineData(null, """{ "approve": { "note": "first", "outcome": "reject", "comment": "no", "by": "max" }, "note": "other" }""", """{"note":"first"}""")]
    [InlineData("decision", """{ "decision": { "note": "first" }, "approve": { "note": "other" } }""", """{"note":"first"}""")]
    [InlineData("", """{ "note": "first", "amount": 500 }""", """{"note":"first"}""")]
    [InlineData(null, """{ "amount": 500 }""", "{}")]
    [InlineData(null, """{ "approve": "not an object" }""", "{}")]
    public void InitialAnswers_WhatStandsWhereTheAnswersGo_IsWhatTheFormBeginsWith(string? saveAs, string data, string expected)
    {
        var definition = Sample.Approval(saveAs: saveAs);
        var step = definition.FindStep("approve")!;

        var answers = CaseData.InitialAnswers(step, (StepBody.Human)step.Body, Json(data));

        Assert.Equal(expected, answers.GetRawText());
    }

    private static string Describe(CaseSection section)
    {
        var form = Equals(section.Form, s_definition.StartForm) ? "start" : section.Form is null ? "nothing" : "approve";
        var decision = section.Decision is { By: not null } d ? $", {d.Outcome} by {d.By}: {d.Comment}" : "";
        return $"{section.Title}: {section.Data.GetRawText()} as {form}{decision}";
    }

    private static JsonElement Json(string json)
    {
        return JsonElement.Parse(json);
    }
}
