using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Instances;

/// <content>What people do.</content>
internal sealed partial class Turn
{
    public Rejection? CompleteTask(InstanceCommand.CompleteTask command)
    {
        if (instance.FindTask(command.Task) is not { } task)
        {
            return new Rejection.AlreadyDecided(command.Task);
        }

        var step = StepOf(instance.FindToken(task.Token)!);
        var human = (StepBody.Human)step.Body;
        if (Refusal(task, human, command) is { } refused)
        {
            return refused;
        }

        Emit(new HumanTaskCompleted(task.Id, task.Step, command.By.Id, command.Outcome, command.Comment, command.Answers, now));
        Complete(instance.FindToken(task.Token)!, command.Outcome, Saved(step, human, command));
        return null;
    }

    public Rejection? ClaimTask(InstanceCommand.ClaimTask command)
    {
        if (instance.FindTask(command.Task) is not { } task)
        {
            return new Rejection.AlreadyDecided(command.Task);
        }

        if (task.Assignee is { } assignee)
        {
            return assignee == command.By.Id ? null : new Rejection.AlreadyClaimed(task.Id, assignee);
        }

        if (task.EligibilityOf(command.By) is { IsEligible: false } no)
        {
            return new Rejection.NotEligible(task.Id, command.By.Id, no.Reason);
        }

        Emit(new HumanTaskClaimed(task.Id, task.Step, command.By.Id, now));
        return null;
    }

    public Rejection? ReleaseTask(InstanceCommand.ReleaseTask command)
    {
        if (instance.FindTask(command.Task) is not { } task)
        {
            return new Rejection.AlreadyDecided(command.Task);
        }

        if (task.Assignee != command.By.Id)
        {
            return new Rejection.NotEligible(task.Id, command.By.Id, "Only the person who has a task can give it back.");
        }

        if (task.IsDirect)
        {
            return new Rejection.NotEligible(task.Id, command.By.Id, "It was assigned to you alone, so there is nobody to give it back to.");
        }

        Emit(new HumanTaskReleased(task.Id, task.Step, command.By.Id, now));
        return null;
    }

    /// <summary>Why a decision does not count: the person, the outcome, the comment or the answers.</summary>
    private static Rejection? Refusal(HumanTask task, StepBody.Human human, InstanceCommand.CompleteTask command)
    {
        if (task.EligibilityOf(command.By) is { IsEligible: false } no)
        {
            return task.Assignee is { } other && !task.IsDirect ? new Rejection.AlreadyClaimed(task.Id, other) : new Rejection.NotEligible(task.Id, command.By.Id, no.Reason);
        }

        var outcome = human.Outcomes.FirstOrDefault(o => o.Id == command.Outcome);
        if (outcome is null && (command.Outcome is not null || !human.Outcomes.IsEmpty))
        {
            return new Rejection.UnknownOutcome(command.Outcome, [.. human.Outcomes.Select(o => o.Id)]);
        }

        if (command.IsTrial)
        {
            return null;
        }

        if (outcome is { RequiresComment: true } && string.IsNullOrWhiteSpace(command.Comment))
        {
            return new Rejection.CommentRequired(outcome.Id);
        }

        return Violations(human.Form, command.Answers);
    }

    private static Rejection.InvalidData? Violations(FormSchema form, JsonElement answers) =>
        form.Validate(answers) is { Count: > 0 } errors ? new Rejection.InvalidData([.. errors]) : null;

    /// <summary>What the answers change in the data.</summary>
    private static DataChange Saved(Step step, StepBody.Human human, InstanceCommand.CompleteTask command)
    {
        if (human.SaveAs is "")
        {
            return new DataChange(command.Answers, []);
        }

        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in command.Answers.EnumerateObject())
            {
                member.WriteTo(writer);
            }

            writer.WriteString("by", command.By.Id);
            if (command.Outcome is not null)
            {
                writer.WriteString("outcome", command.Outcome);
            }

            if (!string.IsNullOrWhiteSpace(command.Comment))
            {
                writer.WriteString("comment", command.Comment);
            }

            writer.WriteEndObject();
        }

        return DataChange.None.With(step.SavesAs, buffer.ToJsonElement());
    }

    /// <summary>Creates the task of a human step: offered to its candidates, or allocated when exactly one person is named.</summary>
    private bool Offer(Step step, StepBody.Human human, Token token)
    {
        var context = ContextOf(token.Scope);
        var users = human.Assign.Users;
        if (human.Assign.From is { } from)
        {
            var result = from.Evaluate(context);
            if (result.IsError || !TryPeople(result.Value, out var named))
            {
                var error = result.Error ?? new ExpressionError(ExpressionErrorCodes.Result, "it must give the id of a person, or a list of them", 1);
                FailExpression(token, "who does it", from, error);
                return false;
            }

            users = [.. users.Union(named)];
        }

        DateTimeOffset? due = null;
        if (human.Due is { } moment && !TryResolve(token, "when it is due", moment, out due))
        {
            return false;
        }

        Emit(new HumanTaskCreated(
            new HumanTask
            {
                Id = new HumanTaskId(ids()),
                Token = token.Id,
                Step = step.Id,
                Title = human.Title?.Render(context) ?? step.Name,
                Summary = human.Summary?.Render(context),
                Users = users,
                Groups = human.Assign.Groups,
                Assignee = users.Length == 1 && human.Assign.Groups.IsEmpty ? users[0] : null,
                CreatedAt = now,
                DueAt = due,
                Called = instance.ScopeOf(token.Scope).Call is { } call ? instance.ScopeOf(call).Definition : null,
            },
            now));
        return true;
    }

    private static bool TryPeople(Value value, out ImmutableArray<string> people)
    {
        var json = value.ToJsonElement();
        people = json.ValueKind switch
        {
            JsonValueKind.String => [json.GetString()!],
            JsonValueKind.Array when json.EnumerateArray().All(i => i.ValueKind is JsonValueKind.String) => [.. json.EnumerateArray().Select(i => i.GetString()!)],
            _ => [],
        };
        return !people.IsEmpty && people.All(p => p.Length > 0);
    }

    private void WithdrawTask(Token token, string cause)
    {
        if (instance.OpenTasks.Find(t => t.Token == token.Id) is { } task)
        {
            Emit(new HumanTaskCanceled(task.Id, task.Step, cause, now));
        }
    }
}
