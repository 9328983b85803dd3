using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Diagrams;
using Workflows.Engine.Forms;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Instances;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Tasks;

/// <summary>
/// A task that a person looks at and decides, without its looks. What the person has typed is never overwritten: a decision that came too late leaves it
/// on the page, beside what the other one decided.
/// </summary>
internal sealed class TaskState(GuardedEngine engine, PersonNames names, Viewer viewer, ILogger<TaskState> logger)
{
    private const int MaxEvents = 500;

    // Long enough for the steps that follow to settle as a rule, short enough that nobody waits for one that does not.
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);

    private Person? _person;
    private HumanTaskId? _id;
    private int _turn;

    /// <summary>The task; pending until it is read.</summary>
    public Loaded<TaskView> View { get; private set; } = Loaded<TaskView>.Pending;

    /// <summary>What the form begins with; the same object as long as the same task is decided.</summary>
    public JsonObject Answers { get; private set; } = [];

    /// <summary>What the person has changed in the form; null while they have changed nothing.</summary>
    public JsonObject? Draft { get; set; }

    /// <summary>What the person says about their decision.</summary>
    public string Comment { get; set; } = "";

    /// <summary>The pressed outcome that waits for its comment; null when none does.</summary>
    public Outcome? Asking { get; private set; }

    /// <summary>Whether the comment was still missing when the outcome was pressed again.</summary>
    public bool IsCommentMissing { get; private set; }

    /// <summary>Whether an act is under way; a second one is not accepted until it is over.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Why the last act was not done; null when it was.</summary>
    public string? Problem { get; private set; }

    /// <summary>What the server found wrong in the answers of the last decision.</summary>
    public ImmutableArray<SchemaError> Errors { get; private set; } = [];

    /// <summary>Whether the task was closed by somebody else while this person had it before them.</summary>
    public bool IsOvertaken { get; private set; }

    /// <summary>Reads a task. Another one than before forgets what was typed.</summary>
    public async Task LoadAsync(Person person, HumanTaskId id, CancellationToken cancellationToken)
    {
        if (_person == person && _id == id && View.Value is not null)
        {
            return;
        }

        (_person, _id) = (person, id);
        (View, Answers, Draft, Comment, Asking, Problem) = (Loaded<TaskView>.Pending, [], null, "", null, null);
        (Errors, IsCommentMissing, IsOvertaken) = ([], false, false);
        await ReadAsync(cancellationToken);
    }

    /// <summary>Reads the task again. The form stays as it is.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken)
    {
        return ReadAsync(cancellationToken);
    }

    /// <summary>Takes note of a change.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        // An act of the person reads again itself, when it is over.
        return IsBusy || View.Value is null ? Task.CompletedTask : ReadAsync(cancellationToken);
    }

    /// <summary>Takes the task.</summary>
    public Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        return ActAsync(() => engine.ClaimTaskAsync(_person!, _id!.Value, cancellationToken), cancellationToken);
    }

    /// <summary>Gives the task back.</summary>
    public Task<bool> ReleaseAsync(CancellationToken cancellationToken)
    {
        return ActAsync(() => engine.ReleaseTaskAsync(_person!, _id!.Value, cancellationToken), cancellationToken);
    }

    /// <summary>Whether the outcome can be sent; asks for its comment when that is missing.</summary>
    public bool IsExplained(Outcome? outcome)
    {
        if (outcome is { RequiresComment: true } && string.IsNullOrWhiteSpace(Comment))
        {
            IsCommentMissing = Asking == outcome;
            Asking = outcome;
            return false;
        }

        IsCommentMissing = false;
        return true;
    }

    /// <summary>Closes the question for a comment; what was typed stays.</summary>
    public void StopAsking()
    {
        (Asking, IsCommentMissing) = (null, false);
    }

    /// <summary>Decides. Returns what happened, or null when nothing did; then <see cref="Problem"/>, <see cref="Errors"/> or <see cref="Asking"/> says why.</summary>
    public async Task<Decided?> DecideAsync(Outcome? outcome, JsonElement answers, CancellationToken cancellationToken)
    {
        if (View.Value is not { Instance: { } before } view || IsBusy || !IsExplained(outcome))
        {
            return null;
        }

        Draft = JsonObject.Create(answers);
        var request = new CompleteTaskRequest(view.Task.Id, answers, _person!.ToActor())
        {
            Outcome = outcome?.Id,
            Comment = string.IsNullOrWhiteSpace(Comment) ? null : Comment.Trim(),
            ExpectedRevision = view.Task.Revision,
            Wait = s_settle,
        };
        InstanceSnapshot? after = null;
        var isDone = await ActAsync(async () => after = await engine.CompleteTaskAsync(_person!, request, cancellationToken), cancellationToken);
        if (!isDone || after is null)
        {
            return null;
        }

        (Asking, IsOvertaken) = (null, false);
        var text = $"{DecisionText.Done(outcome)}. {DecisionText.Next(before, after, view.Definition, names.Of)}";
        return new Decided(view.Task.Id, view.Task.Instance, text);
    }

    /// <summary>What each outcome would lead to, with answers that need not be finished. Nothing is decided.</summary>
    public Task<Loaded<IReadOnlyList<OutcomePreview>>> LookAheadAsync(JsonElement answers, CancellationToken cancellationToken)
    {
        return Loading.TryAsync<IReadOnlyList<OutcomePreview>>(logger, async () => await engine.PreviewTaskAsync(_person!, _id!.Value, answers, cancellationToken));
    }

    /// <summary>The next task for the person: their own first, then what they may take; null when nothing waits.</summary>
    public async Task<HumanTaskId?> FindNextAsync(CancellationToken cancellationToken)
    {
        foreach (var scope in (TaskScope[])[TaskScope.Mine, TaskScope.Available])
        {
            var page = await engine.ListTasksAsync(_person!, new TaskFilter(scope, _person!.ToActor()), new PageRequest(2), cancellationToken);
            if (page.Items.FirstOrDefault(task => task.Id != _id) is { } next)
            {
                return next.Id;
            }
        }

        return null;
    }

    private async Task<bool> ActAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        if (IsBusy)
        {
            return false;
        }

        (IsBusy, Problem, Errors) = (true, null, []);
        var isDone = false;
        try
        {
            await act();
            isDone = true;
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.InvalidData invalid)
        {
            Errors = invalid.Errors;
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.AlreadyDecided or Rejection.TaskWithdrawn)
        {
            // The task itself says it, once it is read again.
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Problem = Loading.Explain(logger, failure);
        }
        finally
        {
            IsBusy = false;
        }

        if (Errors.IsEmpty)
        {
            await ReadAsync(cancellationToken);
            IsOvertaken &= !isDone;
        }

        return isDone;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var turn = ++_turn;
        var before = View.Value;
        var read = await Loading.TryAsync(logger, () => ReadViewAsync(_person!, _id!.Value, cancellationToken));
        if (turn != _turn)
        {
            return;
        }

        if (read.Value is null && before is not null && !read.IsMissing)
        {
            // What is shown stays, with what was typed: it may be all that is left of it.
            Problem ??= read.Failure;
            return;
        }

        View = read;
        if (read.Value is { } now)
        {
            IsOvertaken |= before is { Task.IsOpen: true } && !now.Task.IsOpen;
            if (before is null && now is { Instance: { } instance })
            {
                Answers = JsonObject.Create(CaseData.InitialAnswers(now.Step, now.Body, instance.Data))!;
            }
        }
    }

    private async Task<TaskView> ReadViewAsync(Person person, HumanTaskId id, CancellationToken cancellationToken)
    {
        var (task, definition, body, instance) = await engine.GetTaskCaseAsync(person, id, cancellationToken);
        var step = definition.FindStep(task.Step)!;
        var why = GateRules.ActOnTask(person, task);
        if (instance is null)
        {
            return new TaskView(task, definition, step, body, null, why, AllowedAction.On(task, person), [], [], null);
        }

        var history = await ReadHistoryAsync(person, instance, cancellationToken);
        return new TaskView(
            task,
            definition,
            step,
            body,
            instance,
            why,
            AllowedAction.On(task, person),
            CaseData.Sections(definition, instance.Data, step),
            CaseTimeline.Of(history, definition, new EventText(definition, viewer.Zone, names.Of)),
            MermaidDiagram.Of(definition, instance));
    }

    private async Task<IReadOnlyList<HistoryEntry>> ReadHistoryAsync(Person person, InstanceSnapshot instance, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.ListHistoryAsync(person, instance.Id, Math.Max(0, instance.Position - MaxEvents), MaxEvents, cancellationToken);
        }
        catch (WorkflowException refused) when (refused.Rejection is Rejection.InstanceNotFound)
        {
            // Somebody else decided a task that was offered to them as well: the task is still theirs to see, what happens to the request is not.
            return [];
        }
    }
}
