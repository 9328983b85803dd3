using System.Text.Json;
using System.Text.RegularExpressions;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Cookbook;

/// <summary>Holds docs/cookbook.md to what the product does: each recipe is compiled as it stands there, has nothing wrong, and comes to the end that the page says.</summary>
public sealed partial class CookbookTests
{
    private static readonly string s_page = Repository.Read("docs/cookbook.md");

    public static TheoryData<string> Names => [.. Recipes.All.Keys];

    [Fact]
    public void Page_EveryBlock_IsARecipe() => Assert.Equal(Recipes.All.Keys, Block().Matches(s_page).Select(m => m.Groups["name"].Value));

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_Block_IsWhatIsCompiled(string name)
    {
        var source = Repository.Read("tests/Workflows.Engine.Tests/Cookbook/Recipes.cs");
        var block = Block().Matches(s_page).Single(m => m.Groups["name"].Value == name).Groups["code"].Value;

        Assert.Contains(Trimmed(block), Trimmed(source), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Recipe_HasNothingWrong(string name) =>
        Assert.Empty(DefinitionValidator.Validate(Recipes.All[name]).Select(p => $"{p.Place}: {p.Message}"));

    [Fact]
    public void Sequential_FirstNo_NeverReachesTheSecond()
    {
        var run = Start("sequential");
        Answer(run, "manager", "approve", "max", "managers");
        Answer(run, "director", "reject", "dora", "directors");
        AssertEnd(run, "rejected", "manager director rejected");

        run = Start("sequential");
        Answer(run, "manager", "reject", "max", "managers");
        AssertEnd(run, "rejected", "manager rejected");
    }

    [Fact]
    public void Parallel_OneNo_TakesTheOtherTaskBack()
    {
        var run = Start("parallel");
        Answer(run, "legal", "approve", "lea", "legal");
        Answer(run, "finance", "approve", "fia", "finance");
        AssertEnd(run, "approved", "ask legal finance approved");

        run = Start("parallel");
        Answer(run, "finance", "reject", "fia", "finance");
        AssertEnd(run, "rejected", "ask finance rejected");
        Assert.Equal("legal", Assert.Single(run.History.OfType<HumanTaskCanceled>()).Step.Value);
    }

    [Theory]
    [InlineData("yes no yes", "accepted")]
    [InlineData("no no", "refused")]
    public void KOfN_EnoughVotes_EndTheVote(string votes, string end)
    {
        var run = Start("k_of_n", new { members = new[] { "ann", "bob", "cay" } });
        foreach (var (vote, who) in votes.Split(' ').Zip(["ann", "bob", "cay"]))
        {
            Answer(run, "board", vote, who);
        }

        Assert.Equal((InstanceStatus.Completed, end), (run.Status, run.State.End?.Value));
        Assert.Equal(3 - votes.Split(' ').Length, run.History.OfType<HumanTaskCanceled>().Count());
    }

    [Fact]
    public void Veto_OneObjection_StopsIt_AndSilenceAgrees()
    {
        var run = Start("veto", new { councillors = new[] { "ann", "bob" } });
        Answer(run, "object", "fine", "ann");
        Answer(run, "object", "veto", "bob", comment: "Not with me.");
        Assert.Equal("stopped", run.State.End?.Value);

        run = Start("veto", new { councillors = new[] { "ann", "bob" } });
        Answer(run, "object", "fine", "ann");
        run.Now = run.State.Timers.Single().DueAt;
        Assert.Null(run.Send(new InstanceCommand.FireTimer(run.State.Timers.Single().Token, TimerKind.Timeout)));
        Assert.Equal((InstanceStatus.Completed, "agreed"), (run.Status, run.State.End?.Value));
    }

    [Fact]
    public void FirstResponder_OneAnswer_TakesTheOthersBack()
    {
        var run = Start("first_responder");
        Answer(run, "lisbon", null, "luz", "lisbon");
        run.Work("reply");
        AssertEnd(run, null, "offer lisbon reply");
    }

    [Fact]
    public void Escalation_NoAnswerInTwoDays_GoesToTheDirector()
    {
        var run = Start("escalation");
        run.Fire("manager", TimerKind.Timeout);
        Assert.Equal(["director"], run.At);
        Answer(run, "director", "approve", "dora", "directors");
        AssertEnd(run, "approved", "manager director approved");
    }

    [Fact]
    public void Reminder_TaskStaysOpen_WhileTheReminderGoesOut()
    {
        var run = Start("reminder");
        run.Fire("manager", TimerKind.Timeout);
        run.Work("mail");
        Assert.Single(run.State.OpenTasks);
        Answer(run, "manager", null, "max", "managers");
        AssertEnd(run, "done", "mail manager done");
    }

    [Fact]
    public void SendBack_AnyNumberOfTimes_EndsWithTheApproval()
    {
        var run = Start("send_back");
        for (var round = 0; round < 3; round++)
        {
            Answer(run, "write", null, "rita");
            Answer(run, "review", round < 2 ? "send_back" : "approve", "ed", "editors", comment: "See my notes.");
        }

        run.Work("publish");
        AssertEnd(run, null, "write review write review write review publish");
    }

    [Fact]
    public void FourEyes_TheSamePersonTwice_IsRefused()
    {
        var run = Start("four_eyes", new { signatories = new[] { "ann", "bob", "cay" } });
        Answer(run, "first", null, "bob");
        Assert.IsType<Rejection.NotEligible>(run.TryAnswer("second", by: "bob"));
        Answer(run, "second", null, "cay");
        run.Work("pay");
        AssertEnd(run, null, "first second pay");
    }

    [Theory]
    [InlineData(1000, "size pay")]
    [InlineData(1001, "size manager pay")]
    [InlineData(10001, "size head director large pay")]
    public void ByAmount_Limits_SayWhoIsAsked(int amount, string done)
    {
        var run = Start("by_amount", new { amount });
        while (run.State.OpenTasks is [var task, ..])
        {
            Answer(run, task.Step.Value, null, "ann", task.Groups[0]);
        }

        run.Work("pay");
        AssertEnd(run, null, done);
    }

    [Theory]
    [InlineData(500, "team")]
    [InlineData(5000, "team head")]
    [InlineData(50000, "team head board")]
    public void Hierarchy_AskedUpwards_UntilALimitIsHighEnough(int amount, string asked)
    {
        var run = Start("hierarchy", new { amount, superiors = new object[] { new { who = "team", limit = 1000 }, new { who = "head", limit = 10000 }, new { who = "board", limit = 1000000 } } });
        var who = new List<string>();
        while (run.State.OpenTasks is [var task])
        {
            who.Add(task.Users.Concat(task.Assignee is { } one ? [one] : []).Distinct().Single());
            Answer(run, "superior", "approve", who[^1]);
        }

        Assert.Equal(asked.Split(' '), who);
        Assert.Equal("approved", run.State.End?.Value);
    }

    [Fact]
    public void AdHoc_MoreExperts_AreAwaitedLikeTheFirst()
    {
        var run = Start("ad_hoc", new { experts = new[] { "ann" } });
        Assert.Null(run.Send(new InstanceCommand.AddElement("opinion", JsonSerializer.SerializeToElement("bob"), "max")));
        Answer(run, "opinion", null, "ann");
        Assert.Equal(["opinion"], run.State.OpenTasks.Select(t => t.Step.Value));
        Answer(run, "opinion", null, "bob");
        Answer(run, "decide", null, "max", "managers");
        Assert.Equal(InstanceStatus.Completed, run.Status);
    }

    [Fact]
    public void Deadline_NobodyObjects_CountsAsConsent()
    {
        var run = Start("deadline", new { owner = "ann", deadline = "2026-02-01T00:00:00Z" });
        run.Fire("consent", TimerKind.Timeout);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), run.Now);
        run.Work("proceed");
        AssertEnd(run, null, "consent proceed");
    }

    [Fact]
    public void Delegate_HandedOn_IsDecidedByTheOther()
    {
        var run = Start("delegate", new { owner = "ann" });
        Answer(run, "decide", "delegate", "ann", answers: new { to = "bob" });
        Assert.IsType<Rejection.NotEligible>(run.TryAnswer("decide", "approve", by: "ann"));
        Answer(run, "decide", "approve", "bob");
        AssertEnd(run, "approved", "begin decide hand_over decide approved");
    }

    [Fact]
    public void Consult_AdviceIsAskedFor_TheDecisionNeedNotWait()
    {
        var run = Start("consult");
        Assert.Null(run.Send(new InstanceCommand.Signal("ask", null, JsonSerializer.SerializeToElement(new { whom = "ada" }), "max")));
        Assert.Equal(["advise", "decide"], run.State.OpenTasks.Select(t => t.Step.Value).Order());
        Answer(run, "decide", null, "max", "managers");
        AssertEnd(run, "decided", "decide decided");
        Assert.Equal("advise", Assert.Single(run.History.OfType<HumanTaskCanceled>()).Step.Value);
    }

    [Fact]
    public void Withdraw_ByTheRequester_TakesEveryTaskBack()
    {
        var run = Start("withdraw");
        Answer(run, "manager", null, "max", "managers");
        Assert.Null(run.Send(new InstanceCommand.Signal("withdrawn", null, JsonElement.Parse("{}"), "rita")));
        AssertEnd(run, "recalled", "manager approval recalled");
        Assert.Equal("finance", Assert.Single(run.History.OfType<HumanTaskCanceled>()).Step.Value);
    }

    [Fact]
    public void Confirmation_WhatComesFirst_Decides()
    {
        var run = Start("confirmation", new { offer = "A-7" });
        run.Work("send_offer");
        Assert.Null(run.Send(new InstanceCommand.Signal("accepted", "A-7", JsonElement.Parse("{}"), "shop")));
        run.Work("order");
        AssertEnd(run, null, "send_offer accepted order");

        run = Start("confirmation", new { offer = "A-7" });
        run.Work("send_offer");
        run.Fire("expired");
        run.Work("close");
        AssertEnd(run, null, "send_offer expired close");
    }

    [Fact]
    public void PerLine_EachLine_IsDecidedByItsOwner()
    {
        var run = Start("per_line", new { lines = new[] { new { owner = "ann" }, new { owner = "bob" } } });
        Answer(run, "line", "reject", "bob");
        Answer(run, "line", "approve", "ann");
        Assert.Equal("1", run.Data("approved"));
        run.Work("order");
        Assert.Equal(InstanceStatus.Completed, run.Status);
    }

    [Fact]
    public void Renewal_YearByYear_UntilSomebodyEndsIt()
    {
        var run = Start("renewal");
        for (var year = 0; year < 2; year++)
        {
            Answer(run, "approve", "grant", "olga", "owners");
            run.Fire("valid");
        }

        Answer(run, "approve", "end", "olga", "owners");
        run.Work("revoke");
        AssertEnd(run, "ended", "approve valid expired approve valid expired approve ended grant revoke", isCaseEnd: false);
    }

    [Theory]
    [InlineData(false, false, "manager")]
    [InlineData(true, false, "manager legal")]
    [InlineData(true, true, "manager legal security")]
    public void Extra_OnlyWhoHasTo_IsAskedAndAwaited(bool isContract, bool hasAccess, string asked)
    {
        var run = Start("extra", new { isContract, hasAccess });
        foreach (var step in asked.Split(' '))
        {
            Answer(run, step, null, "ann", step is "manager" ? "managers" : step);
        }

        run.Work("sign");
        AssertEnd(run, null, $"who {asked} sign");
    }

    [Fact]
    public void AllOrNothing_AFailedOrder_GivesTheBudgetBack()
    {
        var run = Start("all_or_nothing");
        Answer(run, "approve", null, "max", "managers");
        run.Work("reserve");
        run.Break("order", "Sold out.");
        run.Work("release");
        Answer(run, "clear_up", null, "pia", "purchasing");
        AssertEnd(run, null, "approve reserve release move clear_up");
    }

    private static KernelRun Start(string recipe, object? data = null) => KernelRun.Start(Recipes.All[recipe], data);

    /// <summary>Completes the person's task of a step.</summary>
    private static void Answer(KernelRun run, string step, string? outcome, string who, string? group = null, object? answers = null, string? comment = null)
    {
        var actor = new Actor(who, group is null ? [] : [group], TenantId.Default);
        var task = run.State.OpenTasks.First(t => t.Step == step && (t.Assignee == who || t.Users.Contains(who) || t.Groups.Any(actor.Groups.Contains)));
        Assert.Null(run.Send(new InstanceCommand.CompleteTask(
            task.Id, actor, outcome, JsonSerializer.SerializeToElement(answers ?? new { }, JsonSerializerOptions.Web), outcome is null ? null : comment ?? "Because.")));
    }

    private static void AssertEnd(KernelRun run, string? end, string done, bool isCaseEnd = true)
    {
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(done.Split(' '), run.Completed);
        if (isCaseEnd)
        {
            Assert.Equal(end, run.State.End?.Value);
        }
    }

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));

    [GeneratedRegex(@"<!-- recipe: (?<name>\w+) -->\n```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
