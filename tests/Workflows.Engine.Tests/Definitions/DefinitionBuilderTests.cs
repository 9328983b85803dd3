using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;
using Workflows.Engine.Steps;

namespace Workflows.Engine.Tests.Definitions;

public sealed class DefinitionBuilderTests
{
    [Fact]
    public void Create_QuickStart_GivesStepsAndEdgesInOrder()
    {
        const string Form = """{"type":"object","required":["approved"],"properties":{"approved":{"type":"boolean"}}}""";

        var definition = WorkflowDefinition.Create("approval_workflow", "1.0.0", d => d
            .Describe("Simple request approval")
            .Machine<SubmitRequest>("submit")
            .Human("manager_approval", "Approve request", form: Form)
            .Machine<ProcessRequest>("process")
            .Path("submit", "manager_approval", "process"));

        Assert.Equal("approval_workflow", definition.Key);
        Assert.Equal("Approval workflow", definition.Name);
        Assert.Equal(new SemanticVersion(1, 0, 0), definition.Version);
        Assert.Equal(new StepId("submit"), definition.Initial);
        Assert.Equal(
            [
                new Step { Id = "submit", Name = "Submit", Body = new StepBody.Machine("SubmitRequest") },
                new Step { Id = "manager_approval", Name = "Approve request", Body = new StepBody.Human { Form = FormSchema.Parse(Form) } },
                new Step { Id = "process", Name = "Process", Body = new StepBody.Machine("ProcessRequest") },
            ],
            definition.Steps);
        Assert.Equal([new Edge { From = "submit", To = "manager_approval" }, new Edge { From = "manager_approval", To = "process" }], definition.Edges);
        Assert.Equal(ImmutableDictionary<string, Type>.Empty.Add("SubmitRequest", typeof(SubmitRequest)).Add("ProcessRequest", typeof(ProcessRequest)), definition.StepTypes);
        Assert.Empty(DefinitionValidator.Validate(definition, ["SubmitRequest", "ProcessRequest"]));
    }

    [Fact]
    public void Create_EveryMember_GivesTheDocumentOfTheSameContent()
    {
        Assert.Equal(Everything.Document, DefinitionDocument.Write(Everything.Definition));
        Assert.Empty(DefinitionValidator.Validate(Everything.Definition, ["SubmitRequest", "ProcessRequest"]).Where(p => p.Severity is ProblemSeverity.Error));
    }

    [Fact]
    public void Create_Choice_ParallelBranches_SendBack_AddTwoLinesToASequence()
    {
        var definition = WorkflowDefinition.Create("three", "1.0.0", d => d
            .Machine("submit", "A").Machine("automatic", "B").Human("manager", configure: h => h.Outcome("approve").Outcome("back")).Human("finance").Machine("pay", "C")
            .Edge("submit", "automatic", when: "data.amount < 1000").Edge("submit", "manager", otherwise: true)     // a choice
            .Path("automatic", "manager").Path("automatic", "finance", "pay")                                        // in parallel
            .Edge("manager", "pay", outcome: "approve").Edge("manager", "submit", outcome: "back"));                 // send back

        Assert.Empty(DefinitionValidator.Validate(definition));
    }

    [Fact]
    public void Path_ThatRepeatsPartOfAnother_AddsNothingTwice()
    {
        var definition = WorkflowDefinition.Create("p", "1.0.0", d => d.Path("a", "b", "c", "d").Path("a", "x", "c", "d"));

        Assert.Equal("ab bc cd ax xc", string.Join(' ', definition.Edges.Select(e => $"{e.From}{e.To}")));
    }

    [Fact]
    public void Create_TextsThatCannotBeRead_ReportsAllOfThemAtOnce()
    {
        var error = Assert.Throws<DefinitionException>(() => WorkflowDefinition.Create("bad", "1.0", d => d
            .InstanceTitle("Hello {data.")
            .StartForm("""{"type":"object","properties":{"a":{"type":"nonsense"}}}""")
            .Human("review", form: "not json", configure: h => h.AssignFrom("data.").Title("{").Summary("}").Due("P1X").Timeout("soon("))
            .Timer("wait", "data.a +")
            .Set("set", ("x", "1"), ("y", "1 = 2"))
            .Machine<SubmitRequest>("one").Machine<Elsewhere.SubmitRequest>("two")
            .Path("review", "wait")
            .Edge("wait", "set", when: "data.amount = 5")));

        Assert.Equal(
            [
                ("template-invalid", "/instanceTitle"), ("form-invalid", "/startForm/schema/properties/a/type"), ("expression-invalid", "/steps/0/assign/from"),
                ("template-invalid", "/steps/0/title"), ("template-invalid", "/steps/0/summary"), ("moment-invalid", "/steps/0/due"), ("moment-invalid", "/steps/0/timeout/after"),
                ("form-invalid", "/steps/0/form/schema"), ("moment-invalid", "/steps/1/until"), ("expression-invalid", "/steps/2/set/1/value"),
                ("machine-type-conflict", "/steps/4/type"), ("expression-invalid", "/edges/1/when"), ("version-invalid", "/version"),
            ],
            error.Problems.Select(p => (p.Code, p.Place)));
        Assert.Contains("/edges/1/when: error expression-invalid: 'data.amount = 5' is not an expression", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","title":"\ud800"}""")]
    [InlineData("""{"type":"object","properties":{"\ud800":{}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{},"a":{}}}""")]
    public void Create_FormThatNoDocumentCouldHold_IsFoundAtTheLatestByTheValidator(string form)
    {
        static IEnumerable<DefinitionProblem> Problems(string form)
        {
            try
            {
                return DefinitionValidator.Validate(WorkflowDefinition.Create("f", "1.0.0", d => d.StartForm(form).End("e")));
            }
            catch (DefinitionException e)
            {
                return e.Problems;
            }
        }

        Assert.Contains(Problems(form), p => p.Severity is ProblemSeverity.Error && p.Place.StartsWith("/startForm", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_BrokenGraph_Succeeds()
    {
        var definition = WorkflowDefinition.Create("broken graph", "1.0.0", d => d.Initial("nowhere").Terminals("never").Path("a", "b"));

        Assert.Equal(new StepId("nowhere"), definition.Initial);
        Assert.Empty(definition.Steps);
        Assert.Equal(
            ["key-invalid", "no-steps", "terminal-unknown", "edge-source-unknown", "edge-target-unknown"],
            DefinitionValidator.Validate(definition).Select(p => p.Code));
    }

    [Theory]
    [InlineData("manager_approval", "Manager approval")]
    [InlineData("managerApproval", "Manager approval")]
    [InlineData("it-approval", "It approval")]
    [InlineData("approveVM2Setup", "Approve VM2 setup")]
    [InlineData("_x__y_", "X y")]
    [InlineData("__", "__")]
    [InlineData("", "")]
    public void From_Id_ReadsAsWords(string id, string expected) => Assert.Equal(expected, Humanized.From(id));

    [Fact]
    public void Set_WithOptions_KeepsThem()
    {
        var definition = WorkflowDefinition.Create("s", "1.0.0", d => d.Set("reject", s => s.Join(Join.Each).Cancels("a", "b"), ("status", "'rejected'")));

        var expected = new Step
        {
            Id = "reject",
            Name = "Reject",
            Join = Join.Each,
            Cancels = ["a", "b"],
            Body = new StepBody.Data([new DataAssignment("status", Expression.Parse("'rejected'"))]),
        };
        Assert.Equal([expected], definition.Steps);
    }
}
