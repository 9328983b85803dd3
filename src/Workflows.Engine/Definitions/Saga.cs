using System.Text.Json.Serialization;

namespace Workflows.Engine.Definitions;

/// <summary>
/// Makes a group all or nothing: when work in it fails, the rest of it is withdrawn, machine steps under way are awaited, and what was done is undone in reverse
/// order by the steps named in <see cref="Step.CompensateWith"/>.
/// </summary>
/// <param name="Then">What follows once everything is undone.</param>
/// <param name="Attempts">How often the group is done in all before it fails for good, from 1 to <see cref="MaxAttempts"/>; only for <see cref="AfterUndo.Retry"/>.</param>
public sealed record Saga(AfterUndo Then = AfterUndo.Fail, int Attempts = Saga.DefaultAttempts)
{
    /// <summary>The outcome of a saga that was undone and goes on.</summary>
    public const string Undone = "undone";

    /// <summary>How often a group is done unless the definition says otherwise.</summary>
    public const int DefaultAttempts = 3;

    /// <summary>The most attempts a definition may ask for.</summary>
    public const int MaxAttempts = 100;
}

/// <summary>What follows once a saga is undone.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<AfterUndo>))]
public enum AfterUndo
{
    /// <summary>The group fails: the saga around it is undone as well, or else an incident waits for a person, whose retry does the group again.</summary>
    Fail,

    /// <summary>The group is done, with the outcome <see cref="Saga.Undone"/>.</summary>
    Continue,

    /// <summary>The group is done again; it fails once it was done as often as allowed.</summary>
    Retry,
}
