using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Runtime;

/// <summary>What the engine tells of itself.</summary>
public sealed class TelemetryTests
{
    private static readonly WorkflowDefinition s_work = WorkflowDefinition.Create("work", "1.0.0", d => d.Machine("good", "Good").Machine("bad", "Bad").Path("good", "bad"));
    private static readonly WorkflowDefinition s_wait = WorkflowDefinition.Create("wait", "1.0.0", d => d.Human("ask", "Ask").Timer("rest", TimeSpan.FromHours(1)).Path("ask", "rest"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_SucceedAndFail_AreTimedAndCounted()
    {
        await using var host = await StartAsync();
        using var numbers = new Numbers(host);

        var instance = await host.Engine.StartAsync(new StartRequest("work", JsonElement.Parse("{}"), "rita"), Token);
        Assert.Equal(InstanceStatus.Failed, instance.Status);
        await host.Engine.CancelAsync(instance.Id, "Seen", "rita", Token);

        Assert.Equal(
            [
                "workflows.incidents.opened code=step-failed definition=work: 1",
                "workflows.instances.ended definition=work status=canceled: 1",
                "workflows.instances.started definition=work: 1",
                "workflows.step.duration definition=work outcome=failed step=bad: 1 times",
                "workflows.step.duration definition=work outcome=succeeded step=good: 1 times",
                "workflows.step.failures code=InvalidOperationException definition=work step=bad: 1",
            ],
            numbers.Told());
    }

    [Fact]
    public async Task Timer_FiresLate_TheLagIsTold()
    {
        await using var host = await StartAsync();
        using var numbers = new Numbers(host);
        var instance = await host.Engine.StartAsync(new StartRequest("wait", JsonElement.Parse("{}"), "rita"), Token);
        await CompleteAsync(host, instance);

        host.Time.Advance(TimeSpan.FromMinutes(90));
        await host.WaitForAsync(instance.Id, InstanceStatus.Completed);

        Assert.Equal(1800, Assert.Single(numbers.Values("workflows.due.lag")), 5.0);
        Assert.Contains("workflows.due.lag kind=timer: 1 times", numbers.Told());
    }

    [Fact]
    public async Task Gauges_AfterARefresh_CountWhatIsUnderWay()
    {
        await using var host = await StartAsync();
        using var numbers = new Numbers(host);
        await host.Engine.StartAsync(new StartRequest("wait", JsonElement.Parse("{}"), "rita"), Token);
        var timed = await host.Engine.StartAsync(new StartRequest("wait", JsonElement.Parse("{}"), "rita"), Token);
        await CompleteAsync(host, timed);
        await host.Engine.StartAsync(new StartRequest("work", JsonElement.Parse("{}"), "rita"), Token);
        host.Time.Advance(TimeSpan.FromSeconds(30));

        await host.Services.GetRequiredService<WorkflowFigures>().RefreshAsync(Token);
        numbers.Observe();

        Assert.Equal(
            [
                "workflows.commit.queue_depth: 0", "workflows.due.overdue: 0", "workflows.instances.open: 3", "workflows.instances.with_incident: 1", "workflows.stuck: 0",
                "workflows.tasks.oldest_open: 30",
            ],
            numbers.Observed());
    }

    [Fact]
    public async Task Spans_AcrossAWait_AreTwoTracesWithALink()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WorkflowTelemetry.ActivitySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await StartAsync();
        var instance = await host.Engine.StartAsync(new StartRequest("wait", JsonElement.Parse("{}"), "rita"), Token);
        Activity.Current = null;
        await CompleteAsync(host, instance);

        Activity[] own = [.. spans.Where(s => s.GetTagItem("workflow.instance.id") as string == instance.Id.ToString())];

        Assert.Equal(["workflow Start", "workflow CompleteTask"], own.Select(s => s.OperationName));
        Assert.NotEqual(own[0].TraceId, own[1].TraceId);
        Assert.Equal(own[0].Context, Assert.Single(own[1].Links).Context);
        Assert.Equal(("wait", "waiting"), (own[1].GetTagItem("workflow.definition"), own[1].GetTagItem("workflow.status")));
    }

    [Fact]
    public async Task Spans_OfSteps_AreInTheTraceOfWhatBeganThem()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WorkflowTelemetry.ActivitySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await StartAsync();
        var instance = await host.Engine.StartAsync(new StartRequest("work", JsonElement.Parse("{}"), "rita"), Token);

        // A host that has just started looks for what was interrupted; it may come by this instance, in a trace of its own.
        Activity[] own = [.. spans.Where(s => s.GetTagItem("workflow.instance.id") as string == instance.Id.ToString() && s.OperationName != "workflow Recover")];

        Assert.Single(own.Select(s => s.TraceId).Distinct());
        Assert.Equal(["step bad", "step good", "workflow CompleteStep", "workflow FailStep", "workflow Start"], own.Select(s => s.OperationName).Order());
        var bad = own.Single(s => s.OperationName == "step bad");
        Assert.Equal((ActivityStatusCode.Error, "It is broken."), (bad.Status, bad.StatusDescription));
        Assert.All(own, s => Assert.Empty(s.Links));
    }

    [Fact]
    public async Task Step_WritesToTheLog_ItsInstanceIsInTheScope()
    {
        var scopes = new ConcurrentQueue<string>();
        await using var host = await StartAsync(services => services.AddSingleton(scopes).AddSingleton(typeof(ILogger<>), typeof(ScopeLogger<>)));

        var instance = await host.Engine.StartAsync(new StartRequest("work", JsonElement.Parse("{}"), "rita"), Token);

        Assert.Contains($"InstanceId={instance.Id} Definition=work Step=good Attempt=1", scopes);
    }

    private static Task<EngineHost> StartAsync(Action<IServiceCollection>? services = null) => EngineHost.StartAsync(
        workflows => workflows.UseInMemory().AddStep<Good>("Good").AddStep<Bad>("Bad").AddDefinition(s_work).AddDefinition(s_wait), services: services);

    private static Task<InstanceSnapshot> CompleteAsync(EngineHost host, InstanceSnapshot instance) =>
        host.Engine.CompleteTaskAsync(new CompleteTaskRequest(instance.OpenTasks[0].Id, JsonElement.Parse("{}"), "ann"), Token);

    private sealed class Good : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Bad : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("It is broken.");
    }

    private sealed class ScopeLogger<T>(ConcurrentQueue<string> scopes) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            scopes.Enqueue(state is IReadOnlyList<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}")) : state.ToString()!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => false;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }
    }

    /// <summary>Listens to the numbers of one host.</summary>
    private sealed class Numbers : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, string Tags, double Value, bool IsObserved, bool IsDistribution)> _all = new();
        private readonly MeterListener _listener;

        public Numbers(EngineHost host)
        {
            var meter = host.Services.GetRequiredService<EngineMetrics>().Meter;
            _listener = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (ReferenceEquals(instrument.Meter, meter))
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.Start();
        }

        public void Observe() => _listener.RecordObservableInstruments();

        public double[] Values(string name) => [.. _all.Where(n => n.Name == name).Select(n => n.Value)];

        public string[] Told() => [.. _all.Where(n => !n.IsObserved).GroupBy(n => (n.Name, n.Tags)).Select(g =>
            $"{g.Key.Name}{g.Key.Tags}: {(g.First().IsDistribution ? $"{g.Count()} times" : $"{g.Sum(n => n.Value)}")}").Order(StringComparer.Ordinal)];

        public string[] Observed() => [.. _all.Where(n => n.IsObserved).Select(n => $"{n.Name}{n.Tags}: {n.Value}").Order(StringComparer.Ordinal)];

        public void Dispose() => _listener.Dispose();

        private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _all.Enqueue((
            instrument.Name,
            string.Concat(tags.ToArray().OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $" {t.Key}={t.Value}")),
            value,
            instrument.IsObservable,
            instrument is Histogram<double> or Histogram<int>));
    }
}
