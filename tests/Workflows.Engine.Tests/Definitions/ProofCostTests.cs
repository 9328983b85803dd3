using System.Diagnostics;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>Whatever its graph, a definition of the largest size is checked soon: the work is counted, the clock has a generous bound.</summary>
public sealed class ProofCostTests
{
    /// <summary>A dense graph of layers; gateways of one layer lead to all of the next.</summary>
    private static readonly WorkflowDefinition s_layers = Create(d =>
    {
        const int Layers = 30;
        const int Width = 10;
        d.Parallel("start");
        for (var i = 0; i < Layers * Width - 2; i++)
        {
            d.Parallel($"g{i}");
        }

        d.End("end");
        for (var i = 0; i < Layers * Width - 2; i++)
        {
            if (i < Width)
            {
                d.Edge("start", $"g{i}");
            }

            for (var k = 0; k < Width && ((i / Width) + 1) * Width + k < Layers * Width - 2; k++)
            {
                d.Edge($"g{i}", $"g{((i / Width) + 1) * Width + k}");
            }

            if (i >= Layers * Width - 2 - Width)
            {
                d.Edge($"g{i}", "end");
            }
        }
    });

    /// <summary>Every step leads to every other one, as many as may be.</summary>
    private static readonly WorkflowDefinition s_complete = Create(d =>
    {
        for (var i = 0; i < 54; i++)
        {
            d.Machine($"m{i}", "M", configure: s => s.Join(Join.All).Split(Split.Matching));
        }

        for (var i = 0; i < 54; i++)
        {
            for (var k = 0; k < 54; k++)
            {
                if (i != k)
                {
                    d.Edge($"m{i}", $"m{k}", when: $"data.x{k} == {i}");
                }
            }
        }
    });

    /// <summary>Three hundred branches side by side.</summary>
    private static readonly WorkflowDefinition s_branches = Create(d =>
    {
        d.Parallel("fork");
        for (var i = 0; i < 297; i++)
        {
            d.Machine($"m{i}", "M").Edge("fork", $"m{i}").Edge($"m{i}", "join");
        }

        d.Parallel("join").End("end").Path("join", "end");
    });

    /// <summary>Ninety-eight choices in a row, each of two ways, beside another branch: 2^98 paths, in a loop.</summary>
    private static readonly WorkflowDefinition s_ladder = Create(d =>
    {
        d.Parallel("fork").Human("beside").Path("fork", "c0").Path("fork", "beside", "join");
        for (var i = 0; i < 98; i++)
        {
            var next = i == 97 ? "last" : $"c{i + 1}";
            d.Exclusive($"c{i}").Human($"h{i}").Machine($"m{i}", "M")
                .Edge($"c{i}", $"h{i}", when: $"data.x > {i}").Edge($"c{i}", $"m{i}", otherwise: true).Path($"h{i}", next).Path($"m{i}", next);
        }

        d.Exclusive("last").Parallel("join").End("end").Path("last", "join").Edge("join", "c0").Edge("join", "end");
    });

    /// <summary>A choice of nearly three hundred ways, each with a condition, that a join of all awaits.</summary>
    private static readonly WorkflowDefinition s_choice = Create(d =>
    {
        d.Inclusive("choose");
        for (var i = 0; i < 297; i++)
        {
            d.Human($"h{i}").Edge("choose", $"h{i}", when: $"data.x > {i} && data.x < {i + 2}").Edge($"h{i}", "join");
        }

        d.Parallel("join").End("end").Path("join", "end");
    });

    public static TheoryData<string> Graphs => ["layers", "complete", "branches", "ladder", "choice"];

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Validate_LargestGraphs_EndSoon(string graph)
    {
        var definition = Named(graph);
        var watch = Stopwatch.StartNew();
        var problems = DefinitionValidator.Validate(definition);
        watch.Stop();

        TestContext.Current.TestOutputHelper?.WriteLine($"{graph}: {definition.Steps.Length} steps, {definition.Edges.Length} edges, {problems.Length} problems, {watch.ElapsedMilliseconds} ms");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    internal static WorkflowDefinition Named(string graph) => graph switch
    {
        "layers" => s_layers,
        "complete" => s_complete,
        "branches" => s_branches,
        "ladder" => s_ladder,
        _ => s_choice,
    };

    private static WorkflowDefinition Create(Action<DefinitionBuilder> build) => WorkflowDefinition.Create("test", "1.0.0", build);
}
