using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Workflows.Engine.Steps.Outbound;
using Workflows.TestKit;
using Workflows.TestKit.Fakes;

namespace Workflows.Engine.Tests.Steps;

/// <summary>The steps that need no class of the host, through the engine.</summary>
public sealed class BuiltInStepTests : IAsyncDisposable
{
    private readonly LoopbackServer _server = new();
    private readonly LineLog _log = new();
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
    public async Task Http_Post_SendsWhatTheDefinitionSaysAndKeepsTheAnswer()
    {
        _server.Answer = _ => (201, "application/json; charset=utf-8", """{ "order": 17, "lines": [1, 2] }""");
        var done = await RunAsync(
            """
            {
              "method": "post", "url": "URLorders/{data.customer}", "query": { "dry": "{data.isTrial}", "q": "a b&c" },
              "headers": { "Authorization": { "secret": "shop" }, "X-Ref": "{vars.startedBy}" },
              "body": { "amount": "{data.amount}", "note": "For {data.customer}", "lines": "{data.lines}", "fixed": [true, null, 1.5] }, "into": "order"
            }
            """,
            new { customer = "a/b c", amount = 12.50m, isTrial = true, lines = new[] { new { sku = "x" } } });

        Assert.Equal(InstanceStatus.Completed, done.Status);
        var sent = Assert.Single(_server.Received);
        Assert.Equal(("POST", "/orders/a/b%20c?dry=true&q=a%20b%26c"), (sent.Method, sent.Path));
        Assert.Equal(("Bearer s3cret", "rita"), (sent.Headers["Authorization"], sent.Headers["X-Ref"]));
        Assert.Equal($"{done.Id}:1", sent.Headers["Idempotency-Key"]);
        Assert.Equal("""{"amount":12.50,"note":"For a/b c","lines":[{"sku":"x"}],"fixed":[true,null,1.5]}""", sent.Body);
        Assert.Equal((201, 17), (done.Data.GetProperty("order").GetProperty("status").GetInt32(), done.Data.GetProperty("order").GetProperty("body").GetProperty("order").GetInt32()));
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(await _host!.HistoryAsync(done.Id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_ServerFailsTwice_TriesAgainWithTheSameKey()
    {
        _server.Answer = n => n < 3 ? (503, "text/plain", "busy") : (200, "text/plain", "done");
        var waiting = await RunAsync("""{ "method": "PUT", "url": "URL", "form": { "a": "1", "b": "x y" } }""", new { }, s => s.Retry(5, TimeSpan.FromSeconds(10), jitter: 0));
        for (var attempt = 2; attempt <= 3; attempt++)
        {
            await _host!.WaitForAsync(waiting.Id, i => i.Timers.Length == 1 && i.Tokens.Single().Attempt == attempt - 1);
            _host.Time.SetUtcNow((await _host.Queries.FindInstanceAsync(TenantId.Default, waiting.Id, Token))!.Timers[0].DueAt);
        }

        var done = await _host!.WaitForAsync(waiting.Id, InstanceStatus.Completed);
        Assert.Equal("done", done.Data.GetProperty("call").GetProperty("body").GetString());
        Assert.Equal(3, _server.Received.Count);
        Assert.Single(_server.Received.Select(r => r.Headers["Idempotency-Key"]).Distinct());
        Assert.Equal("a=1&b=x+y", _server.Received[0].Body);
    }

    [Fact]
    public async Task Http_StatusWithARoute_GoesItsWayAndIsNotTriedAgain()
    {
        _server.Answer = _ => (404, "application/json", """{ "why": "no such order" }""");
        var done = await RunAsync("""{ "url": "URL" }""", new { }, s => s.Retry(5).OnError("http-404", "failed"));

        Assert.Equal((InstanceStatus.Completed, 1), (done.Status, _server.Received.Count));
        Assert.Equal("http-404", done.Data.GetProperty("call").GetProperty("error").GetProperty("code").GetString());
        Assert.False(_server.Received[0].Headers.ContainsKey("Idempotency-Key"));
    }

    [Theory]
    [InlineData("""{ "url": "http://127.0.0.1:1/" }""", "http-unreachable")]
    [InlineData("""{ "url": "ftp://example.com/" }""", "settings")]
    [InlineData("""{ "url": "URL", "method": "BREW" }""", "settings")]
    [InlineData("""{ "url": "URL", "timeout": "soon" }""", "settings")]
    [InlineData("""{ "url": "URL{data.missing}" }""", "settings")]
    [InlineData("""{ "url": "URL", "headers": { "X": { "secret": "nobody" } } }""", "settings")]
    [InlineData("""{ "url": "URL", "headers": { "Content-Type": "text/plain\r\nX: y" } }""", "settings")]
    [InlineData("""{ "url": "URL", "accept": [201] }""", "http-200")]
    public async Task Http_ThatCannotBeDone_FailsWithItsCode(string with, string code)
    {
        var done = await RunAsync(with, new { }, s => s.OnError(code, "failed"));

        Assert.Equal((InstanceStatus.Completed, code), (done.Status, done.Data.GetProperty("call").GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Http_ToAPrivateAddress_IsRefusedUnlessAllowed()
    {
        var done = await RunAsync("""{ "url": "URL" }""", new { }, s => s.OnError("http-refused", "failed"), isFree: false);

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Empty(_server.Received);
    }

    [Fact]
    public async Task Http_AnswerThatIsTooLargeOrNoJson_FailsWithItsCode()
    {
        _server.Answer = _ => (200, "text/plain", new string('x', (1024 * 1024) + 1));
        var large = await RunAsync("""{ "url": "URL" }""", new { }, s => s.OnError(null, "failed"));
        Assert.Equal("http-too-large", large.Data.GetProperty("call").GetProperty("error").GetProperty("code").GetString());

        _server.Answer = _ => (200, "application/json", "{ not json");
        var bad = await _host!.Engine.StartAsync("calling", new { }, "rita", Token);
        Assert.Equal("http-bad-answer", bad.Data.GetProperty("call").GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Secret_ThatTheDataNames_IsNotFilledIn()
    {
        var done = await RunAsync("""{ "method": "POST", "url": "URL", "body": "{data.given}" }""", new { given = new { secret = "shop" } });

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Equal("""{"secret":"shop"}""", _server.Received.Single().Body.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_WritesItsMessageWithTheInstance()
    {
        _host = await StartAsync(WorkflowDefinition.Create("calling", "1.0.0", d => d.Machine("call", "log", configure: s => s.With("""{ "message": "Order {data.order} came.", "level": "warning" }"""))));

        var done = await _host.Engine.StartAsync("calling", new { order = 17 }, "rita", Token);

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Contains(_log.Lines, line => line == $"Warning calling, step call of instance {done.Id}: Order 17 came.");
    }

    [Fact]
    public async Task Event_Publishes()
    {
        _host = await StartAsync(WorkflowDefinition.Create("calling", "1.0.0", d => d
            .Machine("call", "event", configure: s => s.With("""{ "type": "order.shipped", "data": { "order": "{data.order}" } }"""))));

        var done = await _host.Engine.StartAsync("calling", new { order = 17 }, "rita", Token);

        var published = Assert.Single((await _host.HistoryAsync(done.Id)).OfType<EventPublished>());
        Assert.Equal((InstanceStatus.Completed, "order.shipped", """{"order":17}"""), (done.Status, published.Name, published.Data.GetRawText()));
    }

    [Fact]
    public async Task Publish_WithMissingOrUnknownSettings_NamesThemAtTheirPlace()
    {
        _host = await StartAsync();
        var definition = WorkflowDefinition.Create("calling", "1.0.0", d => d
            .Machine("call", "http", configure: s => s.With("""{ "ulr": "https://example.com" }""")).Machine("say", "log").Path("call", "say"));

        var refused = await Assert.ThrowsAsync<WorkflowException>(() => _host.Engine.PublishAsync(definition, "ada", Token));

        Assert.Equal(
            [("member-missing", "/steps/0/with/url"), ("member-unknown", "/steps/0/with/ulr"), ("member-missing", "/steps/1/with/message")],
            Assert.IsType<Rejection.InvalidDefinition>(refused.Rejection).Problems.Select(p => (p.Code, p.Place)));
    }

    private async Task<InstanceSnapshot> RunAsync(string with, object data, Action<StepBuilder>? configure = null, bool isFree = true)
    {
        _host = await StartAsync(
            WorkflowDefinition.Create("calling", "1.0.0", d => d
                .Machine("call", "http", configure: s =>
                {
                    s.With(with.Replace("URL", _server.Url, StringComparison.Ordinal));
                    configure?.Invoke(s);
                })
                .End("ok").End("bad").Path("call", "ok").Edge("call", "bad", outcome: "failed")),
            isFree);
        return await _host.Engine.StartAsync("calling", data, "rita", Token);
    }

    private Task<EngineHost> StartAsync(WorkflowDefinition? definition = null, bool isFree = true) => EngineHost.StartAsync(
        workflows =>
        {
            workflows.UseInMemory();
            if (definition is not null)
            {
                workflows.AddDefinition(definition);
            }
        },
        services: services => services
            .AddSingleton<ILoggerFactory>(_log)
            .Configure<OutboundOptions>(options => options.AllowPrivateAddresses = isFree)
            .Configure<SecretOptions>(options => options.Values["shop"] = "Bearer s3cret")
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>)));

    private sealed class LineLog : ILoggerFactory, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{logLevel} {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
