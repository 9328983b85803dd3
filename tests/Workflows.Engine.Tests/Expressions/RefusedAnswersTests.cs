namespace Workflows.Engine.Tests.Expressions;

/// <summary>What JavaScript answers silently and wrongly, and what the language answers instead.</summary>
public sealed class RefusedAnswersTests
{
    private const string Data = """{"amount":1250.5,"approved":true,"department":"eng","requester":{"name":"Ann"},"tags":["a"]}""";

    [Theory]
    [InlineData("data.amont >= 1000", "expr.missing")]
    [InlineData("data.department >= 1000", "expr.type")]
    [InlineData("data.requester >= 1", "expr.type")]
    [InlineData("data.missing?.x > 1", "expr.missing")]
    [InlineData("data.amount", "expr.result")]
    [InlineData("data.missing", "expr.result")]
    [InlineData("data.amount == '1250.5'", "false")]
    [InlineData("0.1+0.2 == 0.3", "true")]
    [InlineData("data.department in ['eng','hr']", "true")]
    [InlineData("data.amount = 5", "expr.parse")]
    [InlineData("data.constructor", "expr.result")]
    [InlineData("data.constructor > 1", "expr.missing")]
    [InlineData("!data.rejected", "expr.missing")]
    [InlineData("data.rejected == true", "false")]
    [InlineData("!(data.rejected ?? false)", "true")]
    public void EvaluateCondition_WhereJavaScriptIsWrong_AnswersRightOrRefuses(string source, string expected) =>
        Assert.Equal(expected, Given.Condition(source, Data));

    [Fact]
    public void EvaluateCondition_Typo_NamesPathSiblingsAndSuggestion()
    {
        var error = Given.Error("data.amont >= 1000", Data);

        Assert.Equal(
            new(
                "expr.missing",
                "cannot compare missing >= number at character 1: data.amont is not there"
                    + " (data has: amount, approved, department, requester, tags); did you mean data.amount?",
                1,
                "data.amont",
                new("missing", null),
                new("number", "1000")),
            error);
    }

    [Fact]
    public void EvaluateCondition_TextAsNumber_NamesWhatItIs() => Assert.Equal(
        "cannot compare text >= number at character 1: data.department is text",
        Given.Error("data.department >= 1000", Data).Message);

    [Fact]
    public void EvaluateCondition_BehindOptionalRead_NamesWhatIsReallyMissing()
    {
        var error = Given.Error("data.missing?.x > 1", Data);

        Assert.Equal(("data.missing", 1), (error.Path, error.Position));
        Assert.Equal(
            "cannot compare missing > number at character 1: data.missing is not there (data has: amount, approved, department, requester, tags)",
            error.Message);
    }

    [Fact]
    public void EvaluateCondition_NumberAsCondition_AsksForTrueOrFalse() => Assert.Equal(
        "a condition needs true or false, not number, at character 1: data.amount is number",
        Given.Error("data.amount", Data).Message);

    [Fact]
    public void Parse_Assignment_IsRefusedAtTheSign() => Assert.Equal(
        "unexpected '=' at character 13: there is no assignment, compare with ==",
        Given.Error("data.amount = 5", Data).Message);
}
