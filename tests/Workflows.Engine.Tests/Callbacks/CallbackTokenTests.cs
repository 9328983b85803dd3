using Workflows.Engine.Callbacks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Callbacks;

public sealed class CallbackTokenTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, CallbackToken.KeyLength).Select(i => (byte)i)];
    private static readonly InstanceId s_instance = new(Guid.Parse("01a2093b-0001-7000-8000-000000000001"));

    [Theory]
    [InlineData("default", "paid", null)]
    [InlineData("default", "paid", "")]
    [InlineData("acme", "paid", "R-7\nwith a second line")]
    [InlineData("acme", "paid", "Größe 🙂")]
    public void Token_Written_IsReadAsItWas(string tenant, string webhook, string? key)
    {
        var token = new CallbackToken(new TenantId(tenant), s_instance, webhook, key);

        Assert.True(CallbackToken.TryRead(token.Write(s_key), s_key, out var read));

        Assert.Equal(token, read);
        Assert.Matches("^[A-Za-z0-9_-]+$", token.Write(s_key));
    }

    [Fact]
    public void Token_WithAnyByteChanged_IsNotRead()
    {
        var text = new CallbackToken(TenantId.Default, s_instance, "paid", "R-7").Write(s_key);
        for (var i = 0; i < text.Length; i++)
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];

            Assert.False(CallbackToken.TryRead(changed, s_key, out _), changed);
        }
    }

    [Fact]
    public void Token_OfAnotherServer_IsNotRead() =>
        Assert.False(CallbackToken.TryRead(new CallbackToken(TenantId.Default, s_instance, "paid", null).Write(s_key), [.. s_key.Reverse()], out _));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not base64 at all!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Text_ThatIsNoToken_IsNotRead(string text) => Assert.False(CallbackToken.TryRead(text, s_key, out _));

    [Fact]
    public void Text_TooLong_IsNotRead() => Assert.False(CallbackToken.TryRead(new string('A', 1_000_000), s_key, out _));
}
