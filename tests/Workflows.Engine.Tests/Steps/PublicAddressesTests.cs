using System.Net;
using System.Net.Sockets;
using Workflows.Engine.Steps.Outbound;

namespace Workflows.Engine.Tests.Steps;

public sealed class PublicAddressesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void IsPublic_KnowsWhatIsPrivate(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    public async Task Handler_ToThisMachine_IsRefusedBeforeAnythingIsSent(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        using var client = new HttpMessageInvoker(PublicAddresses.NewHandler(new OutboundOptions()));
        using var request = new HttpRequestMessage(HttpMethod.Get, url);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, Token));

        Assert.IsType<ForbiddenAddressException>(refused.InnerException);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Handler_ThatMay_ReachesThisMachineAndFollowsNoRedirect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new HttpMessageInvoker(PublicAddresses.NewHandler(new OutboundOptions { AllowPrivateAddresses = true }));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var sent = client.SendAsync(request, Token);
        using (var socket = await listener.AcceptSocketAsync(Token))
        {
            await socket.ReceiveAsync(new byte[4096], Token);
            await socket.SendAsync("HTTP/1.1 302 Found\r\nLocation: http://example.com/\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Token);
            using var answer = await sent;

            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        }
    }
}
