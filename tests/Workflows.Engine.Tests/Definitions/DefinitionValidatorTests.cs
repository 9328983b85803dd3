using System.Diagnostics;
using Workflows.Engine.Definitions;
using Workflows.Engine.Steps;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>Every problem the validator knows: its severity, code and place, and that a mended definition has none.</summary>
public sealed class DefinitionValidatorTests
{
    [Fact]
    public void Validate_Header_ChecksKeyAndTexts()
    {
        var definition = WorkflowDefinition.Create("2 fast", "1.0.0", d => d
            .Named(" ").Describe(new string('x', 4001)).Category("\ud800").InstanceTitle("{user.name} {vars.startedby}").Machine("a", "A"));

        AssertProblems(
            definition,
            "error key-invalid /key",
            "error text-empty /name",
            "error text-too-long /description",
            "error text-invalid /category",
            "error expression-name /instanceTitle",
            "error expression-name /instanceTitle");
    }

    [Fact]
    public void Validate_UnknownNames_AreAllFoundAtOnce_WithWhatWasProbablyMeant()
    {
        var definition = Create(d => d
            .Initial("frist").Terminals("lost").Machine("first", "A", configure: s => s.Cancels("secnod")).Machine("second", "A")
            .Path("first", "second").Edge("frist", "second").Edge("first", "thrid"));

        AssertProblems(
            definition,
            "error initial-unknown /initial",
            "error terminal-unknown /terminals/0",
            "error cancels-unknown /steps/0/cancels/0",
            "error edge-source-unknown /edges/1/from",
            "error edge-target-unknown /edges/2/to");
        Assert.Equal(
            "There is no step 'frist'. Did you mean 'first'? An instance would have nowhere to start.", DefinitionValidator.Validate(definition)[0].Message);
    }

    [Fact]
    public void Validate_StepIds_MustBeValidAndUnique() => AssertProblems(
        Create(d => d.Machine("a", "A").Machine("a", "B").Machine("1st", "C").Machine("", "").Path("a", "1st").Path("a", "")),
        "error step-id-duplicate /steps/1/id",
        "error step-id-invalid /steps/2/id",
        "error step-id-invalid /steps/3/id",
        "error text-empty /steps/3/name",
        "error text-empty /steps/3/type");

    [Fact]
    public void Validate_CompletedState_IsRefused() => AssertProblems(
        Create(d => d
            .Parallel("fork").State("sent").Human("answer").Timer("late", "P1D").Machine("stop", "A", configure: s => s.Completes("sent", "answer"))
            .Path("fork", "sent", "answer").Path("sent", "late").Path("fork", "stop")),
        "error completes-state /steps/4/completes/0");

    [Fact]
    public void Validate_Sagas_AreGroupsDoneOnce_WithANumberOfAttempts() => AssertProblems(
        Create(d => d
            .Machine("a", "A", configure: s => s.Saga())
            .Group("b", g => g.Machine("c", "A"), configure: s => s.Saga(AfterUndo.Retry, 101).Multi("2"))
            .Group("e", g => g.Machine("f", "A"), configure: s => s.Saga(AfterUndo.Continue, 2))
            .Path("a", "b", "e")),
        "error saga-kind /steps/0/saga",
        "error saga-repeats /steps/1/saga",
        "error saga-attempts /steps/1/saga/attempts",
        "error saga-attempts /steps/3/saga/attempts");

    [Fact]
    public void Validate_WhatUndoesAStep_StandsByItself()
    {
        AssertProblems(
            Create(d => d
                .Machine("a", "A", configure: s => s.CompensateWith("b"))
                .Machine("b", "A", configure: s => s.CompensateWith("nowhere"))
                .Exclusive("c", configure: s => s.CompensateWith("end"))
                .Group("g", g => g.Machine("inside", "A"))
                .Machine("d", "A", configure: s => s.CompensateWith("inside"))
                .End("end").Path("a", "c", "g", "d", "end").Edge("b", "end")),
            "error compensation-connected /steps/0/compensateWith",
            "error compensation-kind /steps/1/compensateWith",
            "error compensation-unknown /steps/1/compensateWith",
            "error compensation-kind /steps/2/compensateWith",
            "error compensation-kind /steps/2/compensateWith",
            "error compensation-connected /steps/2/compensateWith",
            "error group-empty /steps/3",
            "error effect-outside /steps/5/compensateWith");
        AssertProblems(Create(d => d.Machine("a", "A", configure: s => s.CompensateWith("b")).Machine("b", "A").End("end").Path("a", "end").Terminals("end")));
    }

    [Fact]
    public void Validate_UnreachableStep_IsFound_UnlessDeclaredTerminal()
    {
        AssertProblems(Create(d => d.Machine("a", "A").Machine("b", "B").Machine("c", "C").Path("b", "c")), "error step-unreachable /steps/1", "error step-unreachable /steps/2");
        AssertProblems(Create(d => d.Terminals("a", "b").Machine("a", "A").Machine("b", "B")));
    }

    [Fact]
    public void Validate_DeadEnd_IsFound_OnceTerminalsAreDeclared()
    {
        AssertProblems(Create(d => d.Machine("a", "A").Machine("b", "B").Machine("c", "C").End("d").Path("a", "b").Path("a", "c").Path("a", "d")));
        AssertProblems(Create(d => d.Terminals("c").Machine("a", "A").Machine("b", "B").Machine("c", "C").End("d").Path("a", "b").Path("a", "c").Path("a", "d")), "error dead-end /steps/1");
        AssertProblems(Create(d => d.Terminals("a", "b").Machine("a", "A").Machine("b", "B").Path("a", "b")), "warning terminal-has-edges /steps/0");
    }

    [Fact]
    public void Validate_Edges_MustDiffer() => AssertProblems(
        Create(d => d.Machine("a", "A").Machine("b", "B")
            .Edge("a", "b").Edge("a", "b", when: "data.x").Edge("a", "b", outcome: "x").Edge("a", "b", when: "data.x").Edge("a", "b", label: "")),
        "error edge-duplicate /edges/3",
        "error edge-duplicate /edges/4",
        "error text-empty /edges/4/label");

    [Fact]
    public void Validate_DefaultEdges_AreOneAndWithoutCondition()
    {
        AssertProblems(
            Create(d => d.Exclusive("a").Machine("b", "B").Machine("c", "C").Edge("a", "b", when: "data.x").Edge("a", "b", otherwise: true).Edge("a", "c", otherwise: true)),
            "error default-duplicate /edges/2");
        AssertProblems(
            Create(d => d.Exclusive("a").Machine("b", "B").Machine("c", "C").Edge("a", "b", when: "data.x").Edge("a", "c", when: "data.y", otherwise: true)),
            "error default-with-condition /edges/1");
        AssertProblems(
            Create(d => d.Machine("a", "A").Machine("b", "B").Machine("c", "C").Edge("a", "b", otherwise: true).Edge("a", "c", outcome: "x", otherwise: true)),
            "error default-with-condition /edges/1",
            "error default-duplicate /edges/1");
    }

    [Fact]
    public void Validate_ChoiceWithoutDefault_IsDoubtful()
    {
        AssertProblems(Create(d => d.Exclusive("a").Machine("b", "B").Edge("a", "b", when: "data.x")), "warning choice-without-default /steps/0");
        AssertProblems(Create(d => d.Inclusive("a").Machine("b", "B").Edge("a", "b", when: "data.x")), "warning choice-without-default /steps/0");
        AssertProblems(Create(d => d.Machine("a", "A").Machine("b", "B").Edge("a", "b", outcome: "ok")), "warning choice-without-default /steps/0");
        AssertProblems(Create(d => d.Exclusive("a").Machine("b", "B").Machine("c", "C").Edge("a", "b", when: "data.x").Edge("a", "c")));
        AssertProblems(Create(d => d.Exclusive("a").Machine("b", "B").Machine("c", "C").Edge("a", "b", when: "data.x").Edge("a", "c", otherwise: true)));
    }

    [Fact]
    public void Validate_EdgesThatAreNeverTaken_AreDoubtful()
    {
        AssertProblems(
            Create(d => d.Exclusive("a").Machine("b", "B").Machine("c", "C").Edge("a", "b").Edge("a", "c", when: "data.x").Edge("a", "c", otherwise: true)),
            "warning edge-never /edges/1",
            "warning edge-never /edges/2");
        AssertProblems(
            Create(d => d.Machine("a", "A").Machine("b", "B").Machine("c", "C").Edge("a", "b").Edge("a", "c", otherwise: true)),
            "warning edge-never /edges/1");
    }

    [Fact]
    public void Validate_ConditionOnASplitOfAll_IsRefused_AsItWouldNotBeLookedAt() => AssertProblems(
        Create(d => d.Parallel("a").Machine("b", "B").Machine("c", "C").Edge("a", "b", when: "data.x").Edge("a", "c", otherwise: true)),
        "error choice-ignored /edges/0",
        "error choice-ignored /edges/1");

    [Fact]
    public void Validate_Outcomes_HaveEdges_AndEdgesHaveOutcomes()
    {
        var outcomes = (HumanStepBuilder h) => { h.Outcome("approve").Outcome("reject"); };
        AssertProblems(
            Create(d => d.Human("a", configure: outcomes).Machine("b", "B").Edge("a", "b", outcome: "aprove")),
            "error edge-outcome-unknown /edges/0/outcome",
            "error outcome-without-edge /steps/0/outcomes/0",
            "error outcome-without-edge /steps/0/outcomes/1");
        AssertProblems(Create(d => d.Human("a", configure: outcomes).Machine("b", "B").Machine("c", "C").Edge("a", "b", outcome: "approve").Edge("a", "c", otherwise: true)));
        AssertProblems(Create(d => d.Human("a", configure: outcomes).Machine("b", "B").Edge("a", "b")));
        AssertProblems(Create(d => d.Human("a", configure: outcomes)));
        AssertProblems(
            Create(d => d.Human("a", configure: outcomes).Machine("b", "B").Machine("c", "C").Edge("a", "b", outcome: "reject").Edge("a", "c")),
            "warning outcome-takes-more /edges/1");
        AssertProblems(
            Create(d => d.Exclusive("a").Human("b").Timer("t", "PT1H").Machine("c", "C").Path("a", "b").Path("t", "c")
                .Edge("a", "c", outcome: "x").Edge("b", "t", outcome: "y").Edge("b", "c")),
            "error edge-outcome-unknown /edges/2/outcome",
            "error edge-outcome-unknown /edges/3/outcome",
            "warning edge-never /edges/2");
    }

    [Fact]
    public void Validate_OutcomeIds_AreValidUniqueAndFew()
    {
        AssertProblems(
            Create(d => d.Human("a", configure: h => h.Outcome("yes").Outcome("yes").Outcome("no way").Outcome("no", " "))),
            "error outcome-duplicate /steps/0/outcomes/1/id",
            "error outcome-id-invalid /steps/0/outcomes/2/id",
            "error text-empty /steps/0/outcomes/3/label");
        AssertProblems(Create(d => d.Human("a", configure: h => Repeat(51, i => h.Outcome($"o{i}")))), "error too-many-outcomes /steps/0/outcomes");
    }

    [Fact]
    public void Validate_Timeout_NeedsWorkAndAnEdgeOfItsOwn()
    {
        AssertProblems(
            Create(d => d.Human("a", configure: h => h.Timeout("PT1H")).Machine("b", "B").Path("a", "b")), "error timeout-without-edge /steps/0/timeout");
        AssertProblems(
            Create(d => d.Human("a", configure: h => h.Timeout("PT1H")).Machine("b", "B").Edge("a", "b", outcome: "timeout")), "error outcome-without-edge /steps/0");
        AssertProblems(Create(d => d.Timer("a", "PT2H", configure: h => h.Timeout("PT1H", "late")).Machine("b", "B").Edge("a", "b", outcome: "late").Edge("a", "b")));
        AssertProblems(
            Create(d => d.Set("a", s => s.Timeout("PT1H", "no no"), ("x", "1"))), "error timeout-kind /steps/0/timeout", "error outcome-id-invalid /steps/0/timeout/outcome");
        AssertProblems(Create(d => d.Human("a", configure: h => h.Timeout("PT1H"))));
    }

    [Fact]
    public void Validate_Failures_BelongToMachineStepsAndMakeSense()
    {
        AssertProblems(
            Create(d => d.Machine("a", "A", configure: s => s
                    .Retry(1, TimeSpan.FromSeconds(-1), maxDelay: TimeSpan.Zero, maxAge: TimeSpan.FromDays(999), jitter: 101).AttemptTimeout(TimeSpan.Zero).Heartbeat(TimeSpan.FromDays(400)))),
            "error retry-number /steps/0/attemptTimeout",
            "error retry-number /steps/0/heartbeat",
            "error retry-number /steps/0/retry/attempts",
            "error retry-number /steps/0/retry/jitter",
            "error retry-number /steps/0/retry/delay",
            "error retry-number /steps/0/retry/maxDelay",
            "error retry-number /steps/0/retry/maxAge");
        AssertProblems(
            Create(d => d.Machine("a", "A", configure: s => s.OnError(null, "late").OnError("x", "no no")).Machine("b", "B").Path("a", "b").Edge("a", "b", outcome: "late")),
            "error outcome-id-invalid /steps/0/errors/1/outcome",
            "error error-invalid /steps/0/errors/1",
            "error error-without-edge /steps/0/errors/1");
        AssertProblems(Create(d => d.Human("a", configure: s => s.Retry())), "error retry-kind /steps/0/retry");
        AssertProblems(Create(d => d.Machine("a", "A", configure: s => s.OnError("x", "late")).Machine("b", "B").Edge("a", "b", outcome: "late").Path("a", "b")));
    }

    [Fact]
    public void Validate_EndsAndGateways_HaveTheEdgesTheirKindAsksFor() => AssertProblems(
        Create(d => d.Machine("a", "A").End("b").Exclusive("c").Path("a", "b", "c")),
        "error end-with-edges /edges/1/from",
        "error gateway-without-edges /steps/2");

    [Fact]
    public void Validate_MachineTypes_MustBeRegistered_WhenThatIsKnown()
    {
        var definition = Create(d => d.Machine("a", "SendMial").Machine<SubmitRequest>("b").Path("a", "b"));

        AssertProblems(definition);
        var problems = DefinitionValidator.Validate(definition, ["SendMail", "SubmitRequest"]);
        Assert.Equal([new(ProblemSeverity.Error, "machine-type-unknown", "/steps/0/type", "No class is registered as 'SendMial'. Did you mean 'SendMail'?")], problems);
        Assert.Equal(["/steps/0/type", "/steps/1/type"], DefinitionValidator.Validate(definition, []).Select(p => p.Place));
    }

    [Fact]
    public void Validate_Forms_HaveToGiveObjectsWithoutTheDecisionsMembers()
    {
        const string Form = """
            {"type":"object","required":["reason"],"properties":{"by":{},"outcome":{},"comment":{},"reson":{"type":"string"},
             "address":{"type":"object","required":["city"],"properties":{"street":{}}}}}
            """;
        AssertProblems(
            Create(d => d.StartForm("""{"type":"array"}""").Human("a", form: Form).Human("b", form: "true").Path("a", "b")),
            "error form-not-object /startForm/schema",
            "error form-reserved-member /steps/0/form/schema/properties/by",
            "error form-reserved-member /steps/0/form/schema/properties/comment",
            "error form-reserved-member /steps/0/form/schema/properties/outcome",
            "warning form-required-unknown /steps/0/form/schema/required/0",
            "warning form-required-unknown /steps/0/form/schema/properties/address/required/0",
            "error form-not-object /steps/1/form/schema");
        AssertProblems(Create(d => d
            .StartForm("""{"type":"object","required":["by"],"properties":{"by":{"type":"string"}}}""")
            .Human("a", form: """{"type":"object","required":["by","other"],"properties":{"by":{"type":"string"}},"allOf":[{"properties":{"other":{}}}]}""", configure: h => h.SaveAs(""))));
    }

    [Fact]
    public void Validate_ExpressionNames_MustHaveAValueWhereTheyStand() => AssertProblems(
        Create(d => d
            .Human("a", configure: h => h.AssignFrom("vars.startedBy").Title("{task.title}").Summary("{vars.reference}").Due("user.due"))
            .Set("s", ("x", "outcome"), ("y", "vars.who"), (" ", "vars"))
            .Exclusive("g").Machine("b", "B").Timer("t", "outcome").End("e")
            .Path("a", "s", "g").Edge("g", "b", when: "outcome == 'x'").Edge("g", "b", otherwise: true)
            .Edge("b", "t", when: "outcome == 'x'").Edge("b", "e", otherwise: true)),
        "error expression-name /steps/0/title",
        "error expression-name /steps/0/due",
        "error expression-name /steps/1/set/0/value",
        "error expression-name /steps/1/set/1/value",
        "error text-empty /steps/1/set/2/name",
        "error expression-name /steps/4/until",
        "error expression-name /edges/2/when");

    [Fact]
    public void Validate_SetStep_SetsSomething() => AssertProblems(Create(d => d.Set("s")), "error set-empty /steps/0/set");

    [Fact]
    public void Validate_LoopThatNeverRests_IsRefused_AndOneThatCountsIsDoubtful()
    {
        AssertProblems(
            Create(d => d.Exclusive("a").Exclusive("b").Machine("c", "C").Path("a", "b").Edge("b", "a", when: "data.again").Edge("b", "c", otherwise: true)),
            "error loop-spins /steps/0");
        AssertProblems(
            Create(d => d.Set("a", ("i", "data.i + 1")).Exclusive("b").Machine("c", "C").Path("a", "b").Edge("b", "a", when: "data.i < 3").Edge("b", "c", otherwise: true)),
            "warning loop-spins /steps/0");
        AssertProblems(Create(d => d.Machine("a", "A").Exclusive("b").Machine("c", "C").Path("a", "b").Edge("b", "a", when: "data.again").Edge("b", "c", otherwise: true)));
        AssertProblems(Create(d => d.Exclusive("a").Machine("b", "B").Edge("a", "a", when: "data.x").Edge("a", "b", otherwise: true)), "error loop-spins /steps/0");
    }

    [Fact]
    public void Validate_JoinOfAll_ThatCanNeverFire_IsRefused()
    {
        AssertProblems(
            Create(d => d.Exclusive("a").Machine("b", "B").Parallel("j").End("e").Edge("a", "b", when: "data.x").Edge("a", "j", otherwise: true).Path("b", "j", "e")),
            "error join-never /steps/2");
        AssertProblems(
            Create(d => d.Human("a", configure: h => h.Outcome("yes").Outcome("no")).Machine("b", "B").Machine("c", "C").Parallel("j").End("e")
                .Edge("a", "b", outcome: "yes").Edge("a", "c", outcome: "no").Path("b", "j", "e").Path("c", "j")),
            "error join-never /steps/3");
        AssertProblems(
            Create(d => d.Machine("a", "A").Parallel("j").Machine("b", "B").Machine("c", "C").Path("a", "j", "b").Edge("b", "j", when: "data.again").Edge("b", "c", otherwise: true)),
            "error join-never /steps/1");
        AssertProblems(
            Create(d => d.Parallel("s").Machine("a", "A").Machine("b", "B").Parallel("j").End("e").Path("s", "a", "j", "e").Path("s", "b", "j")));
        AssertProblems(
            Create(d => d.Exclusive("a").Machine("b", "B").Inclusive("j").End("e").Edge("a", "b", when: "data.x").Edge("a", "j", otherwise: true).Path("b", "j", "e")));
    }

    [Theory]
    [InlineData(JoinNeed.Active, "warning cancels-waits /steps/3/cancels")]
    [InlineData(JoinNeed.Each)]
    public void Validate_StepThatWaitsForWhatItCancels_IsDoubtful(JoinNeed need, params string[] expected) => AssertProblems(
        Create(d => d.Parallel("s").Human("a").Human("b").End("stop", configure: s => s.Join(need is JoinNeed.Each ? Join.Each : Join.Active).Cancels("a", "b")).Path("s", "a", "stop").Path("s", "b", "stop")), expected);

    [Fact]
    public void Validate_DefinitionThatCouldNotBeStored_IsRefused()
    {
        var schema = """{"type":"object","description":"TEXT"}""".Replace("TEXT", new string('x', 200_000), StringComparison.Ordinal);

        AssertProblems(Create(d => Repeat(5, i => d.Human($"s{i}", form: schema).Path("s0", $"s{i}"))));
        AssertProblems(Create(d => Repeat(6, i => d.Human($"s{i}", form: schema).Path("s0", $"s{i}"))), "error document-too-large ");
    }

    [Fact]
    public void Validate_TooManyStepsOrEdges_IsRefusedWithoutLookingFurther()
    {
        AssertProblems(Create(d => Repeat(301, i => d.Machine($"s{i}", "A"))), "error too-many-steps /steps");
        AssertProblems(Create(d => Repeat(3001, _ => d.Edge("a", "b"))), "error no-steps /steps", "error too-many-edges /edges");
    }

    [Fact]
    public void Validate_AnyGraph_TakesLessThanASecond()
    {
        var random = new Random(4711);
        var names = Enumerable.Range(0, 300).Select(i => $"{new string('n', 56)}{i:D8}").ToList();
        var gateways = (DefinitionBuilder d) => names.ForEach(n => d.Parallel(n));
        var choices = (DefinitionBuilder d) => names.ForEach(n => d.Set(n, ("x", "1")));
        var people = (DefinitionBuilder d) => names.ForEach(n => d.Human(n, configure: h => Repeat(50, o => h.Outcome($"o{o}"))));
        WorkflowDefinition[] graphs =
        [
            Large(gateways, (d, i) => d.Edge(names[i % 300], names[i * 7 % 300], label: $"{i}")),
            Large(gateways, (d, i) => d.Edge($"{names[i % 300]}x", $"{names[i % 300]}y")),
            Large(people, (d, i) => d.Edge(names[0], names[i % 300], outcome: $"o{i}")),
            Large(choices, (d, i) => d.Edge(names[random.Next(300)], names[random.Next(300)], when: $"data.x == {i}")),
        ];

        foreach (var graph in graphs)
        {
            // The best of three: what else the machine does is not the validator's time.
            var best = Enumerable.Range(0, 3).Min(_ => TimeOf(graph));
            Assert.True(best < TimeSpan.FromSeconds(1), $"Graph {Array.IndexOf(graphs, graph)} took {best}.");
        }

        static TimeSpan TimeOf(WorkflowDefinition graph)
        {
            var watch = Stopwatch.StartNew();
            Assert.NotEmpty(DefinitionValidator.Validate(graph));
            return watch.Elapsed;
        }
    }

    private static WorkflowDefinition Create(Action<DefinitionBuilder> build) => WorkflowDefinition.Create("test", "1.0.0", build);

    private static WorkflowDefinition Large(Action<DefinitionBuilder> addSteps, Action<DefinitionBuilder, int> addEdge) => Create(d =>
    {
        addSteps(d);
        Repeat(3000, i => addEdge(d, i));
    });

    private static void Repeat(int times, Action<int> make)
    {
        for (var i = 0; i < times; i++)
        {
            make(i);
        }
    }

    private static void AssertProblems(WorkflowDefinition definition, params string[] expected) =>
        Assert.Equal(expected, DefinitionValidator.Validate(definition).Select(p => $"{p.Severity.ToString().ToLowerInvariant()} {p.Code} {p.Place}"));
}
