using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Diagrams;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Diagrams;

public sealed class MermaidDiagramTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly WorkflowDefinition s_definition = WorkflowDefinition.Create("drawn", "1.0.0", d => d
        .Machine("submit", "A", "Submit request")
        .Exclusive("amount", "How much?")
        .Human("review", "Review", configure: h => h.Outcome("approve").Outcome("send_back"))
        .Timer("wait", "PT1H", "Wait a while")
        .Set("remember", ("x", "1"))
        .End("done")
        .Path("submit", "amount")
        .Edge("amount", "review", when: "data.amount >= 1000")
        .Edge("amount", "wait", otherwise: true)
        .Edge("review", "remember", outcome: "approve", label: "Fine")
        .Edge("review", "submit", outcome: "send_back")
        .Path("remember", "done").Path("wait", "done"));

    [Fact]
    public void Of_Definition_DrawsAShapePerKindAndWhatEachEdgeIsFor() => Assert.Equal(
        """
        flowchart TD
          n0("Submit request")
          n1{"How much?"}
          n2["♟ Review"]
          n3(["◷ Wait a while"])
          n4["Remember"]
          n5(("Done"))
          start(("Start"))
          start --> n0
          class start kind-start
          n0 --> n1
          n1 -->|"data.amount #gt;= 1000"| n2
          n1 -->|"otherwise"| n3
          n2 -->|"Fine"| n4
          n2 -->|"send_back"| n0
          n4 --> n5
          n3 --> n5
          class n4 kind-data
          class n5 kind-end
          class n1 kind-gateway
          class n2 kind-human
          class n0 kind-machine
          class n3 kind-timer

        """,
        MermaidDiagram.Of(s_definition));

    [Fact]
    public void Of_RunningInstance_MarksWhereItIsWhereItWasAndWhereItMayStillCome()
    {
        var instance = Snapshot(
            [new Token { Id = 9, Step = "review", Status = StepStatus.Waiting, Since = s_now }],
            new() { ["submit"] = new(2, StepStatus.Succeeded), ["amount"] = new(2, StepStatus.Succeeded), ["review"] = new(2, StepStatus.Succeeded) },
            new() { [0] = 2, [1] = 2, [4] = 1 });

        Assert.Equal(
            """
            flowchart TD
              n0("Submit request ×2")
              n1{"How much? ×2"}
              n2["♟ Review ×2"]
              n3(["◷ Wait a while"])
              n4["Remember"]
              n5(("Done"))
              start(("Start"))
              start --> n0
              class start kind-start
              n0 -->|"×2"| n1
              n1 -->|"data.amount #gt;= 1000 ×2"| n2
              n1 -.->|"otherwise"| n3
              n2 -.->|"Fine"| n4
              n2 -->|"send_back"| n0
              n4 -.-> n5
              n3 -.-> n5
              class n2 current
              class n4 kind-data
              class n5 kind-end
              class n1 kind-gateway
              class n2 kind-human
              class n0 kind-machine
              class n3 kind-timer
              class n0,n1 succeeded
              class n2 waiting

            """,
            MermaidDiagram.Of(s_definition, instance));
    }

    [Fact]
    public void Of_EndedInstance_MarksWhatWasNotTaken()
    {
        var graph = WorkflowGraph.Of(s_definition, Snapshot(
            [],
            new() { ["submit"] = new(1, StepStatus.Skipped), ["amount"] = new(1, StepStatus.Succeeded), ["review"] = new(1, StepStatus.Canceled), ["done"] = new(1, StepStatus.Succeeded) },
            new() { [0] = 1, [1] = 1 }));

        Assert.Equal(
            [
                new() { Id = "submit", Name = "Submit request", Kind = StepKind.Machine, IsInitial = true, Status = StepStatus.Skipped, Visits = 1 },
                new() { Id = "amount", Name = "How much?", Kind = StepKind.Gateway, Status = StepStatus.Succeeded, Visits = 1 },
                new() { Id = "review", Name = "Review", Kind = StepKind.Human, Status = StepStatus.Canceled, Visits = 1 },
                new() { Id = "wait", Name = "Wait a while", Kind = StepKind.Timer, IsNotTaken = true },
                new() { Id = "remember", Name = "Remember", Kind = StepKind.Data, IsNotTaken = true },
                new() { Id = "done", Name = "Done", Kind = StepKind.End, IsTerminal = true, Status = StepStatus.Succeeded, Visits = 1 },
            ],
            graph.Nodes);
        Assert.Equal([1, 1, 0, 0, 0, 0, 0], graph.Edges.Select(e => e.Taken!.Value));
        Assert.Equal(new WorkflowGraphEdge("amount", "review", null, "data.amount >= 1000", false, null, 1), graph.Edges[1]);
    }

    [Fact]
    public void Of_SeveralTokensAtAStep_ShowsTheMostUrgent()
    {
        static Token At(int id, StepStatus status, int? edge = null) => new() { Id = id, Step = "review", Status = status, Edge = edge, Since = s_now };

        var nodes = new[] { [At(1, StepStatus.Waiting), At(2, StepStatus.Failed)], [At(1, StepStatus.Waiting), At(2, StepStatus.Running)], new[] { At(1, StepStatus.Pending, 1) } }
            .Select(tokens => WorkflowGraph.Of(s_definition, Snapshot([.. tokens], [], [])).Nodes[2]);

        Assert.Equal([(StepStatus.Failed, true), (StepStatus.Running, true), (StepStatus.Pending, true)], nodes.Select(n => (n.Status!.Value, n.IsCurrent)));
    }

    private static readonly WorkflowDefinition s_groups = WorkflowDefinition.Create("drawn", "1.0.0", d => d
        .Group("outer", g => g
            .Machine("a", "A", configure: s => s.CompensateWith("undo"))
            .Group("inner", i => i.Human("b"))
            .Machine("undo", "A")
            .Path("a", "inner"), configure: s => s.Saga())
        .Group("other", g => g.Human("c"))
        .Path("outer", "other"));

    [Fact]
    public void Of_Groups_AreDrawnAroundTheirSteps() => Assert.Equal(
        """
        flowchart TD
          subgraph n0 ["Outer"]
            direction TB
            n1("A")
            subgraph n2 ["Inner"]
              direction TB
              n3["♟ B"]
            end
            n4("Undo")
          end
          subgraph n5 ["Other"]
            direction TB
            n6["♟ C"]
          end
          start(("Start"))
          start --> n0
          class start kind-start
          n1 --> n2
          n0 --> n5
          n1 -.->|"undone by"| n4
          class n0,n2,n5 kind-group
          class n3,n6 kind-human
          class n1,n4 kind-machine

        """,
        MermaidDiagram.Of(s_groups));

    [Fact]
    public void Of_ClosedGroups_OpenWhereTheInstanceIs()
    {
        var instance = Snapshot(
            [new Token { Id = 1, Step = "outer", Status = StepStatus.Waiting, Since = s_now }, new Token { Id = 2, Step = "a", Status = StepStatus.Running, Since = s_now }],
            new() { ["outer"] = new(1, null), ["a"] = new(1, null) },
            []);

        Assert.Equal(
            """
            flowchart TD
              subgraph n0 ["Outer"]
                direction TB
                n1("A")
                n2[["Inner (1)"]]
                n4("Undo")
              end
              n5[["Other (1)"]]
              start(("Start"))
              start --> n0
              class start kind-start
              n1 -.-> n2
              n0 -.-> n5
              n1 -.->|"undone by"| n4
              class n0,n1 current
              class n0,n2,n5 kind-group
              class n1,n4 kind-machine
              class n1 running
              class n0 waiting

            """,
            MermaidDiagram.Of(WorkflowGraph.Of(s_groups, instance), isOpen: false));
    }

    [Fact]
    public void Of_GroupsThatLieInEachOther_AreDrawnOnce() => Assert.Equal(
        """
        flowchart TD
          subgraph n1 ["B"]
            direction TB
            n0[["A"]]
          end
          n2("C")
          class n0,n1 kind-group
          class n2 kind-machine

        """,
        MermaidDiagram.Of(DefinitionDocument.Read("""
            { "key": "b", "version": "1.0.0", "initial": "nowhere", "steps": [
              { "id": "a", "kind": "group", "in": "b" }, { "id": "b", "kind": "group", "in": "a" }, { "id": "c", "kind": "machine", "type": "A", "in": "nowhere" }] }
            """)));

    [Fact]
    public void Of_BrokenDefinition_DrawsWhatThereIs() => Assert.Equal(
        """
        flowchart TD
          n0("A")
          n1("B")
          n0 --> n0
          class n0,n1 kind-machine

        """,
        MermaidDiagram.Of(WorkflowDefinition.Create("b", "1.0.0", d => d.Initial("nowhere").Machine("a", "A").Machine("a", "B", "B").Path("a", "nowhere").Path("a", "a"))));

    /// <summary>What Mermaid 12.3 shows as it is meant, with HTML labels and with SVG texts alike.</summary>
    [Theory]
    [InlineData("end", "end")]
    [InlineData("Say \"yes\" (now)", "Say “yes” (now)")]
    [InlineData("a < b && c > d", "a #lt; b #amp;#amp; c #gt; d")]
    [InlineData("data.amount>=1000&&data.rush", "data.amount#gt;=1000 #amp;#amp;data.rush")]
    [InlineData("#quot; 50%%{x}", "J#Jquot; 50%J%J{x}")]
    [InlineData("`code` **b**", "J`code` **b**")]
    [InlineData("- list", "J- list")]
    [InlineData("1. list; two", "J1. list; two")]
    [InlineData(" line\r\nbreak\t\u0000x ", "line break x")]
    [InlineData("direction LR style classDef", "diJrection LR stJyle clJassDef")]
    [InlineData("fa:fa-user $$x$$ \\n", "fa:Jfa-user $J$Jx$J$J \\Jn")]
    [InlineData("🚀 مرحبا 日本", "J🚀 مرحبا 日本")]
    [InlineData("ﬂ°°60¶ß", "ﬂJ°°60¶Jß")]
    [InlineData("", "J")]
    [InlineData("  \n", "J")]
    public void Escape_AnyText_MeansNothingToMermaid(string text, string expected) => Assert.Equal(expected.Replace('J', '\u2060'), MermaidText.Escape(text, 80));

    [Fact]
    public void Escape_LongText_IsShortenedBetweenCharacters() => Assert.Equal("🚀a🚀…", MermaidText.Escape("🚀a🚀b🚀", 3).TrimStart('\u2060'));

    [Fact]
    public void NodeIdOf_AndStepOf_AreTheInverseOfEachOther()
    {
        foreach (var step in s_definition.Steps)
        {
            Assert.Equal(step.Id, MermaidDiagram.StepOf(s_definition, MermaidDiagram.NodeIdOf(s_definition, step.Id)!));
        }

        Assert.Null(MermaidDiagram.NodeIdOf(s_definition, "nowhere"));
        Assert.Equal([null, null, null, null], new[] { "start", "n6", "n-1", "" }.Select(id => MermaidDiagram.StepOf(s_definition, id)));
    }

    private static InstanceSnapshot Snapshot(ImmutableArray<Token> tokens, Dictionary<StepId, StepTrace> steps, Dictionary<int, int> taken) => new()
    {
        Id = new InstanceId(Guid.Empty),
        Tenant = TenantId.Default,
        Definition = "drawn",
        Version = new SemanticVersion(1, 0, 0),
        Title = "Drawn",
        Status = tokens.IsEmpty ? InstanceStatus.Completed : InstanceStatus.Waiting,
        StartedBy = "ann",
        StartedAt = s_now,
        UpdatedAt = s_now,
        Data = JsonElement.Parse("{}"),
        Revision = 1,
        Position = 1,
        Tokens = tokens,
        OpenTasks = [],
        Timers = [],
        Incidents = [],
        Steps = steps.ToImmutableDictionary(),
        TakenEdges = taken.ToImmutableDictionary(),
    };
}
