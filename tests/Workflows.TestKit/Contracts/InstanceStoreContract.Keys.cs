using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>Keys of the server.</content>
public abstract partial class InstanceStoreContract
{
    [Fact]
    public async Task Key_MadeByTheFirst_IsTheSameForAllAndAnotherByAnotherName()
    {
        var first = await Keys.GetOrAddKeyAsync("callbacks", [1, 2, 3], Time.GetUtcNow(), Token);
        var second = await Keys.GetOrAddKeyAsync("callbacks", [4, 5, 6], Time.GetUtcNow(), Token);
        var other = await Keys.GetOrAddKeyAsync("other", [7], Time.GetUtcNow(), Token);

        Assert.Equal([1, 2, 3], first);
        Assert.Equal([1, 2, 3], second);
        Assert.Equal([7], other);
    }

    [Fact]
    public async Task Key_MadeByManyAtOnce_IsOne()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Keys.GetOrAddKeyAsync("callbacks", [(byte)i], Time.GetUtcNow(), Token))));

        Assert.Single(keys.Select(Convert.ToHexString).Distinct());
    }
}
