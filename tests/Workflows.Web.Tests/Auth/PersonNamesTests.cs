using Microsoft.Extensions.Time.Testing;
using Workflows.Web.Auth;

namespace Workflows.Web.Tests.Auth;

public sealed class PersonNamesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<string, string> _people = new() { ["max"] = "Max Meier" };
    private readonly PersonNames _names;
    private int _reads;

    public PersonNamesTests()
    {
        _names = new PersonNames(_ => Read(), _time);
    }

    [Theory]
    [InlineData("max", "Max Meier")]
    [InlineData("somebody-else", "somebody-else")]
    [InlineData("system", "Workflows")]
    public async Task Of_AnId_IsWhatPeopleAreCalled(string id, string expected)
    {
        await _names.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, _names.Of(id));
    }

    [Fact]
    public async Task RefreshAsync_NamesAreYoung_ReadsOnce()
    {
        await _names.RefreshAsync(TestContext.Current.CancellationToken);
        _time.Advance(PersonNames.MaxAge - TimeSpan.FromSeconds(1));
        await _names.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task RefreshAsync_NamesAreOld_TakesTheNewOnes()
    {
        await _names.RefreshAsync(TestContext.Current.CancellationToken);
        _people["max"] = "Max Mustermann";
        _time.Advance(PersonNames.MaxAge);
        await _names.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Max Mustermann", _names.Of("max"));
    }

    private Task<IReadOnlyDictionary<string, string>> Read()
    {
        _reads++;
        return Task.FromResult<IReadOnlyDictionary<string, string>>(_people);
    }
}
