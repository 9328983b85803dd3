using System.Text;
using Workflows.Engine.Events;

namespace Workflows.Engine.Tests.Events;

public sealed class WebhookSignatureTests
{
    // The example of the reference libraries of Standard Webhooks.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly byte[] s_body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
    private static readonly DateTimeOffset s_at = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void Sign_ReferenceExample_GivesItsSignature() => Assert.Equal(Signature, WebhookSignature.Sign([Secret], Id, s_at, s_body));

    [Theory]
    [InlineData(Signature)]
    [InlineData("v1,AAAA v1a,BBBB " + Signature)]
    public void Check_RightSignatureAmongOthers_IsRight(string signatures) => Assert.Null(WebhookSignature.Check(Secret, Id, Timestamp, signatures, s_body, s_at));

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void Check_AgeOfTheCall_IsAtMostFiveMinutes(int seconds, bool isRight) =>
        Assert.Equal(isRight, WebhookSignature.Check(Secret, Id, Timestamp, Signature, s_body, s_at.AddSeconds(seconds)) is null);

    [Theory]
    [InlineData(null, Timestamp, Signature, "webhook-id is missing")]
    [InlineData(Id, null, Signature, "webhook-timestamp is missing")]
    [InlineData(Id, Timestamp, null, "webhook-signature is missing")]
    [InlineData("msg_other", Timestamp, Signature, "is not the one")]
    [InlineData(Id, "1614265331", Signature, "is not the one")]
    [InlineData(Id, "yesterday", Signature, "seconds since 1970")]
    [InlineData(Id, "-1", Signature, "seconds since 1970")]
    [InlineData(Id, Timestamp, "", "is not the one")]
    [InlineData(Id, Timestamp, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=", "is not the one")]
    [InlineData(Id, Timestamp, "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "is not the one")]
    public void Check_AnythingElse_SaysWhatIsWrong(string? id, string? timestamp, string? signature, string said) =>
        Assert.Contains(said, WebhookSignature.Check(Secret, id, timestamp, signature, s_body, s_at));

    [Fact]
    public void Check_OtherBodyOrSecret_IsWrong()
    {
        Assert.NotNull(WebhookSignature.Check(Secret, Id, Timestamp, Signature, [.. s_body, (byte)' '], s_at));
        Assert.NotNull(WebhookSignature.Check("whsec_AAAA", Id, Timestamp, Signature, s_body, s_at));
    }

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("whsec_not base64!")]
    public void Check_SecretThatIsNoBase64_CountsByItsBytes(string secret) =>
        Assert.Null(WebhookSignature.Check(secret, Id, Timestamp, WebhookSignature.Sign([secret], Id, s_at, s_body), s_body, s_at));
}
