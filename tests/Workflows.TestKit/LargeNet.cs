using System.Globalization;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.TestKit;

/// <summary>An instance of a definition of 300 steps with 50 tokens in it, to see what a decision costs. The bench measures the same.</summary>
internal sealed class LargeNet
{
    public const int Branches = 50;

    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private int _ids;

    public LargeNet()
    {
        State = Decide(null, new InstanceCommand.Start(new InstanceId(Guid.CreateVersion7()), "rita", JsonSerializer.SerializeToElement(new { amount = 500 }))).Next;
    }

    /// <summary>Fifty branches of machine steps, each a circle that its last step leaves with the outcome <c>done</c>, and one join.</summary>
    public static WorkflowDefinition Definition { get; } = WorkflowDefinition.Create("large", "1.0.0", d =>
    {
        d.Parallel("fork").Machine("join", "W", configure: s => s.Join(Join.All));
        for (var branch = 0; branch < Branches; branch++)
        {
            var length = branch < 2 ? 5 : 6;
            for (var step = 0; step < length; step++)
            {
                d.Machine(Name(branch, step), "W", configure: s => s.Join(Join.Each));
                if (step > 0)
                {
                    d.Path(Name(branch, step - 1), Name(branch, step));
                }
            }

            d.Edge("fork", Name(branch, 0)).Edge(Name(branch, length - 1), "join", outcome: "done").Edge(Name(branch, length - 1), Name(branch, 0), otherwise: true);
        }
    });

    public WorkflowInstance State { get; private set; }

    /// <summary>How many events the instance has had.</summary>
    public long Events => State.Position;

    /// <summary>Lets every branch go round.</summary>
    public void GoRound(int times)
    {
        for (var i = 0; i < times * Branches * 6; i++)
        {
            State = Decide(State, Next()).Next;
        }
    }

    /// <summary>Decides what follows from a finished step in the middle of a branch; the state stays as it is.</summary>
    public Decision.Accepted DecideOne() => Decide(State, Next());

    private InstanceCommand.CompleteStep Next() => new(State.Tokens[0].Id, State.Tokens[0].Attempt, DataChange.None);

    private Decision.Accepted Decide(WorkflowInstance? state, InstanceCommand command) =>
        (Decision.Accepted)Transition.Decide(Definition, state, command, s_now, () => new Guid(++_ids, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    private static string Name(int branch, int step) => string.Create(CultureInfo.InvariantCulture, $"b{branch}_{step}");
}
