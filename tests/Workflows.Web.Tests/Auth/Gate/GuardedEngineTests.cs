using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit.Fakes;
using Workflows.Web.Auth.Gate;
using static Workflows.Web.Tests.Auth.Gate.GateSamples;

namespace Workflows.Web.Tests.Auth.Gate;

public sealed class GuardedEngineTests
{
    private static readonly JsonElement s_nothing = JsonElement.Parse("{}");

    private readonly FakeWorkflowQueries _queries = new();
    private readonly RecordingEngine _engine = new(Instance);
    private readonly GuardedEngine _guarded;

    public GuardedEngineTests()
    {
        _guarded = new GuardedEngine(_engine, _queries);
        _queries.Add(Instance);
        _queries.Add(TenantId.Default, Offered);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_ByAnother_StartsAsThePerson()
    {
        await _guarded.StartAsync(Uma, new StartRequest("expense_approval", s_nothing, "somebody else"), Cancellation);

        Assert.Equal(new Actor("uma", [], TenantId.Default), Assert.IsType<StartRequest>(Assert.Single(_engine.Asked)).By);
    }

    [Fact]
    public async Task GetInstanceAsync_NoPartInIt_AsIfItWereNotThere()
    {
        var refused = await Refused<WorkflowException>(() => _guarded.GetInstanceAsync(Uma, Instance.Id, Cancellation));

        Assert.Equal(new Rejection.InstanceNotFound(Instance.Id), refused.Rejection);
    }

    [Fact]
    public async Task GetInstanceAsync_OtherTenant_AsIfItWereNotThere()
    {
        var refused = await Refused<WorkflowException>(() => _guarded.GetInstanceAsync(RitaElsewhere, Instance.Id, Cancellation));

        Assert.Equal(new Rejection.InstanceNotFound(Instance.Id), refused.Rejection);
    }

    [Fact]
    public async Task GetInstanceAsync_Involved_GetsIt()
    {
        _queries.Involve(Uma.ToActor(), Instance.Id);

        Assert.Same(Instance, await _guarded.GetInstanceAsync(Uma, Instance.Id, Cancellation));
    }

    [Fact]
    public async Task AnyReadBelowAnInstance_NoPartInIt_AsIfItWereNotThere()
    {
        await Refused<WorkflowException>(() => _guarded.ListHistoryAsync(Uma, Instance.Id, 0, 100, Cancellation));
        await Refused<WorkflowException>(() => _guarded.ListInstanceTasksAsync(Uma, Instance.Id, Cancellation));
        await Refused<WorkflowException>(() => _guarded.ListTasksAsync(Uma, new TaskFilter(TaskScope.All, "uma") { Instance = Instance.Id }, new PageRequest(), Cancellation));
    }

    [Fact]
    public async Task CancelAsync_ByItsStarter_Passes()
    {
        await _guarded.CancelAsync(Rita, Instance.Id, "typo", Cancellation);

        Assert.Equal([$"cancel {Instance.Id} by rita: typo"], _engine.Asked);
    }

    [Fact]
    public async Task CancelAsync_SeenButNotTheirs_ForbiddenWithReason()
    {
        _queries.Involve(Mia.ToActor(), Instance.Id);

        var refused = await Refused<ForbiddenException>(() => _guarded.CancelAsync(Mia, Instance.Id, "no", Cancellation));

        Assert.Equal("Only people with the role operator or admin may cancel what others started.", refused.Message);
        Assert.Empty(_engine.Asked);
    }

    [Fact]
    public async Task CancelAsync_NotSeen_AsIfItWereNotThere()
    {
        await Refused<WorkflowException>(() => _guarded.CancelAsync(Uma, Instance.Id, "no", Cancellation));
        await Refused<WorkflowException>(() => _guarded.RetryAsync(RitaElsewhere, Instance.Id, 1, Cancellation));

        Assert.Empty(_engine.Asked);
    }

    [Fact]
    public async Task RetryAsync_ByItsStarter_ForbiddenWithReason()
    {
        var refused = await Refused<ForbiddenException>(() => _guarded.RetryAsync(Rita, Instance.Id, 1, Cancellation));

        Assert.Equal("Only people with the role operator or admin may retry an incident.", refused.Message);
    }

    [Fact]
    public async Task ListInstancesAsync_User_NarrowedToTheirOwn()
    {
        await _guarded.ListInstancesAsync(Uma, new InstanceFilter { Definition = "x" }, new PageRequest(), Cancellation);

        Assert.Equal(new InstanceFilter { Definition = "x", StartedBy = "uma" }, _queries.LastInstanceFilter);
        Assert.Empty((await _guarded.ListInstancesAsync(Uma, new InstanceFilter { StartedBy = "rita" }, new PageRequest(), Cancellation)).Items);
    }

    [Fact]
    public async Task ListInstancesAsync_Operator_AsAsked()
    {
        var page = await _guarded.ListInstancesAsync(Olga, new InstanceFilter(), new PageRequest(), Cancellation);

        Assert.Equal(new InstanceFilter(), _queries.LastInstanceFilter);
        Assert.Equal(Instance.Id, Assert.Single(page.Items).Id);
    }

    [Fact]
    public async Task ListTasksAsync_EverybodysByAUser_ForbiddenWithTheWayOut()
    {
        var refused = await Refused<ForbiddenException>(() => _guarded.ListTasksAsync(Mia, new TaskFilter(TaskScope.All, "mia"), new PageRequest(), Cancellation));

        Assert.EndsWith("List the tasks that are yours, available to you or done by you.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListTasksAsync_ForAnother_AsksAsThePerson()
    {
        await _guarded.ListTasksAsync(Mia, new TaskFilter(TaskScope.Mine, "max"), new PageRequest(), Cancellation);

        Assert.Equal(Mia.ToActor(), _queries.LastTaskFilter!.Person);
    }

    [Fact]
    public async Task GetTaskAsync_NoPartInItOrOtherTenant_AsIfItWereNotThere()
    {
        foreach (var person in new[] { Uma, RitaElsewhere })
        {
            var refused = await Refused<WorkflowException>(() => _guarded.GetTaskAsync(person, Offered.Id, Cancellation));

            Assert.Equal(new Rejection.TaskNotFound(Offered.Id), refused.Rejection);
        }
    }

    [Fact]
    public async Task CompleteTaskAsync_SeenButNotForThem_NotEligible()
    {
        var refused = await Refused<WorkflowException>(() => _guarded.CompleteTaskAsync(Anna, new CompleteTaskRequest(Offered.Id, s_nothing, "mia"), Cancellation));

        Assert.Equal(new Rejection.NotEligible(Offered.Id, "anna", "It is offered to the group managers."), refused.Rejection);
        Assert.Empty(_engine.Asked);
    }

    [Fact]
    public async Task CompleteTaskAsync_NotSeen_AsIfItWereNotThere()
    {
        var refused = await Refused<WorkflowException>(() => _guarded.CompleteTaskAsync(Uma, new CompleteTaskRequest(Offered.Id, s_nothing, "mia"), Cancellation));

        Assert.Equal(new Rejection.TaskNotFound(Offered.Id), refused.Rejection);
    }

    [Fact]
    public async Task CompleteTaskAsync_ByAnother_CompletesAsThePerson()
    {
        await _guarded.CompleteTaskAsync(Mia, new CompleteTaskRequest(Offered.Id, s_nothing, "max"), Cancellation);

        Assert.Equal(Mia.ToActor(), Assert.IsType<CompleteTaskRequest>(Assert.Single(_engine.Asked)).By);
    }

    [Fact]
    public async Task ClaimTaskAsync_TakenByAColleague_LeftToTheEngineToSayWho()
    {
        _queries.Add(TenantId.Default, Taken);

        await _guarded.ClaimTaskAsync(Mia, Offered.Id, Cancellation);

        Assert.Equal([$"claim {Offered.Id} by mia"], _engine.Asked);
    }

    private static async Task<T> Refused<T>(Func<Task> act)
        where T : Exception => await Assert.ThrowsAsync<T>(act);
}
