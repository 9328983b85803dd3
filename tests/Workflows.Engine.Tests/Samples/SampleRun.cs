using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Samples;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Samples;

/// <summary>An instance of a sample on a real engine with an in-memory store and a fake clock.</summary>
internal sealed class SampleRun : IAsyncDisposable
{
    private readonly EngineHost _host;

    private SampleRun(EngineHost host) => _host = host;

    /// <summary>The instance as it stood after the last call.</summary>
    public InstanceSnapshot Instance { get; private set; } = null!;

    public InstanceStatus Status => Instance.Status;

    /// <summary>The steps with open tasks, in the order these were made.</summary>
    public string[] Open => [.. Instance.OpenTasks.Select(t => t.Step.Value)];

    public static async Task<SampleRun> StartAsync(string definition, object data, string by = "rita")
    {
        var run = new SampleRun(await EngineHost.StartAsync(workflows => workflows.UseInMemory().AddSamples()));
        run.Instance = await run._host.Engine.StartAsync(definition, data, by);
        return run;
    }

    /// <summary>Somebody of the group decides the open task of a step.</summary>
    public async Task DecideAsync(string step, string? outcome, object? answers = null, string by = "max", string? group = null, string? comment = null) =>
        Instance = await _host.Engine.CompleteTaskAsync(TaskOf(step).Id, answers ?? new { }, new Actor(by, group is null ? [] : [group], TenantId.Default), outcome, comment);

    /// <summary>The rejection of a decision that must not count.</summary>
    public async Task<Rejection> RefusedAsync(HumanTask task, string? outcome, object? answers = null, string by = "max", string? group = null, string? comment = null)
    {
        var actor = new Actor(by, group is null ? [] : [group], TenantId.Default);
        return (await Assert.ThrowsAsync<WorkflowException>(() => _host.Engine.CompleteTaskAsync(task.Id, answers ?? new { }, actor, outcome, comment))).Rejection;
    }

    public async Task PassAsync(TimeSpan time, Func<InstanceSnapshot, bool> until)
    {
        _host.Time.Advance(time);
        Instance = await _host.WaitForAsync(Instance.Id, until);
    }

    public async Task RetryAsync() => Instance = await _host.Engine.RetryAsync(Instance.Id, Instance.Incidents[0].Id, "ops");

    public HumanTask TaskOf(string step) => Instance.OpenTasks.Single(t => t.Step == step);

    /// <summary>The JSON of what a path such as <c>payment.amount</c> leads to in the data; empty when it leads nowhere.</summary>
    public string Data(string path)
    {
        var value = Instance.Data;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return "";
            }
        }

        return value.GetRawText();
    }

    /// <summary>The steps that ended, in order, as <c>step</c>, <c>step:outcome</c>, <c>step:skipped</c> or <c>step:canceled</c>.</summary>
    public async Task<string> TrailAsync() => string.Join(' ', (await _host.HistoryAsync(Instance.Id)).Select(e => e switch
    {
        StepCompleted { Outcome: null } c => c.Step.Value,
        StepCompleted c => $"{c.Step}:{c.Outcome}",
        StepSkipped s => $"{s.Step}:skipped",
        StepCanceled c => $"{c.Step}:canceled",
        StepFailed f => $"{f.Step}:failed",
        _ => null,
    }).OfType<string>());

    public Task<IReadOnlyList<InstanceEvent>> HistoryAsync() => _host.HistoryAsync(Instance.Id);

    /// <summary>Fails unless the instance is over and nothing of it is left.</summary>
    public void AssertEndedAt(StepId? end)
    {
        Assert.Equal((InstanceStatus.Completed, end), (Instance.Status, Instance.End));
        Assert.Empty(Instance.Tokens);
        Assert.Empty(Instance.OpenTasks);
        Assert.Empty(Instance.Timers);
        Assert.Empty(Instance.Incidents);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
