using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine;
using Workflows.Engine.Callbacks;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.TestKit;

namespace Workflows.CrashHost;

/// <summary>
/// Many callers at once, for a process that somebody kills at any moment: each starts instances under keys of its own, calls their webhooks, decides their tasks, and writes down what was acknowledged. The
/// files outlive the process, as do the calls that machine steps make outside.
/// </summary>
internal sealed class Load(EngineHost host, LoadFiles files)
{
    /// <summary>The word that a process says once it takes commands.</summary>
    public const string Ready = "ready";

    private const int Callers = 16;

    private const int Steps = 9;

    /// <summary>What is started, and what it calls.</summary>
    public static ImmutableArray<WorkflowDefinition> Definitions { get; } =
    [
        WorkflowDefinition.Create("under_load", "1.0.0", d => d
            .Parallel("fork").Machine<OutsideStep>("left").Machine<OutsideStep>("right")
            .Parallel("join").Human("approve", "Approve", configure: h => h.Outcome("yes", "Yes"))
            .Call("check", "checked").Webhook("paid").Machine<OutsideStep>("ship")
            .Path("fork", "left", "join").Path("fork", "right", "join").Path("join", "approve").Edge("approve", "check", outcome: "yes").Path("check", "paid", "ship")),
        WorkflowDefinition.Create("checked", "1.0.0", d => d.Machine<OutsideStep>("look")),
    ];

    /// <summary>Goes on until somebody kills the process.</summary>
    public Task RunAsync()
    {
        var begun = files.Acknowledged.Count(a => a.StartsWith("started ", StringComparison.Ordinal));
        Console.WriteLine(Ready);
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (var n = begun; ; n++)
            {
                await TakeToItsEndAsync($"{caller}-{n}");
            }
        }));
    }

    /// <summary>Takes every instance to its end that was ever asked for, and tells what became of them.</summary>
    public async Task<LoadReport> FinishAsync()
    {
        var store = host.Queries;
        var keys = files.Asked.Distinct().ToList();
        var instances = new ConcurrentDictionary<string, InstanceId>();
        await Parallel.ForEachAsync(keys, async (key, _) => instances[key] = await TakeToItsEndAsync(key));

        var wrong = new List<string>();
        var acknowledged = files.Acknowledged.ToHashSet(StringComparer.Ordinal);
        foreach (var (key, id) in instances)
        {
            var instance = (await store.FindInstanceAsync(TenantId.Default, id, CancellationToken.None))!;
            var history = (await host.HistoryAsync(id)).ToList();
            var completions = history.OfType<StepCompleted>().CountBy(e => e.Step.Value).ToDictionary();
            if (instance.Status is not InstanceStatus.Completed || completions.Count != Steps || history.OfType<SignalReceived>().Count() != 1 || completions.Any(c => c.Value != 1))
            {
                wrong.Add($"{key}: {instance.Status}, {string.Join(", ", completions)}");
            }

            wrong.AddRange(acknowledged.Where(a => a.EndsWith($" {key}", StringComparison.Ordinal) && !Has(history, a)).Select(a => $"{key}: '{a}' was acknowledged and is lost"));
        }

        // What a step did outside more than once, it did under the same key.
        wrong.AddRange(files.Calls.Distinct().GroupBy(call => call[..call.LastIndexOf(' ')]).Where(g => g.Count() > 1).Select(g => $"{g.Key}: keys {string.Join(", ", g)}"));
        return new LoadReport(instances.Count, instances.Values.Distinct().Count(), acknowledged.Count, files.Calls.Count, [.. wrong]);
    }

    private static bool Has(List<InstanceEvent> history, string acknowledged) => acknowledged.Split(' ')[0] switch
    {
        "decided" => history.Exists(e => e is HumanTaskCompleted),
        "called" => history.Exists(e => e is SignalReceived),
        _ => history.Exists(e => e is InstanceStarted),
    };

    private async Task<InstanceId> TakeToItsEndAsync(string key)
    {
        files.Ask(key);
        var instance = await host.Engine.StartAsync(new StartRequest("under_load", JsonElement.Parse("{}"), "rita") { StartKey = key });
        files.Acknowledge($"started {key}");

        // Some call before the step waits, some at the same time as it comes to wait.
        var isEarly = key.Length % 2 == 0;
        if (isEarly)
        {
            await CallAsync(instance.Id, key);
        }

        instance = await host.WaitForAsync(instance.Id, i => i.EndedAt is not null || !i.OpenTasks.IsEmpty || !i.Subscriptions.IsEmpty);
        if (instance.OpenTasks is [var task, ..])
        {
            await host.Engine.CompleteTaskAsync(new CompleteTaskRequest(task.Id, JsonElement.Parse("{}"), "max") { Outcome = "yes" });
            files.Acknowledge($"decided {key}");
        }

        if (!isEarly)
        {
            await CallAsync(instance.Id, key);
        }

        return (await host.WaitForAsync(instance.Id, i => i.EndedAt is not null)).Id;
    }

    /// <summary>What a system outside does that was told the address: it calls until it was told that the call is kept.</summary>
    private async Task CallAsync(InstanceId instance, string key)
    {
        var path = host.Services.GetRequiredService<CallbackAddresses>().PathOf(new CallbackToken(TenantId.Default, instance, "paid", null));
        var call = new CallbackCall(path[(path.LastIndexOf('/') + 1)..], "{}"u8.ToArray(), JsonElement.Parse("{}")) { Id = key };
        await host.Services.GetRequiredService<WorkflowCallbacks>().ReceiveAsync(call);
        files.Acknowledge($"called {key}");
    }

    /// <summary>Does something outside that cannot be undone.</summary>
    internal sealed class OutsideStep(LoadFiles files) : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            files.Call($"{context.Instance} {context.Step} {context.IdempotencyKey}");
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>What outlives a process that is killed: every line is with the operating system before the next thing happens.</summary>
internal sealed class LoadFiles(string database)
{
    private readonly Lock _lock = new();

    public IReadOnlyList<string> Asked => Read(".asked");

    public IReadOnlyList<string> Acknowledged => Read(".acknowledged");

    public IReadOnlyList<string> Calls => Read(".calls");

    public void Ask(string key) => Append(".asked", key);

    public void Acknowledge(string what) => Append(".acknowledged", what);

    public void Call(string what) => Append(".calls", what);

    private void Append(string file, string line)
    {
        lock (_lock)
        {
            File.AppendAllText(database + file, line + "\n");
        }
    }

    /// <summary>The whole lines: the last one may have been cut off by the kill.</summary>
    private string[] Read(string file) => File.Exists(database + file) ? File.ReadAllText(database + file).Split('\n')[..^1] : [];
}

/// <summary>What became of everything, after all kills.</summary>
/// <param name="Keys">How many instances were asked for.</param>
/// <param name="Instances">How many there are: one for each key.</param>
/// <param name="Acknowledged">How many starts, calls and decisions were acknowledged.</param>
/// <param name="Calls">How many calls machine steps made outside, repetitions counted.</param>
/// <param name="Wrong">What is not as it must be.</param>
internal sealed record LoadReport(int Keys, int Instances, int Acknowledged, int Calls, string[] Wrong);
