using System.Diagnostics;
using Workflows.Engine.Definitions;
using Workflows.Engine.Paths;
using Workflows.Engine.Tests.Definitions;
using Workflows.Samples;

namespace Workflows.Engine.Tests.Paths;

/// <summary>Who approves what: every way through a definition, in the words of a table.</summary>
public sealed class ApprovalPathsTests
{
    [Fact]
    public void Of_ByAmount_SaysWhoIsAskedWhen()
    {
        var definition = Create(d => d
            .Exclusive("route")
            .Human("manager", configure: h => h.AssignToGroup("managers").Outcome("approve").Outcome("reject"))
            .Human("director", configure: h => h.AssignTo("dora").Outcome("approve").Outcome("reject"))
            .End("paid").End("refused")
            .Edge("route", "paid", when: "data.amount <= 1000").Edge("route", "manager", otherwise: true)
            .Edge("manager", "director", outcome: "approve", when: "data.amount > 10000").Edge("manager", "paid", outcome: "approve", when: "data.amount <= 10000")
            .Edge("manager", "refused", outcome: "reject").Edge("director", "paid", outcome: "approve").Edge("director", "refused", outcome: "reject"));

        Assert.Equal(
            [
                "data.amount <= 1000: nobody -> Paid",
                "data.amount > 10000: 1 Manager=Approve, 2 Director=Approve -> Paid",
                "data.amount > 10000: 1 Manager=Approve, 2 Director=Reject -> Refused",
                "data.amount > 1000, data.amount <= 10000: 1 Manager=Approve -> Paid",
                "data.amount > 1000: 1 Manager=Reject -> Refused",
            ],
            Told(definition));
        Assert.Equal("dora", Assert.Single(ApprovalPaths.Of(definition).Paths[1].Approvals[1].Assign!.Users));
    }

    [Fact]
    public void Of_ConditionsOnTheSameData_AreNotTakenApart()
    {
        WorkflowDefinition Twice(Action<DefinitionBuilder> between) => Create(d =>
        {
            d.Exclusive("one").End("small").Exclusive("two").Human("a").End("b").Edge("one", "small", when: "data.x < 10").Edge("two", "a", when: "data.x < 5").Edge("two", "b", otherwise: true);
            between(d);
        });

        Assert.Equal(["data.x < 10: nobody -> Small", "data.x >= 10: nobody -> B"], Told(Twice(d => d.Edge("one", "two", otherwise: true))));

        // A machine step may change what was asked before.
        Assert.Equal(3, Told(Twice(d => d.Machine("m", "M").Edge("one", "m", otherwise: true).Path("m", "two"))).Length);
        Assert.Equal(3, Told(Twice(d => d.Set("s", ("x", "1")).Edge("one", "s", otherwise: true).Path("s", "two"))).Length);
        Assert.Equal(2, Told(Twice(d => d.Set("s", ("y", "1")).Edge("one", "s", otherwise: true).Path("s", "two"))).Length);
    }

    [Fact]
    public void Of_ParallelBranches_AreOneWay_DoneTogether()
    {
        var definition = Create(d => d
            .Parallel("fork").Human("legal").Human("it").Human("security").Parallel("join").Human("board").End("done")
            .Path("fork", "legal", "join").Path("fork", "it", "security", "join", "board", "done"));

        Assert.Equal(["always: 1 Legal, 1 It, 2 Security, 3 Board -> Done"], Told(definition));
    }

    [Fact]
    public void Of_DecisionsInBranches_DecideWhatComesAfterThem()
    {
        var definition = Create(d => d
            .Parallel("fork").Human("legal", configure: h => h.Outcome("ok").Outcome("no")).Human("finance", configure: h => h.Outcome("ok").Outcome("no")).Parallel("join").Exclusive("both").End("go").End("stop")
            .Path("fork", "legal", "join").Path("fork", "finance", "join", "both")
            .Edge("both", "go", when: "data.legal.outcome == 'ok' && data.finance.outcome == 'ok'").Edge("both", "stop", otherwise: true));

        Assert.Equal(
            ["1 Legal=Ok, 1 Finance=Ok -> Go", "1 Legal=Ok, 1 Finance=No -> Stop", "1 Legal=No, 1 Finance=Ok -> Stop", "1 Legal=No, 1 Finance=No -> Stop"],
            Told(definition).Select(t => t[(t.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]));
    }

    [Fact]
    public void Of_ALoop_IsWalkedOnce_AndSaysWhereItComesBackTo()
    {
        var definition = Create(d => d
            .Human("write").Human("review", configure: h => h.Outcome("approve").Outcome("send_back")).End("published")
            .Path("write", "review").Edge("review", "published", outcome: "approve").Edge("review", "write", outcome: "send_back"));

        Assert.Equal(["always: 1 Write, 2 Review=Approve -> Published", "always: 1 Write, 2 Review=Send back -> back to Write"], Told(definition));
    }

    [Fact]
    public void Of_TimeLimitsTriggersStatesAndOutcomes_AreWaysOfTheirOwn()
    {
        Assert.Equal(
            ["always: 1 A=Yes -> Done", "trigger gone of A: 1 A -> Gone", "timeout of A: 1 A -> Late"],
            Told(Create(d => d.Human("a", configure: h => h.Outcome("yes").Timeout("PT1H").OnSignal("gone")).End("done").End("late").End("gone_end", "Gone")
                .Edge("a", "done", outcome: "yes").Edge("a", "late", outcome: "timeout").Edge("a", "gone_end", outcome: "gone"))));
        Assert.Equal(
            ["first Ask: 1 Ask -> Done", "first Wait: nobody -> Done"],
            Told(Create(d => d.State("open").Human("ask").Timer("wait", "PT1H").End("done").Edge("open", "ask").Edge("open", "wait").Path("ask", "done").Path("wait", "done"))));
        Assert.Equal(
            ["outcome ok of M: nobody -> Done", "always: 1 Look -> Done"],
            Told(Create(d => d.Machine("m", "M").Human("look").End("done").Edge("m", "done", outcome: "ok").Edge("m", "look", otherwise: true).Path("look", "done"))));
    }

    [Fact]
    public void Of_SomeOfSeveral_SaysHowManyAreNeeded()
    {
        var definition = Create(d => d
            .Parallel("fork").Human("a").Human("b").Human("c").Exclusive("two", configure: s => s.Join(2)).Human("vote", configure: h => h.Multi("data.board", need: 3)).End("done")
            .Path("fork", "a", "two").Path("fork", "b", "two").Path("fork", "c", "two", "vote", "done"));

        var path = Assert.Single(ApprovalPaths.Of(definition).Paths);
        Assert.Equal(["a 2 of 3", "b 2 of 3", "c 2 of 3", "vote 3"], path.Approvals.Select(a => $"{a.Step} {a.Needed}"));
        Assert.Equal("data.board", path.Approvals[^1].ForEach);
    }

    [Fact]
    public void Of_GroupsAndCalls_AreOneStep()
    {
        var definition = Create(d => d
            .Group("checks", g => g.Human("legal").Human("tax").Path("legal", "tax")).Group("machines", g => g.Machine("m", "M")).Call("sub", "other").End("done")
            .Path("checks", "machines", "sub", "done"));

        var path = Assert.Single(ApprovalPaths.Of(definition).Paths);
        Assert.Equal(["checks", "sub"], path.Approvals.Select(a => a.Step.Value));
        Assert.Equal(["legal", "tax"], path.Approvals[0].Inside.Select(a => a.Step.Value));
        Assert.Equal("other", path.Approvals[1].Calls);
    }

    [Fact]
    public void Of_AnEndThatTerminates_EndsTheWay() => Assert.Equal(
        ["always: 1 Quick -> Enough"],
        Told(Create(d => d.Parallel("fork").Human("quick").Human("slow").Human("after").End("enough", terminates: true).End("done").Path("fork", "quick", "enough").Path("fork", "slow", "after", "done"))));

    [Fact]
    public void Of_MoreWaysThanAnybodyReads_IsCut_AndSaysSo()
    {
        var many = ApprovalPaths.Of(ProofCostTests.Named("ladder"));
        Assert.Equal((ApprovalPaths.MaxPaths, false), (many.Paths.Length, many.IsComplete));
        Assert.True(ApprovalPaths.Of(Create(d => d.Human("a"))).IsComplete);
    }

    [Theory]
    [MemberData(nameof(ProofCostTests.Graphs), MemberType = typeof(ProofCostTests))]
    public void Of_LargestGraphs_EndSoon(string graph)
    {
        var definition = ProofCostTests.Named(graph);
        var walk = new PathWalk(definition);
        var watch = Stopwatch.StartNew();
        var paths = walk.Run();
        watch.Stop();

        TestContext.Current.TestOutputHelper?.WriteLine($"{graph}: {paths.Paths.Length} paths, complete: {paths.IsComplete}, {walk.Visits} visits, {watch.ElapsedMilliseconds} ms");
        Assert.True(walk.Visits <= 20_001);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public void Of_TheExpenseSample_IsWhatItsAuditorExpects() => Assert.Equal(
        [
            "data.amount >= 10000: 1 Manager approval=Approve, 1 Finance approval=Release -> Paid",
            "data.amount >= 10000: 1 Manager approval=Approve, 1 Finance approval=Reject -> Rejected",
            "data.amount >= 10000: 1 Manager approval=Reject -> Rejected",
            "data.amount >= 1000, data.amount < 10000: 1 Manager approval=Approve -> Paid",
            "data.amount >= 1000, data.amount < 10000: 1 Manager approval=Reject -> Rejected",
            "data.amount < 1000: nobody -> Paid",
        ],
        Told(SamplesExtensions.Documents().Select(DefinitionDocument.Read).Single(d => d.Key == "expense_approval")));

    private static WorkflowDefinition Create(Action<DefinitionBuilder> build) => WorkflowDefinition.Create("test", "1.0.0", build);

    private static string[] Told(WorkflowDefinition definition) => [.. ApprovalPaths.Of(definition).Paths.Select(Told)];

    private static string Told(ApprovalPath path)
    {
        var when = path.When.Select(c => c.Kind switch
        {
            PathConditionKind.Condition => c.Text,
            PathConditionKind.Outcome => $"outcome {c.Text} of {c.Name}",
            PathConditionKind.Timeout => $"timeout of {c.Name}",
            PathConditionKind.Trigger => $"trigger {c.Text} of {c.Name}",
            _ => $"first {c.Text}",
        });
        var who = path.Approvals.Select(a => $"{a.Stage} {a.Name}{(a.Outcome is null ? "" : $"={a.Outcome}")}");
        var to = path.Ends.Concat(path.BackTo.Select(b => $"back to {b}"));
        return $"{(path.When.IsEmpty ? "always" : string.Join(", ", when))}: {(path.Approvals.IsEmpty ? "nobody" : string.Join(", ", who))} -> {string.Join(", ", to)}";
    }
}
