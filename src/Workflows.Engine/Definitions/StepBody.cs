using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions;

/// <summary>What a step does while it holds a token: one case per kind of step.</summary>
public abstract record StepBody
{
    private StepBody()
    {
    }

    /// <summary>The kind of step this body makes.</summary>
    public abstract StepKind Kind { get; }

    /// <summary>Runs code: a class registered under <paramref name="Type"/>, resolved from dependency injection for each run.</summary>
    /// <param name="Type">The name the class is registered under; by default the name of the class.</param>
    public sealed record Machine(string Type) : StepBody
    {
        /// <summary>What the code is told beside the data; null for nothing.</summary>
        public StepSettings? With { get; init; }

        /// <inheritdoc/>
        public override StepKind Kind => StepKind.Machine;
    }

    /// <summary>Offers a task to people and waits until one of them completes it.</summary>
    public sealed record Human : StepBody
    {
        /// <inheritdoc/>
        public override StepKind Kind => StepKind.Human;

        /// <summary>The task's title in lists; a template over the data. The default is the step's name.</summary>
        public TextTemplate? Title { get; init; }

        /// <summary>One line below the title that lets an approver understand the task; a template over the data.</summary>
        public TextTemplate? Summary { get; init; }

        /// <summary>The form that the answers must satisfy. The default accepts an empty object.</summary>
        public FormSchema Form { get; init; } = FormSchema.Empty;

        /// <summary>Who may do it. The default is anybody of the tenant.</summary>
        public AssignmentRule Assign { get; init; } = AssignmentRule.Anybody;

        /// <summary>The named decisions, shown as buttons in this order. None: the task is just completed.</summary>
        public ImmutableArray<Outcome> Outcomes { get; init; } = [];

        /// <summary>When the task should be done. It only informs; <see cref="Step.Timeout"/> acts. The default is no due time.</summary>
        public Moment? Due { get; init; }

        /// <summary>
        /// The member of the data that takes the answers, with <c>outcome</c>, <c>comment</c> and <c>by</c> beside them.
        /// The default is the step's id, so that parallel decisions never overwrite each other; an empty text merges the answers alone into the data.
        /// </summary>
        public string? SaveAs { get; init; }

        /// <inheritdoc/>
        public bool Equals(Human? other) =>
            other is not null && Equals(Title, other.Title) && Equals(Summary, other.Summary) && Form.Equals(other.Form) && Assign == other.Assign
            && Outcomes.SequenceEqual(other.Outcomes) && Due == other.Due && SaveAs == other.SaveAs;

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Title, Summary, SaveAs, Outcomes.Length);
    }

    /// <summary>Does nothing but join and split.</summary>
    public sealed record Gateway : StepBody
    {
        /// <inheritdoc/>
        public override StepKind Kind => StepKind.Gateway;
    }

    /// <summary>Waits until a moment.</summary>
    /// <param name="Until">The moment, taken when the step starts.</param>
    public sealed record Timer(Moment Until) : StepBody
    {
        /// <inheritdoc/>
        public override StepKind Kind => StepKind.Timer;
    }

    /// <summary>Sets members of the data, in order, each seeing what the ones before it set.</summary>
    /// <param name="Assignments">What is set.</param>
    public sealed record Data(ImmutableArray<DataAssignment> Assignments) : StepBody
    {
        /// <inheritdoc/>
        public override StepKind Kind => StepKind.Data;

        /// <inheritdoc/>
        public bool Equals(Data? other) => other is not null && Assignments.SequenceEqual(other.Assignments);

        /// <inheritdoc/>
        public override int GetHashCode() => Assignments.Length;
    }

    /// <summary>Ends the path that reaches it.</summary>
    /// <param name="Terminates">Whether all other work of the instance is withdrawn and the instance completes at once (WCP-43). Otherwise only this path ends.</param>
    public sealed record End(bool Terminates) : StepBody
    {
        /// <inheritdoc/>
        public override StepKind Kind => StepKind.End;
    }

    /// <summary>Holds the token until one of the steps that follow takes it: the first task done, signal received, time over (deferred choice, WCP-16).</summary>
    public sealed record State : StepBody
    {
        /// <inheritdoc/>
        public override StepKind Kind => StepKind.State;
    }

    /// <summary>Waits for a signal, a webhook, or for the data to be so.</summary>
    /// <param name="For">What it waits for.</param>
    /// <param name="SaveAs">The member of the data that takes what the signal or the call carries. The default is the step's id.</param>
    public sealed record Wait(Trigger For, string? SaveAs = null) : StepBody
    {
        /// <inheritdoc/>
        public override StepKind Kind => StepKind.Wait;
    }

    /// <summary>
    /// Does the steps that say they are <see cref="Step.In"/> it, in a scope of their own: it is done when no token is left there, with the last nominated end as
    /// its outcome.
    /// </summary>
    /// <param name="Initial">The step it begins with; null for the first of them.</param>
    public sealed record Group(StepId? Initial = null) : StepBody
    {
        /// <inheritdoc/>
        public override StepKind Kind => StepKind.Group;
    }

    /// <summary>Does another workflow (or this one again) as a scope of the same instance; its last nominated end is the outcome.</summary>
    /// <param name="Definition">The key of the definition.</param>
    /// <param name="Version">The version. The default is the latest when the step starts; the running one, when the workflow calls itself.</param>
    public sealed record Call(string Definition, SemanticVersion? Version = null) : StepBody
    {
        /// <inheritdoc/>
        public override StepKind Kind => StepKind.Call;

        /// <summary>What the called workflow starts with, computed from the data here. None: a copy of the data.</summary>
        public ImmutableArray<DataAssignment> Input { get; init; } = [];

        /// <summary>What is set here when it is done, computed from its data. None: all of its data, under the step's id.</summary>
        public ImmutableArray<DataAssignment> Output { get; init; } = [];

        /// <inheritdoc/>
        public bool Equals(Call? other) =>
            other is not null && Definition == other.Definition && Version == other.Version && Input.SequenceEqual(other.Input) && Output.SequenceEqual(other.Output);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Definition, Version, Input.Length, Output.Length);
    }
}

/// <summary>Sets the top-level member <paramref name="Name"/> of the data to the value of <paramref name="Value"/>.</summary>
public sealed record DataAssignment(string Name, Expression Value);

/// <summary>A named decision of a human step, shown as a button.</summary>
/// <param name="Id">What edges and conditions refer to.</param>
/// <param name="Label">The button's text: a verb.</param>
/// <param name="Style">How the button looks.</param>
/// <param name="RequiresComment">Whether the person must say why.</param>
public sealed record Outcome(string Id, string Label, OutcomeStyle Style = OutcomeStyle.Neutral, bool RequiresComment = false);

/// <summary>How an outcome's button looks.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<OutcomeStyle>))]
public enum OutcomeStyle
{
    /// <summary>One choice among others.</summary>
    Neutral,

    /// <summary>The usual choice.</summary>
    Primary,

    /// <summary>Stops or destroys something; set apart from the others.</summary>
    Danger,
}

/// <summary>Who may do a human step: any of the users, any member of the groups, or whoever the expression names (a text or a list of texts).</summary>
/// <param name="Users">Ids of people.</param>
/// <param name="Groups">Names of groups.</param>
/// <param name="From">An expression evaluated when the task is created.</param>
public sealed record AssignmentRule(ImmutableArray<string> Users, ImmutableArray<string> Groups, Expression? From)
{
    /// <summary>No restriction inside the tenant.</summary>
    public static AssignmentRule Anybody { get; } = new([], [], null);

    /// <summary>Whether nobody is named, so that anybody may do the step.</summary>
    public bool IsAnybody => Users.IsEmpty && Groups.IsEmpty && From is null;

    /// <inheritdoc/>
    public bool Equals(AssignmentRule? other) =>
        other is not null && Users.SequenceEqual(other.Users) && Groups.SequenceEqual(other.Groups) && Equals(From, other.From);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Users.Length, Groups.Length, From);
}
