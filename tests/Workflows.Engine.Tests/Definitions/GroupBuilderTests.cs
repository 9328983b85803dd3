using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>Groups written in C#: what they make, what runs, and what steps are handed.</summary>
public sealed class GroupBuilderTests
{
    [Fact]
    public void Sequence_Steps_AreConnectedInOrder_ButNotThoseThatUndo() => AssertSame(
        """
        {
          "steps": [
            { "id": "s", "kind": "group" },
            { "id": "a", "kind": "machine", "type": "A", "in": "s", "compensateWith": "undo_a" },
            { "id": "undo_a", "kind": "machine", "type": "A", "in": "s" },
            { "id": "b", "kind": "human", "in": "s", "timeout": { "after": "P1D" } },
            { "id": "c", "kind": "end", "in": "s" },
            { "id": "d", "kind": "machine", "type": "A", "in": "s" }
          ],
          "edges": [
            { "from": "b", "to": "d", "outcome": "timeout" },
            { "from": "a", "to": "b" },
            { "from": "b", "to": "c", "default": true }
          ]
        }
        """,
        d => d.Sequence("s", s => s
            .Machine("a", "A", configure: o => o.CompensateWith("undo_a")).Machine("undo_a", "A")
            .Human("b", configure: h => h.Timeout("P1D")).End("c").Machine("d", "A")
            .Edge("b", "d", outcome: "timeout")));

    [Fact]
    public void Parallel_Branches_AreForkedAndMeetInTheCallback() => AssertSame(
        """
        {
          "steps": [
            { "id": "p", "kind": "group" },
            { "id": "p_fork", "kind": "gateway", "name": "All at once", "gateway": "parallel", "in": "p" },
            { "id": "a", "kind": "machine", "type": "A", "in": "p" },
            { "id": "q", "kind": "group", "in": "p" },
            { "id": "b", "kind": "machine", "type": "A", "in": "q" },
            { "id": "c", "kind": "human", "in": "q" },
            { "id": "sum", "kind": "machine", "type": "A", "in": "p" },
            { "id": "tell", "kind": "machine", "type": "A", "in": "p" }
          ],
          "edges": [
            { "from": "b", "to": "c" },
            { "from": "p_fork", "to": "a" },
            { "from": "a", "to": "sum" },
            { "from": "p_fork", "to": "q" },
            { "from": "q", "to": "sum" },
            { "from": "sum", "to": "tell" }
          ]
        }
        """,
        d => d.Parallel("p", p => p.Machine("a", "A").Sequence("q", q => q.Machine("b", "A").Human("c")), callback: c => c.Machine("sum", "A").Machine("tell", "A")));

    [Fact]
    public void Conditional_Branches_AreTriedInOrder_AndNoneMayHold() => AssertSame(
        """
        {
          "steps": [
            { "id": "c", "kind": "group" },
            { "id": "c_choice", "kind": "gateway", "name": "Which?", "gateway": "exclusive", "in": "c" },
            { "id": "a", "kind": "machine", "type": "A", "in": "c" },
            { "id": "b", "kind": "machine", "type": "A", "in": "c" },
            { "id": "c_none", "kind": "end", "name": "None of them", "in": "c" }
          ],
          "edges": [
            { "from": "c_choice", "to": "a", "when": "data.n > 1" },
            { "from": "a", "to": "b" },
            { "from": "c_choice", "to": "c_none", "default": true }
          ]
        }
        """,
        d => d.Conditional("c", c => c.When("data.n > 1", b => b.Machine("a", "A").Machine("b", "A"))));

    [Fact]
    public void Conditional_BranchWithNothingToDo_EndsTheGroup()
    {
        var definition = Create(d => d.Conditional("c", c => c.When("data.n > 1", _ => { }).Otherwise(b => b.Machine("a", "A"))));

        Assert.Empty(DefinitionValidator.Validate(definition));
        Assert.Equal(["c_choice", "c_none", "c"], KernelRun.Start(definition, new { n = 2 }).Completed);
        Assert.Equal(["a"], KernelRun.Start(definition, new { n = 1 }).At.Where(s => s is not "c"));
    }

    [Fact]
    public void Groups_AnyDepth_AreOneDefinitionWithNothingWrong()
    {
        var definition = Create(d => Nest(d, 12));

        Assert.Empty(DefinitionValidator.Validate(definition));
        var run = KernelRun.Start(definition, new { n = 2 });
        run.Answer("leaf");
        Assert.Equal(InstanceStatus.Completed, run.Status);

        static void Nest(DefinitionBuilder builder, int depth)
        {
            _ = depth == 0 ? builder.Human("leaf")
                : (depth % 3) switch
                {
                    0 => builder.Sequence($"s{depth}", s => Nest(s, depth - 1)),
                    1 => builder.Parallel($"p{depth}", p => Nest(p, depth - 1)),
                    _ => builder.Conditional($"c{depth}", c => c.When("data.n == 2", b => Nest(b, depth - 1))),
                };
        }
    }

    [Fact]
    public async Task Run_NestedGroups_PassResultsOn_AndTheCallbackGetsAllOfThemOnce()
    {
        var calls = new Calls();
        await using var host = await EngineHost.StartAsync(
            workflows => workflows.UseInMemory().AddDefinition(Create(d => d
                .Sequence("purchase", s => s
                    .Machine<Record>("first")
                    .Machine<Record>("second")
                    .Parallel(
                        "review",
                        p => p.Human("legal").Sequence("finance", f => f.Machine<Record>("check").Human("sign")).Machine<Record>("stock"),
                        callback: c => c.Machine<Record>("merge"))
                    .Conditional("size", c => c.When("data.n > 100", b => b.Human("director")).When("data.n > 1", b => b.Machine<Record>("book")))
                    .Machine<Record>("last"))
                .Machine<Record>("after")
                .Path("purchase", "after")))
                .AddStep<Record>("Record"),
            services: services => services.AddSingleton(calls));
        var instance = await host.Engine.StartAsync("example", new { n = 2 }, "rita", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["legal", "sign"], instance.OpenTasks.Select(t => t.Step.Value).Order());

        foreach (var task in instance.OpenTasks.OrderByDescending(t => t.Step.Value))
        {
            instance = await host.Engine.CompleteTaskAsync(task.Id, new { }, "ann", cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(InstanceStatus.Completed, instance.Status);
        Assert.Equal(
            ["after: last", "book: merge", "check: second", "first: ", "last: book", "merge: legal, sign, stock", "second: first", "stock: second"],
            calls.All.Order(StringComparer.Ordinal));
        Assert.Equal("\"done by second\"", instance.Data.GetProperty("second").GetRawText());
    }

    [Fact]
    public async Task Run_ConditionalWithoutMatch_HasNoResultAndNoError()
    {
        var calls = new Calls();
        await using var host = await EngineHost.StartAsync(
            workflows => workflows.UseInMemory().AddDefinition(Create(d => d
                .Conditional("size", c => c.When("data.n > 100", b => b.Machine<Record>("big")))
                .Machine<Record>("after").Path("size", "after"))),
            services: services => services.AddSingleton(calls));

        var instance = await host.Engine.StartAsync("example", new { n = 2 }, "rita", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((InstanceStatus.Completed, 0), (instance.Status, instance.Incidents.Length));
        Assert.Equal(["after: "], calls.All);
    }

    private static void AssertSame(string json, Action<DefinitionBuilder> build)
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        document["key"] = "example";
        document["version"] = "1.0.0";
        Assert.Equal(DefinitionDocument.Write(DefinitionDocument.Read(document.ToJsonString())), DefinitionDocument.Write(Create(build)));
    }

    private static WorkflowDefinition Create(Action<DefinitionBuilder> build) => WorkflowDefinition.Create("example", "1.0.0", build);

    /// <summary>What steps ran, and what they were handed.</summary>
    private sealed class Calls
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _all = new();

        public IEnumerable<string> All => _all;

        public void Add(string call) => _all.Enqueue(call);
    }

    private sealed class Record(Calls calls) : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            calls.Add($"{context.Step}: {string.Join(", ", context.Results.Keys.Order(StringComparer.Ordinal))}");
            context.Return($"done by {context.Step}");
            return ValueTask.CompletedTask;
        }
    }
}
