using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Instances;

/// <summary>Joins of a number of inputs, and what becomes of the rest.</summary>
public sealed class JoinTests
{
    private static WorkflowDefinition Fork(int number, JoinRest rest, params string[] region) => WorkflowDefinition.Create("fork", "1.0.0", d => d
        .Parallel("fork").Machine("a", "A").Machine("b", "B").Machine("c", "C").Machine("beside", "D")
        .Machine("after", "Z", configure: s => s.Join(number, rest, region))
        .Path("fork", "a", "after").Path("fork", "b", "after").Path("fork", "c", "after").Path("fork", "beside"));

    [Theory]
    [InlineData(1, "a b c")]
    [InlineData(2, "c a b")]
    public void Absorb_LaterInputs_AreSwallowedAndTheRoundEnds(int number, string order)
    {
        var run = KernelRun.Start(Fork(number, JoinRest.Absorb));
        var steps = order.Split(' ');

        for (var i = 0; i < steps.Length; i++)
        {
            run.Work(steps[i]);
            Assert.Equal(i + 1 >= number ? 1 : 0, run.Entered("after"));
        }

        Assert.Equal(3 - number, run.History.OfType<TokenAbsorbed>().Count());
        Assert.Single(run.History.OfType<JoinReset>());
        run.Work("after");
        run.Work("beside");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(1, run.Entered("after"));
    }

    [Fact]
    public void Cancel_Enough_WithdrawsTheBranchesAndNothingElse()
    {
        var run = KernelRun.Start(Fork(2, JoinRest.Cancel));
        run.Work("c");
        run.Work("a");

        Assert.Equal(["beside", "after"], run.At);
        var canceled = Assert.Single(run.History.OfType<StepCanceled>());
        Assert.Equal("b", canceled.Step);
        Assert.Equal("'after' had enough and went on.", canceled.Cause);
        Assert.Empty(run.State.Rounds);
    }

    [Fact]
    public void Cancel_NamedRegion_WithdrawsWhatItNames()
    {
        var run = KernelRun.Start(Fork(2, JoinRest.Cancel, "beside"));
        run.Work("c");
        run.Work("a");

        Assert.Equal(["b", "after"], run.At);
    }

    /// <summary>Two rounds of a fork: the second token on an input stands for a branch that loops faster than the others.</summary>
    private static WorkflowDefinition TwoRounds(Join join) => WorkflowDefinition.Create("rounds", "1.0.0", d => d
        .Parallel("fork").Machine("a", "A").Machine("b", "B").Machine("after", "Z", configure: s => s.Join(join))
        .Edge("fork", "a", weight: 2).Edge("fork", "b", weight: 2).Path("a", "after").Path("b", "after"));

    private static void Work(KernelRun run, string step)
    {
        var token = run.State.Tokens.First(t => t.Step == step && !t.IsOnEdge);
        Assert.Null(run.Send(new InstanceCommand.CompleteStep(token.Id, token.Attempt, DataChange.None)));
    }

    [Fact]
    public void Hold_RepeatedInput_WaitsForTheNextRound()
    {
        var run = KernelRun.Start(TwoRounds(Join.Count(1, JoinRest.Hold)));
        Work(run, "a");
        Work(run, "a");
        Assert.Equal(1, run.Entered("after"));
        Assert.Single(run.State.Tokens, t => t.IsOnEdge);

        Work(run, "b");

        Assert.Equal(2, run.Entered("after"));
        Work(run, "b");
        Work(run, "after");
        Work(run, "after");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(2, run.Entered("after"));
    }

    [Fact]
    public void Absorb_RepeatedInput_IsSwallowed()
    {
        var run = KernelRun.Start(TwoRounds(Join.Count(1)));
        Work(run, "a");
        Work(run, "a");
        Work(run, "b");

        Assert.Equal(1, run.Entered("after"));
        Assert.Equal(2, run.History.OfType<TokenAbsorbed>().Count());
        Work(run, "b");
        Assert.Equal(2, run.Entered("after"));
    }

    [Fact]
    public void All_SurplusTokens_AreKeptForTheNextTime()
    {
        var run = KernelRun.Start(TwoRounds(Join.All));
        Work(run, "a");
        Work(run, "a");
        Assert.Equal(0, run.Entered("after"));
        Work(run, "b");
        Assert.Equal(1, run.Entered("after"));
        Work(run, "b");
        Assert.Equal(2, run.Entered("after"));
    }

    [Fact]
    public void CountOnOneEdge_Threads_AreMergedTogether()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("threads", "1.0.0", d => d
            .Exclusive("split").Machine("work", "W").Machine("after", "Z", configure: s => s.Join(3))
            .Edge("split", "work", weight: 3).Path("work", "after")));

        Assert.Equal(["work", "work", "work"], run.At);
        Work(run, "work");
        Work(run, "work");
        Assert.Equal(0, run.Entered("after"));
        Work(run, "work");
        Assert.Equal(["after"], run.At);
        Assert.Equal(3, run.History.OfType<StepStarted>().Single(e => e.Step == "after").Consumed.Length);
    }

    [Fact]
    public void Active_TwoJoinsThatWaitForEachOther_FirstGoesOnWhileAnotherBranchWorks()
    {
        // x and y can each reach the other's second input; only 'busy' moves, and it reaches neither.
        var run = KernelRun.Start(WorkflowDefinition.Create("circle", "1.0.0", d => d
            .Parallel("fork").Machine("busy", "B").Machine("x", "X", configure: s => s.Split(Split.First)).Machine("y", "Y", configure: s => s.Split(Split.First))
            .Path("fork", "busy").Path("fork", "x").Path("fork", "y").Path("x", "y").Path("y", "x").End("end")
            .Edge("x", "end", otherwise: true).Edge("y", "end", otherwise: true)));

        Assert.Equal(["busy", "x"], run.At);
        Assert.Contains("waited for each other", run.History.OfType<StepStarted>().Single(e => e.Step == "x").Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, JoinRest.Absorb, "error join-count /steps/5/join")]
    [InlineData(4, JoinRest.Absorb, "error join-count /steps/5/join")]
    [InlineData(4, JoinRest.Keep)]
    [InlineData(3, JoinRest.Hold)]
    public void Validate_Count_MustBePossible(int number, JoinRest rest, params string[] expected) =>
        Assert.Equal(expected, DefinitionValidator.Validate(Fork(number, rest)).Select(p => $"{p.Severity.ToString().ToLowerInvariant()} {p.Code} {p.Place}"));

    [Fact]
    public void Validate_Region_MustExistAndBeUsed() =>
        Assert.Equal(
            ["region-unknown /steps/5/join/region/0", "region-ignored /steps/5/join/region"],
            DefinitionValidator.Validate(Fork(1, JoinRest.Absorb, "nowhere")).Select(p => $"{p.Code} {p.Place}"));

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Validate_Weight_IsInBounds(int weight) =>
        Assert.Equal(
            ["weight-invalid /edges/0/weight"],
            DefinitionValidator.Validate(WorkflowDefinition.Create("w", "1.0.0", d => d.Machine("a", "A").Machine("b", "B").Edge("a", "b", weight: weight))).Select(p => $"{p.Code} {p.Place}"));

    [Theory]
    [InlineData("\"all\"")]
    [InlineData("2")]
    [InlineData("""{"need":2,"rest":"cancel","region":["a"]}""")]
    public void Document_Join_IsWrittenAsItWasRead(string join)
    {
        var definition = DefinitionDocument.Read($$"""{"key":"k","version":"1.0.0","steps":[{"id":"a","kind":"machine","type":"A","join":{{join}}}],"edges":[{"from":"a","to":"a","weight":3}]}""");

        var written = DefinitionDocument.Write(definition);
        Assert.Contains($"\"join\":{join}", written.Replace(" ", "").Replace("\n", ""), StringComparison.Ordinal);
        Assert.Contains("\"weight\": 3", written, StringComparison.Ordinal);
        Assert.Equal(definition.ContentHash, DefinitionDocument.Read(written).ContentHash);
    }
}
