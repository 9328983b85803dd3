using Workflows.Engine.Definitions;
using Workflows.Engine.Steps;

namespace Workflows.Samples.ApprovalWorkflow;

/// <summary>The quick start: a request is submitted, somebody approves it, it is processed.</summary>
public static class Approval
{
    public static readonly WorkflowDefinition Definition = WorkflowDefinition.Create("approval_workflow", "1.0.0", d => d
        .Describe("Simple request approval")
        .Machine<SubmitRequest>("submit")
        .Human("manager_approval", "Approve request", form: """
            { "type": "object", "required": ["approved"],
              "properties": { "approved": { "type": "boolean", "title": "Approve this request?" }, "comments": { "type": "string", "title": "Comments" } } }
            """)
        .Machine<ProcessRequest>("process")
        .Path("submit", "manager_approval", "process"));
}
