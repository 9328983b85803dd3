using Workflows.Engine.Instances;
using Workflows.Web.Auth.Gate;
using static Workflows.Web.Tests.Auth.Gate.GateSamples;

namespace Workflows.Web.Tests.Auth.Gate;

public sealed class GateRulesTests
{
    private const string NotYours = "Only people with the role operator or admin may see what they have no part in.";

    [Fact]
    public void SeeDefinition_Anyone_Yes() =>
        Assert.Equal(GateAnswer.Yes("Everyone of default may see its workflows."), GateRules.SeeDefinition(Uma));

    [Fact]
    public void Start_User_Yes() => Assert.Equal(GateAnswer.Yes("Every user may start a workflow."), GateRules.Start(Uma));

    [Fact]
    public void Start_WithoutTheRole_No() =>
        Assert.Equal(GateAnswer.No("Only people with the role admin may start a workflow."), GateRules.Start(Uma with { Roles = [] }));

    [Fact]
    public void ImportDefinitions_ByRole_AuthorsAndAdministrators()
    {
        Assert.Equal(GateAnswer.Yes("You have the role author."), GateRules.ImportDefinitions(Aram));
        Assert.Equal(GateAnswer.Yes("You have the role admin."), GateRules.ImportDefinitions(Anna));
        Assert.Equal(GateAnswer.No("Only people with the role author or admin may publish definitions."), GateRules.ImportDefinitions(Olga));
    }

    [Fact]
    public void SeeInstance_ByPart_SaysWhy()
    {
        Assert.Equal(GateAnswer.Yes("You started it."), GateRules.SeeInstance(Rita, Instance, isInvolved: false));
        Assert.Equal(GateAnswer.Yes("You have, had or are offered a task of it."), GateRules.SeeInstance(Mia, Instance, isInvolved: true));
        Assert.Equal(GateAnswer.Yes("You have the role operator."), GateRules.SeeInstance(Olga, Instance, isInvolved: false));
        Assert.Equal(GateAnswer.Yes("You have the role admin."), GateRules.SeeInstance(Anna, Instance, isInvolved: false));
        Assert.Equal(GateAnswer.No(NotYours), GateRules.SeeInstance(Uma, Instance, isInvolved: false));
        Assert.Equal(GateAnswer.No(NotYours), GateRules.SeeInstance(Aram, Instance, isInvolved: false));
    }

    [Fact]
    public void AnyInstanceRule_OtherTenantWithEveryRole_No()
    {
        var no = GateAnswer.No("It belongs to another tenant.");

        Assert.Equal(no, GateRules.SeeInstance(RitaElsewhere, Instance, isInvolved: true));
        Assert.Equal(no, GateRules.SeeHistory(RitaElsewhere, Instance, isInvolved: true));
        Assert.Equal(no, GateRules.CancelInstance(RitaElsewhere, Instance));
        Assert.Equal(no, GateRules.RetryIncident(RitaElsewhere, Instance));
        Assert.Equal(no, GateRules.SendSignal(RitaElsewhere, Instance));
        Assert.Equal(no, GateRules.AddElement(RitaElsewhere, Instance));
    }

    [Fact]
    public void SendSignal_ByPart_StarterAndOperators()
    {
        Assert.Equal(GateAnswer.Yes("You started it."), GateRules.SendSignal(Rita, Instance));
        Assert.Equal(GateAnswer.Yes("You have the role operator."), GateRules.SendSignal(Olga, Instance));
        Assert.Equal(GateAnswer.No("Only people with the role operator or admin may send signals to what others started."), GateRules.SendSignal(Mia, Instance));
    }

    [Fact]
    public void SeeHistory_ByPart_AsTheInstance()
    {
        Assert.True(GateRules.SeeHistory(Rita, Instance, isInvolved: false).Allowed);
        Assert.True(GateRules.SeeHistory(Mia, Instance, isInvolved: true).Allowed);
        Assert.False(GateRules.SeeHistory(Uma, Instance, isInvolved: false).Allowed);
    }

    [Fact]
    public void CancelInstance_ByPart_StarterAndOperators()
    {
        Assert.Equal(GateAnswer.Yes("You started it."), GateRules.CancelInstance(Rita, Instance));
        Assert.Equal(GateAnswer.Yes("You have the role operator."), GateRules.CancelInstance(Olga, Instance));
        Assert.Equal(GateAnswer.Yes("You have the role admin."), GateRules.CancelInstance(Anna, Instance));
        Assert.Equal(GateAnswer.No("Only people with the role operator or admin may cancel what others started."), GateRules.CancelInstance(Mia, Instance));
    }

    [Fact]
    public void RetryIncident_ByPart_OperatorsOnly()
    {
        Assert.Equal(GateAnswer.Yes("You have the role operator."), GateRules.RetryIncident(Olga, Instance));
        Assert.Equal(GateAnswer.Yes("You have the role admin."), GateRules.RetryIncident(Anna, Instance));
        Assert.Equal(GateAnswer.No("Only people with the role operator or admin may retry an incident."), GateRules.RetryIncident(Rita, Instance));
    }

    [Fact]
    public void SeeTask_ByPart_SaysWhy()
    {
        Assert.Equal(GateAnswer.Yes("It is offered to the group managers, and you are in it."), GateRules.SeeTask(Mia, Offered, isInvolved: false));
        Assert.Equal(GateAnswer.Yes("It is assigned to you."), GateRules.SeeTask(Max, Taken, isInvolved: false));
        Assert.Equal(GateAnswer.Yes("You are involved in its instance."), GateRules.SeeTask(Rita, Offered, isInvolved: true));
        Assert.Equal(GateAnswer.Yes("You have the role operator."), GateRules.SeeTask(Olga, Offered, isInvolved: false));
        Assert.Equal(GateAnswer.Yes("You have the role admin."), GateRules.SeeTask(Anna, Offered, isInvolved: false));
        Assert.Equal(GateAnswer.No(NotYours), GateRules.SeeTask(Uma, Offered, isInvolved: false));
    }

    [Fact]
    public void SeeTask_TakenByAColleague_StillSeen() =>
        Assert.Equal(GateAnswer.Yes("It is offered to the group managers, and you are in it."), GateRules.SeeTask(Mia, Taken, isInvolved: false));

    [Fact]
    public void ActOnTask_EligibilityOnly_NotEvenAdministrators()
    {
        Assert.Equal(GateAnswer.Yes("It is offered to the group managers, and you are in it."), GateRules.ActOnTask(Mia, Offered));
        Assert.Equal(GateAnswer.No("It is offered to the group managers."), GateRules.ActOnTask(Anna, Offered));
        Assert.Equal(GateAnswer.No("It is offered to the group managers."), GateRules.ActOnTask(Rita, Offered));
        Assert.Equal(GateAnswer.No("It is assigned to max."), GateRules.ActOnTask(Mia, Taken));
    }

    [Fact]
    public void ListAll_ByRole_OperatorsAndAdministrators()
    {
        foreach (var person in new[] { Olga, Anna })
        {
            Assert.True(GateRules.ListAllInstances(person).Allowed);
            Assert.True(GateRules.ListAllTasks(person).Allowed);
        }

        Assert.Equal(GateAnswer.No(NotYours), GateRules.ListAllInstances(Aram));
        Assert.Equal(GateAnswer.No(NotYours), GateRules.ListAllTasks(Mia));
    }

    [Fact]
    public void ManagePeople_ByRole_AdministratorsOnly()
    {
        Assert.Equal(GateAnswer.Yes("You have the role admin."), GateRules.ManagePeople(Anna));
        Assert.Equal(GateAnswer.No("Only people with the role admin may manage people."), GateRules.ManagePeople(Olga));
    }

    [Fact]
    public void ManageKeys_ByOwner_OwnOnesAndAdministrators()
    {
        Assert.Equal(GateAnswer.Yes("It is your own key."), GateRules.ManageKeys(Uma, "uma"));
        Assert.Equal(GateAnswer.Yes("You have the role admin."), GateRules.ManageKeys(Anna, "uma"));
        Assert.Equal(GateAnswer.No("Only people with the role admin may manage the keys of others."), GateRules.ManageKeys(Olga, "uma"));
    }

    [Fact]
    public void AllowedActions_OnATask_SayWhyAndWhyNot()
    {
        Assert.Equal(
            [
                new AllowedAction("claim", true, "It is offered to the group managers, and you are in it."),
                new AllowedAction("release", false, "Only the person who has a task can give it back."),
                new AllowedAction("complete", true, "It is offered to the group managers, and you are in it."),
            ],
            AllowedAction.On(Offered, Mia));
        Assert.Equal(
            [
                new AllowedAction("claim", false, "You already have it."),
                new AllowedAction("release", true, "You have it."),
                new AllowedAction("complete", true, "It is assigned to you."),
            ],
            AllowedAction.On(Taken, Max));
        Assert.All(AllowedAction.On(Taken, Mia), action => Assert.False(action.Allowed));
    }

    [Fact]
    public void AllowedActions_OnADirectTask_NobodyToGiveItBackTo() =>
        Assert.Equal(
            new AllowedAction("release", false, "It was assigned to you alone, so there is nobody to give it back to."),
            AllowedAction.On(Taken with { Users = ["max"], Groups = [] }, Max)[1]);

    [Fact]
    public void AllowedActions_OnAnInstance_FollowStateAndRole()
    {
        Assert.Equal(
            [
                new AllowedAction("cancel", true, "You started it."),
                new AllowedAction("retry", false, "Nothing stands still."),
                new AllowedAction("repair", false, "Only people with the role operator or admin may repair an instance."),
            ],
            AllowedAction.On(Instance, Rita));
        var stopped = Instance with { Incidents = [new Incident { Id = 1, Code = "stuck", Message = "It is stuck.", At = DateTimeOffset.UnixEpoch }] };
        Assert.Equal(new AllowedAction("retry", true, "You have the role operator."), AllowedAction.On(stopped, Olga)[1]);
        Assert.Equal(new AllowedAction("repair", true, "You have the role operator."), AllowedAction.On(stopped, Olga)[2]);
        Assert.All(AllowedAction.On(Instance with { Status = InstanceStatus.Completed }, Anna), a => Assert.Equal((false, "It is completed."), (a.Allowed, a.Reason)));
    }
}
