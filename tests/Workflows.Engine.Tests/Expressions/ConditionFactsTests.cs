using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

public sealed class ConditionFactsTests
{
    [Theory]
    [InlineData("data.amount > 10 && data.amount < 5")]
    [InlineData("data.amount > 10 && data.amount <= 10")]
    [InlineData("10 < data.amount && 10 >= data.amount")]
    [InlineData("data.amount == 5 && data.amount > 5")]
    [InlineData("data.amount >= 5 && data.amount <= 5 && data.amount != 5")]
    [InlineData("data.amount > 10 && !(data.amount > 5)")]
    [InlineData("data.x == 'a' && data.x == 'b'")]
    [InlineData("data.x == 'a' && data.x != 'a'")]
    [InlineData("data.x in ['a', 'b'] && data.x == 'c'")]
    [InlineData("data.x in ['a', 'b'] && !(data.x in ['a', 'b', 'c'])")]
    [InlineData("data.x == 'a' && data.x > 3")]
    [InlineData("data.flag && !data.flag")]
    [InlineData("data.flag == false && data.flag")]
    [InlineData("(data.x == 'a' || data.x == 'b') && data.x == 'c'")]
    [InlineData("data.a.b[0] > -1 && data.a.b[0] < -1")]
    [InlineData("data.x == null && data.x == 1")]
    [InlineData("data.other && false")]
    [InlineData("!(data.x == 1 || data.y == 1) && data.y == 1")]
    public void Assume_Contradiction_IsImpossible(string condition) => Assert.True(new ConditionFacts().Assume(Expression.Parse(condition)).AreImpossible);

    [Theory]
    [InlineData("data.amount > 5 && data.amount < 10")]
    [InlineData("data.amount > 10 || data.amount < 5")]
    [InlineData("data.amount >= 5 && data.amount <= 5")]
    [InlineData("data.a > 10 && data.b < 5")]
    [InlineData("data.x != 'a' && data.x != 'b'")]
    [InlineData("data.x in ['a', 'b'] && data.x != 'a'")]
    [InlineData("(data.amount ?? 0) > 10 && data.amount < 5")]
    [InlineData("data.lines.exists(l, l > 10) && data.lines.exists(l, l < 5)")]
    [InlineData("data.list[data.i] > 10 && data.list[data.j] < 5")]
    [InlineData("data.x == 'a' || data.x == 'b'")]
    [InlineData("!(data.x == 1 && data.y == 1) && data.y == 1")]
    [InlineData("data.x ? false : true")]
    public void Assume_WhatMayBe_IsPossible(string condition) => Assert.False(new ConditionFacts().Assume(Expression.Parse(condition)).AreImpossible);

    [Fact]
    public void Assume_KnownValues_RuleOthersOut()
    {
        var known = new ConditionFacts().Know("data.kind", ValueDomain.Of("travel", "meal", null));

        Assert.True(known.Copy().Assume(Expression.Parse("data.kind == 'travl'")).AreImpossible);
        Assert.False(known.Copy().Assume(Expression.Parse("data.kind == 'travel'")).AreImpossible);
        Assert.False(known.Copy().Assume(Expression.Parse("data.kind == null")).AreImpossible);
        Assert.False(known.AreImpossible);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1 > 2", false)]
    [InlineData("'a' in ['a']", true)]
    [InlineData("data.x", null)]
    [InlineData("now() > timestamp('2026-01-01T00:00:00Z')", null)]
    [InlineData("1", null)]
    public void ConstantOf_ReadsNothing_IsKnown(string condition, bool? expected) => Assert.Equal(expected, ConditionFacts.ConstantOf(Expression.Parse(condition)));

    [Theory]
    [InlineData("data.amount > 1000", "data.amount <= 1000")]
    [InlineData("data.amount >= -1", "data.amount < -1")]
    [InlineData("data.kind == 'a\"b'", "data.kind != \"a\\\"b\"")]
    [InlineData("data.ok", "!data.ok")]
    [InlineData("!data.ok", "data.ok")]
    [InlineData("data.a > 1 && data.b", "!(data.a > 1 && data.b)")]
    public void NegationOf_Condition_IsWrittenAsPeopleWould(string condition, string expected) => Assert.Equal(expected, ConditionFacts.NegationOf(Expression.Parse(condition)));

    [Fact]
    public void Assume_ManyAlternatives_EndsSoon()
    {
        // Nested alternatives that all contradict: without a bound, looking into them would take a time that doubles with each.
        var condition = string.Join(" && ", Enumerable.Range(0, 20).Select(i => $"(data.x{i} == 1 || (data.x{i} == 2 && (data.y == 1 || data.y == 2)))"));

        Assert.False(new ConditionFacts().Assume(Expression.Parse(condition)).AreImpossible);
    }
}
