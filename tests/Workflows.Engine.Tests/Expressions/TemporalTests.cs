using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

public sealed class TemporalTests
{
    private const string Data = """
        {"due":"2026-02-15","at":"2026-01-31T12:30:00+02:00","wait":"PT36H","bad":"31.01.2026","number":20260131}
        """;

    [Theory]
    [InlineData("date('2026-01-31')", "\"2026-01-31\"")]
    [InlineData("date('2024-02-29')", "\"2024-02-29\"")]
    [InlineData("date('2026-02-29')", "expr.date")]
    [InlineData("date('2026-1-31')", "expr.date")]
    [InlineData("date('2026-01-31 ')", "expr.date")]
    [InlineData("date('2026-01-31T00:00:00Z')", "expr.date")]
    [InlineData("date('٢٠٢٦-٠١-٣١')", "expr.date")]
    [InlineData("date('')", "expr.date")]
    [InlineData("date(data.due)", "\"2026-02-15\"")]
    [InlineData("data.due.date()", "\"2026-02-15\"")]
    [InlineData("date(data.bad)", "expr.date")]
    [InlineData("date(data.number)", "expr.type")]
    [InlineData("date(20260131)", "expr.type")]
    [InlineData("date(data.nix)", "expr.missing")]
    [InlineData("date(null)", "expr.missing")]
    [InlineData("date(date('2026-01-31'))", "expr.type")]
    [InlineData("date(timestamp('2026-01-31T23:30:00-02:00'))", "\"2026-01-31\"")]
    public void Date_ReadsACalendarDate(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("timestamp('2026-01-31T10:00:00Z')", "\"2026-01-31T10:00:00Z\"")]
    [InlineData("timestamp('2026-01-31t10:00:00z')", "\"2026-01-31T10:00:00Z\"")]
    [InlineData("timestamp('2026-01-31T10:00:00+02:00')", "\"2026-01-31T10:00:00+02:00\"")]
    [InlineData("timestamp('2026-01-31T10:00:00-05:30')", "\"2026-01-31T10:00:00-05:30\"")]
    [InlineData("timestamp('2026-01-31T10:00:00.25Z')", "\"2026-01-31T10:00:00.25Z\"")]
    [InlineData("timestamp('2026-01-31T10:00:00.123456789Z')", "\"2026-01-31T10:00:00.1234567Z\"")]
    [InlineData("timestamp('2026-01-31T10:00:00')", "expr.date")]
    [InlineData("timestamp('2026-01-31T10:00Z')", "expr.date")]
    [InlineData("timestamp('2026-01-31 10:00:00Z')", "expr.date")]
    [InlineData("timestamp('2026-01-31T24:00:00Z')", "expr.date")]
    [InlineData("timestamp('2026-01-31T10:00:60Z')", "expr.date")]
    [InlineData("timestamp('2026-01-31T10:00:00.Z')", "expr.date")]
    [InlineData("timestamp('2026-01-31T10:00:00+15:00')", "expr.date")]
    [InlineData("timestamp('2026-01-31T10:00:00+0200')", "expr.date")]
    [InlineData("timestamp('0001-01-01T00:00:00+01:00')", "expr.date")]
    [InlineData("timestamp('2026-01-31')", "expr.date")]
    [InlineData("timestamp('')", "expr.date")]
    [InlineData("timestamp(data.at) == timestamp('2026-01-31T10:30:00Z')", "true")]
    [InlineData("timestamp(1)", "expr.type")]
    [InlineData("timestamp(now())", "expr.type")]
    public void Timestamp_NeedsAnOffset(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("duration('P3D')", "\"P3D\"")]
    [InlineData("duration('P2W')", "\"P14D\"")]
    [InlineData("duration('P1W1D')", "\"P8D\"")]
    [InlineData("duration('PT90M')", "\"PT1H30M\"")]
    [InlineData("duration('P1DT1H1M1.5S')", "\"P1DT1H1M1.5S\"")]
    [InlineData("duration('PT0.5H')", "\"PT30M\"")]
    [InlineData("duration('PT0,5S')", "\"PT0.5S\"")]
    [InlineData("duration('-P1D')", "\"-P1D\"")]
    [InlineData("duration('PT0S')", "\"PT0S\"")]
    [InlineData("duration('PT0.0000001S')", "\"PT0.0000001S\"")]
    [InlineData("duration('PT0.00000001S')", "expr.date")]
    [InlineData("duration('P1Y')", "expr.date")]
    [InlineData("duration('P1M')", "expr.date")]
    [InlineData("duration('P')", "expr.date")]
    [InlineData("duration('PT')", "expr.date")]
    [InlineData("duration('P1DT')", "expr.date")]
    [InlineData("duration('P1')", "expr.date")]
    [InlineData("duration('PD')", "expr.date")]
    [InlineData("duration('P1.5DT1H')", "expr.date")]
    [InlineData("duration('PT1M1H')", "expr.date")]
    [InlineData("duration('P1D1D')", "expr.date")]
    [InlineData("duration('P1H')", "expr.date")]
    [InlineData("duration('p1d')", "expr.date")]
    [InlineData("duration('P-1D')", "expr.date")]
    [InlineData("duration('P99999999D')", "expr.date")]
    [InlineData("duration('P999999999999999999W')", "expr.date")]
    [InlineData("duration('1 day')", "expr.date")]
    [InlineData("duration(data.wait)", "\"P1DT12H\"")]
    [InlineData("duration(3)", "expr.type")]
    public void Duration_HasAFixedLength(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("date('2026-02-01') - date('2026-01-31')", "\"P1D\"")]
    [InlineData("date('2026-01-31') - date('2026-02-01')", "\"-P1D\"")]
    [InlineData("date('2026-01-31') + duration('P1D')", "\"2026-02-01\"")]
    [InlineData("duration('P1D') + date('2026-01-31')", "\"2026-02-01\"")]
    [InlineData("date('2026-01-31') - duration('P31D')", "\"2025-12-31\"")]
    [InlineData("date('2026-01-31') + duration('PT24H')", "\"2026-02-01\"")]
    [InlineData("date('2026-01-31') + duration('PT12H')", "expr.date")]
    [InlineData("date('9999-12-31') + duration('P1D')", "expr.range")]
    [InlineData("date('0001-01-01') - duration('P1D')", "expr.range")]
    [InlineData("timestamp('2026-01-31T10:00:00Z') - timestamp('2026-01-31T08:30:00Z')", "\"PT1H30M\"")]
    [InlineData("timestamp('2026-01-31T10:00:00+02:00') + duration('PT1H')", "\"2026-01-31T11:00:00+02:00\"")]
    [InlineData("timestamp('2026-01-31T10:00:00Z') - duration('P1D')", "\"2026-01-30T10:00:00Z\"")]
    [InlineData("timestamp('9999-12-31T23:00:00Z') + duration('PT1H')", "expr.range")]
    [InlineData("timestamp('9999-12-31T12:00:00-12:00') + duration('PT1S')", "expr.date")]
    [InlineData("timestamp('9999-12-31T11:59:59-12:00') + duration('PT1S')", "expr.range")]
    [InlineData("timestamp('0001-01-01T14:00:00+14:00') - duration('PT1S')", "expr.range")]
    [InlineData("duration('P1D') + duration('PT1H')", "\"P1DT1H\"")]
    [InlineData("duration('P1D') - duration('P2D')", "\"-P1D\"")]
    [InlineData("-duration('P1D')", "\"-P1D\"")]
    [InlineData("duration('P10000000D') + duration('P10000000D')", "expr.range")]
    [InlineData("duration('P1D') * 2", "expr.type")]
    [InlineData("duration('P1D') - date('2026-01-31')", "expr.type")]
    [InlineData("date('2026-01-31') + date('2026-01-31')", "expr.type")]
    [InlineData("date('2026-01-31') - timestamp('2026-01-31T10:00:00Z')", "expr.type")]
    [InlineData("date('2026-01-31') + 1", "expr.type")]
    public void Evaluate_Sums_KeepTheKind(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("now()", "\"2026-01-31T10:00:00Z\"")]
    [InlineData("now() == now()", "true")]
    [InlineData("now() - timestamp(data.at) < duration('PT1H')", "true")]
    [InlineData("date(data.due) - date(now()) == duration('P15D')", "true")]
    [InlineData("date(data.due) > date(now())", "true")]
    [InlineData("now() + duration(data.wait)", "\"2026-02-01T22:00:00Z\"")]
    [InlineData("date(data.due) > now()", "expr.type")]
    public void Now_IsTheTimeOfTheContext(string source, string expected) => Check(source, expected);

    [Fact]
    public void Parse_WrongDate_IsFoundBeforeAnythingRuns()
    {
        Assert.False(Expression.TryParse("data.x == null || date('2026-02-30') > date(data.due)", out _, out var error));
        Assert.Equal(
            new ExpressionError("expr.date", "\"2026-02-30\" is not a date at character 19: a date is written 2026-01-31", 19),
            error);
    }

    [Fact]
    public void EvaluateCondition_WrongDateInData_NamesThePathButNotTheText() => Assert.Equal(
        new ExpressionError("expr.date", "data.bad is not a date at character 1: a date is written 2026-01-31", 1, "data.bad"),
        Given.Error("date(data.bad) > date(now())", Data));

    [Fact]
    public void Value_OfEachTemporalKind_IsHandedOut()
    {
        Assert.True(Evaluate("date('2026-01-31')").TryGetDate(out var date));
        Assert.True(Evaluate("timestamp('2026-01-31T10:00:00+02:00')").TryGetTimestamp(out var timestamp));
        Assert.True(Evaluate("duration('PT1H')").TryGetDuration(out var duration));
        Assert.Equal(
            (new DateOnly(2026, 1, 31), new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.FromHours(2)), TimeSpan.FromHours(1)),
            (date, timestamp, duration));
        Assert.Equal(TimeSpan.FromHours(2), timestamp.Offset);
        Assert.False(Evaluate("'2026-01-31'").TryGetDate(out _));
    }

    private static Value Evaluate(string source) => Expression.Parse(source).Evaluate(Given.Data(Data)).Value;

    private static void Check(string source, string expected) => Assert.Equal(expected, Given.Value(source, Data));
}
