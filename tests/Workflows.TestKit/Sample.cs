using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;

namespace Workflows.TestKit;

/// <summary>Definitions for tests that need one but do not care which.</summary>
public static class Sample
{
    /// <summary>
    /// Key <c>approval</c>: <c>submit</c> (machine), then <c>approve</c> (the group managers; approve, or reject with a comment; three days), then <c>check</c>
    /// (a gateway on the amount), then <c>pay</c> (machine) or nothing, then <c>done</c>; <c>reject</c> leads to <c>rejected</c>.
    /// </summary>
    public static WorkflowDefinition Approval(string version = "1.0.0", string key = "approval", string? saveAs = null) => new()
    {
        Key = key,
        Version = SemanticVersion.Parse(version),
        Name = "Simple approval",
        Description = "A manager decides.",
        Category = "Finance",
        StartForm = FormSchema.Parse("""{ "type": "object", "properties": { "amount": { "type": "number", "title": "Amount" } } }"""),
        Initial = "submit",
        Steps =
        [
            new Step { Id = "submit", Name = "Submit request", Description = "Writes the request down.", Body = new StepBody.Machine("SubmitRequest") },
            new Step
            {
                Id = "approve",
                Name = "Manager approval",
                Body = new StepBody.Human
                {
                    Assign = new AssignmentRule([], ["managers"], null),
                    Outcomes = [new Outcome("approve", "Approve", OutcomeStyle.Primary), new Outcome("reject", "Reject", OutcomeStyle.Danger, RequiresComment: true)],
                    Form = FormSchema.Parse("""{ "type": "object", "properties": { "note": { "type": "string", "title": "Note" } } }"""),
                    Due = Moment.In(TimeSpan.FromDays(1)),
                    SaveAs = saveAs,
                },
                Timeout = new StepTimeout(Moment.In(TimeSpan.FromDays(3))),
            },
            new Step { Id = "check", Name = "Anything to pay?", Body = new StepBody.Gateway(), Split = Split.First },
            new Step { Id = "pay", Name = "Pay", Body = new StepBody.Machine("Pay") },
            new Step { Id = "done", Name = "Done", Body = new StepBody.End(false) },
            new Step { Id = "rejected", Name = "Rejected", Body = new StepBody.End(true) },
        ],
        Edges =
        [
            new Edge { From = "submit", To = "approve" },
            new Edge { From = "approve", To = "check", Outcome = "approve" },
            new Edge { From = "approve", To = "rejected", Outcome = "reject" },
            new Edge { From = "approve", To = "rejected", Outcome = StepTimeout.DefaultOutcome },
            new Edge { From = "check", To = "pay", Condition = Expression.Parse("data.amount > 0") },
            new Edge { From = "check", To = "done", IsDefault = true },
            new Edge { From = "pay", To = "done" },
        ],
    };
}
