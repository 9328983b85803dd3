using Workflows.Engine.Definitions;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>What can be proven of a definition before it runs: each finding with its place, beside the nearest definition that has nothing to mend.</summary>
public sealed class DefinitionProofTests
{
    private const string Amount = """{ "type": "object", "additionalProperties": false, "properties": { "amount": { "type": "number" }, "kind": { "enum": ["travel", "meal"] }, "urgent": { "type": "boolean" } } }""";
    private const string OpenAmount = """{ "type": "object", "properties": { "amount": { "type": "number" }, "kind": { "enum": ["travel", "meal"] }, "address": { "type": "object", "properties": { "city": { "type": "string" } } } } }""";

    [Fact]
    public void Conditions_ThatContradictThemselves_AreRefused()
    {
        AssertProblems(Choice("data.amount > 10 && data.amount < 5"), "error condition-never /edges/0/when");
        AssertProblems(Choice("data.amount > 5 && data.amount < 10"));
    }

    [Fact]
    public void Conditions_ThatReadNothing_AreDoubtful()
    {
        AssertProblems(Choice("false"), "warning condition-constant /edges/0/when");
        AssertProblems(Choice("1 < 2"), "warning condition-constant /edges/0/when");
        AssertProblems(Choice("now() > timestamp('2026-01-01T00:00:00Z')"));
    }

    [Fact]
    public void Conditions_OnAValueThatAFieldDoesNotHave_AreRefused_OrDoubtfulWhenSomethingElseMayWriteIt()
    {
        AssertProblems(Choice("data.kind == 'travl'", Amount), "error condition-never /edges/0/when");
        AssertProblems(Choice("data.kind in ['trip', 'lunch']", OpenAmount), "warning condition-never /edges/0/when");
        AssertProblems(Choice("data.urgent == 'yes'", Amount), "error condition-never /edges/0/when");
        AssertProblems(Choice("data.kind == 'travel'", Amount));
        AssertProblems(Choice("data.kind == null", Amount));
        AssertProblems(Create(d => d.StartForm(Amount).Set("map", ("kind", "'trip'")).Exclusive("c").End("x").End("y").Path("map", "c").Edge("c", "x", when: "data.kind == 'trip'").Edge("c", "y", otherwise: true)));
        Assert.Equal(
            "'data.kind == 'travl'' can never be true: data.kind is 'travel' or 'meal'. Compare it with a value that it can have.",
            DefinitionValidator.Validate(Choice("data.kind == 'travl'", Amount))[0].Message);
    }

    [Fact]
    public void Conditions_OnAnOutcomeThatTheStepDoesNotHave_AreRefused()
    {
        WorkflowDefinition On(string condition) => Create(d => d.Human("ask", configure: h => h.Outcome("yes").Outcome("no")).End("a").End("b")
            .Edge("ask", "a", when: condition).Edge("ask", "b", otherwise: true));

        AssertProblems(On("outcome == 'yse'"), "error condition-never /edges/0/when");
        AssertProblems(On("data.ask.outcome == 'maybe'"), "warning condition-never /edges/0/when");
        AssertProblems(On("outcome == 'yes'"));
        AssertProblems(On("data.ask.outcome == 'no'"));
        AssertProblems(Create(d => d.Human("ask", configure: h => h.Outcome("yes").Outcome("no")).End("a").End("b")
            .Edge("ask", "a", outcome: "yes", when: "outcome == 'no'").Edge("ask", "b", otherwise: true)), "error condition-never /edges/0/when");
    }

    [Fact]
    public void Conditions_ThatTheEdgesBeforeThemTake_AreNeverTried()
    {
        AssertProblems(
            Create(d => d.StartForm(Amount).Exclusive("c").End("x").End("y").End("z")
                .Edge("c", "x", when: "data.amount > 10").Edge("c", "y", when: "data.amount > 20").Edge("c", "z", otherwise: true)),
            "warning edge-never /edges/1/when");
        AssertProblems(Create(d => d.StartForm(Amount).Exclusive("c").End("x").End("y").End("z")
            .Edge("c", "x", when: "data.amount > 20").Edge("c", "y", when: "data.amount > 10").Edge("c", "z", otherwise: true)));
    }

    [Fact]
    public void Conditions_ThatLeaveNothingOut_NeedNoDefault()
    {
        WorkflowDefinition Both(string one, string other) => Create(d => d.Exclusive("c").End("x").End("y").Edge("c", "x", when: one).Edge("c", "y", when: other));

        AssertProblems(Both("data.amount > 10", "data.amount <= 10"));
        AssertProblems(Both("data.amount > 10", "data.amount < 10"), "warning choice-without-default /steps/0");
    }

    [Fact]
    public void Conditions_OfLoopsWaitsAndTriggers_AreCheckedToo() => AssertProblems(
        Create(d => d.StartForm(OpenAmount)
            .Human("a", configure: h => h.While("data.amount > 1 && data.amount < 0"))
            .When("b", "data.kind == 'x'")
            .Human("c", configure: h => h.OnData("false", "gone"))
            .Human("e", configure: h => h.Multi("2", until: "data.amount == 1 && data.amount == 2"))
            .End("done").Path("a", "b", "c", "e", "done").Edge("c", "done", outcome: "gone")),
        "error condition-never /steps/0/loop/while",
        "warning condition-never /steps/1/when",
        "warning condition-constant /steps/2/on/0/when",
        "error condition-never /steps/3/multi/until");

    [Fact]
    public void Paths_ThatNothingWrites_AreFound_AsSurelyAsItIsKnown()
    {
        AssertProblems(Choice("data.amont > 10", Amount), "error path-unknown /edges/0/when");
        AssertProblems(Choice("data.amont > 10", OpenAmount), "warning path-unknown /edges/0/when");
        AssertProblems(Choice("data.address.cty == 'Bonn'", OpenAmount), "warning path-unknown /edges/0/when");
        AssertProblems(Choice("data.address.city == 'Bonn'", OpenAmount));
        AssertProblems(Choice("data.amont > 10"));
        Assert.EndsWith("Did you mean 'amount'?", DefinitionValidator.Validate(Choice("data.amont > 10", Amount))[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_ThatAMachineStepMayWrite_AreNotDoubted()
    {
        WorkflowDefinition With(string condition) => Create(d => d.StartForm(Amount).Machine("m", "M")
            .Human("ask", form: """{ "type": "object", "properties": { "reason": { "type": "string" } } }""", configure: h => h.Outcome("ok")).Exclusive("c").End("x").End("y")
            .Path("m", "ask", "c").Edge("c", "x", when: condition).Edge("c", "y", otherwise: true));

        AssertProblems(With("data.risk > 1"));
        AssertProblems(With("data.ask.reason == 'x'"));
        AssertProblems(With("data.ask.by == 'ann'"));
        AssertProblems(With("data.ask.reson == 'x'"), "warning path-unknown /edges/2/when");
    }

    [Fact]
    public void Paths_InTextsAssignmentsAndInputs_AreCheckedToo()
    {
        AssertProblems(
            Create(d => d.StartForm(OpenAmount).InstanceTitle("{data.amuont}").Set("s", ("twice", "data.amount * 2"), ("more", "data.twise"))
                .Human("ask", configure: h => h.AssignFrom("data.boss").Title("{data.kind}")).Call("sub", "other", input: [("x", "data.twice"), ("y", "data.z")], output: [("result", "data.whatever")])
                .End("end").Path("s", "ask", "sub", "end")),
            "warning path-unknown /instanceTitle",
            "warning path-unknown /steps/0/set/1/value",
            "warning path-unknown /steps/1/assign/from",
            "warning path-unknown /steps/2/input/1/value");
    }

    [Fact]
    public void Paths_HaveLineAndColumn_InADocument()
    {
        var problem = Assert.Single(DefinitionDocument.Validate("""
            {
              "key": "k", "version": "1.0.0",
              "startForm": { "schema": { "type": "object", "additionalProperties": false, "properties": { "amount": { "type": "number" } } } },
              "steps": [
                { "id": "c", "kind": "gateway", "gateway": "exclusive" }, { "id": "x", "kind": "end" }, { "id": "y", "kind": "end" }
              ],
              "edges": [
                { "from": "c", "to": "x", "when": "1 < data.amont" }, { "from": "c", "to": "y", "default": true }
              ]
            }
            """));

        Assert.Equal(("path-unknown", 8, 49), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void JoinOfAll_WhoseInputsExcludeEachOther_NeverFires()
    {
        WorkflowDefinition Diamond(Action<DefinitionBuilder> fork) => Create(d =>
        {
            fork(d);
            d.Exclusive("left").Human("a").Human("b").Human("c").Parallel("join").End("end")
                .Edge("left", "a", when: "data.x > 1").Edge("left", "b", otherwise: true)
                .Path("a", "join").Path("b", "join").Path("c", "join", "end");
        });

        // Of a choice inside a parallel branch, one side never comes.
        AssertProblems(Diamond(d => d.Parallel("fork").Edge("fork", "left").Edge("fork", "c")), "error join-never /steps/5");
        AssertProblems(Create(d => d.Parallel("fork").Exclusive("left").Human("a").Human("b").Human("c").Exclusive("merge").Parallel("join").End("end")
            .Edge("fork", "left").Edge("fork", "c").Edge("left", "a", when: "data.x > 1").Edge("left", "b", otherwise: true)
            .Path("a", "merge").Path("b", "merge", "join").Path("c", "join", "end")));
    }

    [Fact]
    public void JoinOfAll_BehindConditionsThatContradict_NeverFires()
    {
        WorkflowDefinition Split(string one, string other) => Create(d => d.Inclusive("split").Human("a").Human("b").Parallel("join").End("end").End("none")
            .Edge("split", "a", when: one).Edge("split", "b", when: other).Edge("split", "none", otherwise: true).Path("a", "join").Path("b", "join", "end"));

        AssertProblems(Split("data.x > 10", "data.x <= 10"), "error join-never /steps/3");
        AssertProblems(Split("data.x > 10", "data.x > 5"));
    }

    [Fact]
    public void JoinOfAll_WhoseInputMayGoElsewhere_MayWait()
    {
        WorkflowDefinition Parallel(Action<DefinitionBuilder> end, string join = "all") => Create(d =>
        {
            d.Parallel("fork").Human("legal", configure: h => h.Outcome("ok").Outcome("no")).Human("finance");
            if (join is "all")
            {
                d.Parallel("join");
            }
            else
            {
                d.Inclusive("join");
            }

            end(d.Edge("fork", "legal").Edge("fork", "finance").Edge("legal", "join", outcome: "ok").Edge("legal", "refused", outcome: "no").Path("finance", "join", "done").End("done"));
        });

        AssertProblems(Parallel(d => d.End("refused")), "warning join-may-wait /steps/3");
        AssertProblems(Parallel(d => d.End("refused", terminates: true)));
        AssertProblems(Parallel(d => d.Machine("refused", "M", configure: s => s.Cancels("finance", "join"))));
        AssertProblems(Parallel(d => d.End("refused"), join: "active"));

        // A choice before the branches part is no loss.
        AssertProblems(Create(d => d.Human("ask", configure: h => h.Outcome("go").Outcome("stop")).End("stopped").Parallel("fork").Human("a").Human("b").Parallel("join").End("done")
            .Edge("ask", "fork", outcome: "go").Edge("ask", "stopped", outcome: "stop").Path("fork", "a", "join").Path("fork", "b", "join", "done")));

        // Nor is a branch that goes on beside the one to the join: a reminder.
        AssertProblems(Create(d => d.Parallel("fork").Human("a", configure: h => h.Timeout("PT1H", interrupts: false)).Machine("remind", "M").Human("b").Parallel("join").End("done")
            .Path("fork", "a").Path("fork", "b", "join", "done").Edge("a", "remind", outcome: "timeout").Edge("a", "join", otherwise: true)));
    }

    [Fact]
    public void JoinOfACount_ThatCanNeverCome_NeverFires()
    {
        WorkflowDefinition Choose(int number, JoinRest rest = JoinRest.Absorb) => Create(d => d.Exclusive("c").Human("a").Human("b").Human("e").Exclusive("join", configure: s => s.Join(number, rest)).End("end")
            .Edge("c", "a", when: "data.x == 1").Edge("c", "b", when: "data.x == 2").Edge("c", "e", otherwise: true).Path("a", "join").Path("b", "join").Path("e", "join", "end"));

        AssertProblems(Choose(2), "error join-never /steps/4/join");
        AssertProblems(Choose(2, JoinRest.Keep), "error join-never /steps/4/join");
        AssertProblems(Choose(1));

        // Two of the three come together, but never all three.
        WorkflowDefinition Mixed(int number) => Create(d => d.Parallel("fork").Exclusive("c").Human("a").Human("b").Human("e").Exclusive("join", configure: s => s.Join(number)).End("end")
            .Edge("fork", "c").Edge("fork", "e").Edge("c", "a", when: "data.x == 1").Edge("c", "b", otherwise: true).Path("a", "join").Path("b", "join").Path("e", "join", "end"));
        AssertProblems(Mixed(3), "error join-never /steps/5/join");
        AssertProblems(Mixed(2));
    }

    [Fact]
    public void JoinOfACount_OnOneInput_NeedsSeveralTokens()
    {
        WorkflowDefinition Threads(int weight) => Create(d => d.Machine("a", "A").Machine("b", "B").Machine("m", "M", configure: s => s.Join(3)).Edge("a", "b", weight: weight).Path("b", "m"));

        AssertProblems(Threads(1), "error join-never /steps/2/join");
        AssertProblems(Threads(3));
    }

    [Fact]
    public void RequiredField_WithoutAWidget_IsDoubtful()
    {
        WorkflowDefinition Form(string field, string? ui = null) => Create(d => d.StartForm($$"""{ "type": "object", "required": ["f"], "properties": { "f": {{field}} } }""", ui).Machine("m", "M"));

        const string At = "/startForm/schema/properties/f";
        AssertProblems(Form("""{ "type": "string" }"""));
        AssertProblems(Form("{}"), $"warning form-required-unsupported {At}");
        AssertProblems(Form("""{ "type": ["string", "number"] }"""), $"warning form-required-unsupported {At}");
        AssertProblems(Form("""{ "type": ["string", "null"] }"""));
        AssertProblems(Form("""{ "type": "object" }"""), $"warning form-required-unsupported {At}");
        AssertProblems(Form("""{ "type": "array" }"""), $"warning form-required-unsupported {At}");
        AssertProblems(Form("""{ "type": "array", "items": { "type": "string" } }"""));
        AssertProblems(Form("""{ "type": "string", "readOnly": true }"""), $"warning form-required-hidden {At}");
        AssertProblems(Form("""{ "type": "string", "readOnly": true, "default": "x" }"""));
        AssertProblems(Form("""{ "type": "string" }""", """{ "f": { "ui:widget": "hidden" } }"""), $"warning form-required-hidden {At}");
        AssertProblems(Form("""{ "type": "string" }""", """{ "f": { "ui:options": { "readonly": true } } }"""), $"warning form-required-hidden {At}");
        AssertProblems(Form("""{ "type": "object", "required": ["g"], "properties": { "g": {} } }"""), $"warning form-required-unsupported {At}/properties/g");
        AssertProblems(Create(d => d.Human("h", form: """{ "type": "object", "required": ["f"], "properties": { "f": { "type": "string", "readOnly": true } } }""")), "warning form-required-hidden /steps/0/form/schema/properties/f");

        // What is merged into the data begins with what is there.
        AssertProblems(Create(d => d.Human("h", form: """{ "type": "object", "required": ["f"], "properties": { "f": { "type": "string", "readOnly": true } } }""", configure: h => h.SaveAs(""))));
    }

    [Theory]
    [InlineData("[]", false)]
    [InlineData("''", false)]
    [InlineData("3", false)]
    [InlineData("['ann', '']", false)]
    [InlineData("'ann'", true)]
    [InlineData("['ann', 'bob']", true)]
    [InlineData("vars.startedBy", true)]
    public void Assignment_ThatNamesNobody_IsRefused(string from, bool isGood) =>
        AssertProblems(Create(d => d.Human("ask", configure: h => h.AssignFrom(from))), isGood ? [] : ["error assign-nobody /steps/0/assign/from"]);

    [Fact]
    public void Call_ToItselfOnEveryWay_IsRefused()
    {
        AssertProblems(Create(d => d.Machine("a", "A").Call("again", "test").Path("a", "again")), "error call-endless /steps/1");
        AssertProblems(Create(d => d.Exclusive("a").Call("again", "test").End("end").Edge("a", "again", when: "data.deep").Edge("a", "end", otherwise: true).Path("again", "end")));
        AssertProblems(Create(d => d.Call("again", "test", configure: s => s.Multi("data.parts")).End("end").Path("again", "end")));
        AssertProblems(Create(d => d.Group("g", g => g.Call("again", "test")).End("end").Path("g", "end")), "error call-endless /steps/1");
    }

    [Fact]
    public void Call_ToWhatIsNotThere_IsRefused()
    {
        var caller = Create(d => d.Call("sub", "other", version: "2.0.0").End("end").Path("sub", "end"));

        AssertCalls(caller, [Other("1.0.0")], "error call-unknown /steps/0/definition");
        AssertCalls(caller, [Other("2.0.0")]);
        AssertCalls(Create(d => d.Exclusive("a").Call("again", "test").End("end").Edge("a", "again", when: "data.deep").Edge("a", "end", otherwise: true)), []);
    }

    [Fact]
    public void Call_InputThatTheFormDoesNotTake_IsRefused()
    {
        const string Form = """{ "type": "object", "required": ["amount"], "additionalProperties": false, "properties": { "amount": { "type": "number" } } }""";
        WorkflowDefinition Caller(params (string, string)[] input) => Create(d => d.StartForm(OpenAmount).Call("sub", "other", input: input).End("end").Path("sub", "end"));

        AssertCalls(Caller(("amont", "1")), [Other("1.0.0", Form)], "error call-input /steps/0/input", "error call-input /steps/0/input/0");
        AssertCalls(Caller(("amount", "1")), [Other("1.0.0", Form)]);
        AssertCalls(Caller(), [Other("1.0.0", Form)]);
        AssertCalls(Caller(), [Other("1.0.0", """{ "type": "object", "required": ["price"], "properties": { "price": { "type": "number" } } }""")], "warning call-input /steps/0");
    }

    [Fact]
    public void Call_OutcomeThatIsNoEnd_IsDoubtful()
    {
        WorkflowDefinition Caller(string outcome) => Create(d => d.Call("sub", "other").End("a").End("b").Edge("sub", "a", outcome: outcome).Edge("sub", "b", otherwise: true));

        AssertCalls(Caller("fin"), [Other("1.0.0")], "warning edge-outcome-unknown /edges/0/outcome");
        AssertCalls(Caller("fine"), [Other("1.0.0")]);
    }

    [Fact]
    public void Call_InACircleThatNothingEnds_IsRefused()
    {
        var caller = Create(d => d.Call("sub", "other").End("end").Path("sub", "end"));
        var back = WorkflowDefinition.Create("other", "1.0.0", d => d.Call("back", "test").End("fine").Path("back", "fine"));
        var sometimes = WorkflowDefinition.Create("other", "1.0.0", d => d.Exclusive("c").Call("back", "test").End("fine").Edge("c", "back", when: "data.more").Edge("c", "fine", otherwise: true));

        AssertCalls(caller, [back, caller], "error call-endless /steps/0");
        AssertCalls(caller, [sometimes, caller]);
    }

    private static WorkflowDefinition Other(string version, string form = """{ "type": "object" }""") =>
        WorkflowDefinition.Create("other", version, d => d.StartForm(form).Human("look").End("fine").Path("look", "fine"));

    private static WorkflowDefinition Choice(string condition, string form = """{ "type": "object" }""") =>
        Create(d => d.StartForm(form).Exclusive("c").End("x").End("y").Edge("c", "x", when: condition).Edge("c", "y", otherwise: true));

    private static WorkflowDefinition Create(Action<DefinitionBuilder> build) => WorkflowDefinition.Create("test", "1.0.0", build);

    private static void AssertProblems(WorkflowDefinition definition, params string[] expected) =>
        Assert.Equal(expected, DefinitionValidator.Validate(definition).Select(p => $"{p.Severity.ToString().ToLowerInvariant()} {p.Code} {p.Place}"));

    private static void AssertCalls(WorkflowDefinition definition, WorkflowDefinition[] published, params string[] expected) =>
        Assert.Equal(
            expected,
            DefinitionValidator.Validate(definition, null, (key, version) => published.Where(d => d.Key == key && (version is null || d.Version == version)).MaxBy(d => d.Version))
                .Select(p => $"{p.Severity.ToString().ToLowerInvariant()} {p.Code} {p.Place}"));
}
