using System.Text.Json;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Simulation;

/// <summary>Something that happens to an instance in a simulation: what a person, a machine, a clock or another system would do.</summary>
public abstract record SimulatedMove
{
    private SimulatedMove()
    {
    }

    /// <summary>A person decides the task of a human step, or a machine step does its work.</summary>
    /// <param name="Step">The step. Of several open tasks of it, the oldest.</param>
    /// <param name="Outcome">The outcome: one of a human step's, or what a machine step names; null for none.</param>
    public sealed record Complete(StepId Step, string? Outcome = null) : SimulatedMove
    {
        /// <summary>An object: the filled form, or the members of the data that a machine step sets. The default is an empty one.</summary>
        public JsonElement? Data { get; init; }

        /// <summary>What the person says about it.</summary>
        public string? Comment { get; init; }

        /// <summary>Who decides. The default is one of those the task is offered to.</summary>
        public string? By { get; init; }
    }

    /// <summary>A machine step fails.</summary>
    /// <param name="Step">The machine step.</param>
    /// <param name="Message">Why.</param>
    public sealed record Fail(StepId Step, string Message) : SimulatedMove;

    /// <summary>The moment of a timer step comes, or the time limit of a step that waits.</summary>
    /// <param name="Step">The step.</param>
    public sealed record Elapse(StepId Step) : SimulatedMove;

    /// <summary>A signal comes, once something waits for it.</summary>
    /// <param name="Name">What the sender calls it.</param>
    public sealed record Send(string Name) : SimulatedMove
    {
        /// <summary>What it is about. The default is what is waited for.</summary>
        public string? Key { get; init; }

        /// <summary>What it carries. The default is an empty object.</summary>
        public JsonElement? Payload { get; init; }
    }
}

/// <summary>What a simulation begins with, and what happens in it.</summary>
/// <param name="Data">The first data; the start form is asked whether it is right.</param>
public sealed record SimulationScript(JsonElement Data)
{
    /// <summary>Who starts it.</summary>
    public string StartedBy { get; init; } = "somebody";

    /// <summary>The business reference.</summary>
    public string? Reference { get; init; }

    /// <summary>
    /// What happens, each once: whenever the instance rests, the first of those left that can happen now. A step that is visited again takes its next move.
    /// Machine steps without one succeed and change nothing.
    /// </summary>
    public IReadOnlyList<SimulatedMove> Moves { get; init; } = [];

    /// <summary>Whether timer steps fire by themselves once nothing else can happen. Time limits only do when a move says so. The default is true.</summary>
    public bool PassesTime { get; init; } = true;
}
