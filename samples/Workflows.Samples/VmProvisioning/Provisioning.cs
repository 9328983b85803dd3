using Workflows.Engine.Definitions;
using Workflows.Engine.Steps;

namespace Workflows.Samples.VmProvisioning;

/// <summary>A manager approves a virtual machine. Whoever lets two days pass is overtaken: then IT decides. What is approved is provisioned.</summary>
public static class Provisioning
{
    private const string StartForm = """
        {
          "type": "object",
          "required": ["name", "size", "purpose", "days"],
          "additionalProperties": false,
          "properties": {
            "name": { "type": "string", "title": "Host name", "description": "Lower case letters, digits and hyphens.", "pattern": "^[a-z][a-z0-9-]{2,29}$" },
            "size": {
              "type": "string",
              "title": "Size",
              "oneOf": [
                { "const": "small", "title": "Small (2 cores, 4 GB)" },
                { "const": "medium", "title": "Medium (4 cores, 16 GB)" },
                { "const": "large", "title": "Large (16 cores, 64 GB): the first try fails on the quota" },
                { "const": "impossible", "title": "Impossible: always fails" }
              ]
            },
            "disk": {
              "type": "object",
              "title": "Disk",
              "properties": {
                "gigabytes": { "type": "integer", "title": "Size in GB", "minimum": 10, "maximum": 4000, "default": 50 },
                "fast": { "type": "boolean", "title": "Fast storage?" }
              }
            },
            "purpose": { "type": "string", "title": "What is it for?", "minLength": 5, "maxLength": 500 },
            "days": { "type": "integer", "title": "Needed for how many days?", "minimum": 1, "maximum": 365, "default": 30 }
          }
        }
        """;

    private const string DecisionForm = """
        {
          "type": "object",
          "properties": { "days": { "type": "integer", "title": "For at most how many days?", "minimum": 1, "maximum": 365 } }
        }
        """;

    public static readonly WorkflowDefinition Definition = WorkflowDefinition.Create("vm_provisioning", "1.0.0", d => d
        .Named("Virtual machine")
        .Describe("A manager approves a virtual machine; after two days without a decision IT decides instead. What is approved is provisioned, and that can fail.")
        .Category("IT")
        .InstanceTitle("{data.name} ({data.size})")
        .StartForm(StartForm)
        .Human("manager_approval", form: DecisionForm, configure: h => Decision(h)
            .AssignToGroup("managers")
            .Timeout(TimeSpan.FromDays(2)))
        .Human("escalated_approval", "Escalated approval", DecisionForm, h => Decision(h)
            .AssignToGroup("it")
            .Describe("No manager decided in time."))
        .Machine<ProvisionMachine>("provision")
        .End("provisioned")
        .End("rejected")
        .Edge("manager_approval", "provision", outcome: "approve")
        .Edge("manager_approval", "rejected", outcome: "reject")
        .Edge("manager_approval", "escalated_approval", outcome: "timeout", label: "nobody decided for 2 days")
        .Edge("escalated_approval", "provision", outcome: "approve")
        .Edge("escalated_approval", "rejected", outcome: "reject")
        .Path("provision", "provisioned"));

    private static HumanStepBuilder Decision(HumanStepBuilder step) => step
        .Title("A {data.size} machine for {vars.startedBy}")
        .Summary("{data.purpose}, for {data.days} days")
        .Outcome("approve", style: OutcomeStyle.Primary)
        .Outcome("reject", style: OutcomeStyle.Danger, requiresComment: true);
}
