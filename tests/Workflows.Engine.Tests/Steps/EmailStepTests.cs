using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Mail;
using Workflows.TestKit;
using Workflows.TestKit.Fakes;

namespace Workflows.Engine.Tests.Steps;

public sealed class EmailStepTests : IAsyncDisposable
{
    private const string Plain = """{ "to": "{data.to}", "subject": "Order {data.order}", "text": "Dear {data.name}", "html": "<p>Dear {data.name}</p>" }""";

    private readonly FakeSmtpServer _server = new();
    private EngineHost? _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Email_IsSentWithWhatTheDefinitionSays()
    {
        var done = await RunAsync(
            """{ "to": ["{data.to}", "Bea <bea@example.com>"], "bcc": "boss@example.com", "subject": "Order {data.order}", "text": "Dear {data.name}", "html": "<p>Dear {data.name}</p>" }""",
            new { to = "ann@example.com", order = 17, name = "<b>Ann</b> & co" });

        Assert.Equal(InstanceStatus.Completed, done.Status);
        var mail = Assert.Single(_server.Mails);
        Assert.Equal(["RCPT TO:<ann@example.com>", "RCPT TO:<bea@example.com>", "RCPT TO:<boss@example.com>"], _server.Recipients);
        Assert.Contains("\nSubject: Order 17\n", mail, StringComparison.Ordinal);
        Assert.Contains("From: noreply@example.com\n", mail, StringComparison.Ordinal);
        Assert.Contains($"\nMessage-Id: <{done.Id}.1@workflows>\n", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Dear <b>Ann</b> & co", mail, StringComparison.Ordinal);
        Assert.Contains("<p>Dear &lt;b&gt;Ann&lt;/b&gt; &amp; co</p>", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("boss@example.com", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Email_WithALineBreakInTheSubject_AddsNoHeader()
    {
        await RunAsync(Plain, new { to = "ann@example.com", order = "17\r\nBcc: eve@example.com", name = "Ann" });

        Assert.Equal(["RCPT TO:<ann@example.com>"], _server.Recipients);
        Assert.Contains("\nSubject: Order 17 Bcc: eve@example.com\n", Assert.Single(_server.Mails), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("550 no such user", "mail-550", 1)]
    [InlineData("450 mailbox busy", "mail-450", 2)]
    public async Task Email_Refused_IsTriedAgainOnlyWhereThatCanHelp(string refusal, string code, int attempts)
    {
        _server.Refusal = refusal;
        var stopped = await RunAsync(Plain, new { to = "ann@example.com", order = 1, name = "Ann" }, s => s.Retry(2, TimeSpan.FromMinutes(1), jitter: 0).OnError(code, "failed"));
        if (attempts == 2)
        {
            _host!.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var done = await _host!.WaitForAsync(stopped.Id, InstanceStatus.Completed);
        Assert.Equal((code, attempts), (done.Data.GetProperty("send").GetProperty("error").GetProperty("code").GetString(), _server.Recipients.Count));
        Assert.Empty(_server.Mails);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("ann@example.com\r\nBcc: eve@example.com")]
    [InlineData("")]
    public async Task Email_ToNoAddress_FailsAndSendsNothing(string to)
    {
        var done = await RunAsync(Plain, new { to, order = 1, name = "Ann" }, s => s.OnError("settings", "failed"));

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Empty(_server.Recipients);
    }

    [Fact]
    public async Task Email_WithoutAServer_IsWrittenToTheFolder()
    {
        var folder = Directory.CreateTempSubdirectory("workflows-mail-");
        try
        {
            var done = await RunAsync(Plain, new { to = "ann@example.com", order = 17, name = "Ann" }, mail: options => (options.Host, options.PickupFolder) = (null, folder.FullName));

            Assert.Equal(InstanceStatus.Completed, done.Status);
            Assert.Contains("Subject: Order 17", await File.ReadAllTextAsync(Assert.Single(folder.GetFiles("*.eml")).FullName, Token), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<InstanceSnapshot> RunAsync(string with, object data, Action<StepBuilder>? configure = null, Action<MailOptions>? mail = null)
    {
        _host = await EngineHost.StartAsync(
            workflows => workflows.UseInMemory().AddMail().AddDefinition(WorkflowDefinition.Create("mailing", "1.0.0", d => d
                .Machine("send", "email", configure: s =>
                {
                    s.With(with);
                    configure?.Invoke(s);
                })
                .End("ok").End("bad").Path("send", "ok").Edge("send", "bad", outcome: "failed"))),
            services: services => services.Configure<MailOptions>(options =>
            {
                (options.Host, options.Port, options.Security, options.From) = ("127.0.0.1", _server.Port, "none", "noreply@example.com");
                mail?.Invoke(options);
            }));
        return await _host.Engine.StartAsync("mailing", data, "rita", Token);
    }
}
