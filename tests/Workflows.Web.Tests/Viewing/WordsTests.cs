using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Viewing;

public sealed class WordsTests
{
    [Theory]
    [InlineData(new string[0], "")]
    [InlineData(new[] { "A" }, "A")]
    [InlineData(new[] { "A", "B" }, "A and B")]
    [InlineData(new[] { "A", "B", "C" }, "A, B and C")]
    public void List_JoinsAsPeopleDo(string[] items, string expected)
    {
        Assert.Equal(expected, Words.List(items));
    }

    [Theory]
    [InlineData(0, "no tasks")]
    [InlineData(1, "1 task")]
    [InlineData(2, "2 tasks")]
    public void Count_AgreesWithItsNoun(int count, string expected)
    {
        Assert.Equal(expected, Words.Count(count, "task"));
    }

    [Fact]
    public void Candidates_NobodyNamed_IsEveryone()
    {
        Assert.Equal("everyone", Words.Candidates([], []));
        Assert.Equal("ann and the group it", Words.Candidates(["ann"], ["it"]));
    }

    [Theory]
    [InlineData("3.00:00:00", "3 days")]
    [InlineData("1.00:00:10", "1 day")]
    [InlineData("01:30:00", "1 hour 30 minutes")]
    [InlineData("00:00:05", "5 seconds")]
    [InlineData("00:00:00", "no time")]
    public void Duration_TellsTheTwoLargestUnits(string length, string expected)
    {
        Assert.Equal(expected, DurationWords.Of(TimeSpan.Parse(length, null)));
    }

    [Theory]
    [InlineData("3.02:00:00", "3 d")]
    [InlineData("02:59:00", "2 h")]
    [InlineData("00:12:30", "12 min")]
    [InlineData("00:00:12.5", "12 s")]
    [InlineData("00:00:00.44", "0.4 s")]
    public void DurationShort_TellsTheLargestUnit(string length, string expected)
    {
        Assert.Equal(expected, DurationWords.Short(TimeSpan.Parse(length, null)));
    }
}
