using Workflows.Engine.Definitions;
using Workflows.Samples;
using Workflows.Samples.ApprovalWorkflow;
using Workflows.Samples.EmployeeOnboarding;
using Workflows.Samples.VmProvisioning;

namespace Workflows.Engine.Tests.Samples;

public sealed class SampleDefinitionTests
{
    private static readonly string[] s_types =
    [
        nameof(SubmitRequest), nameof(ProcessRequest), nameof(CreateAccount), nameof(CreateMailbox), nameof(ProvisionMachine),
        "ReimburseExpense", "PublishDocument", "NotifyAuthor", "DeployRelease",
    ];

    private static readonly WorkflowDefinition[] s_written = [Approval.Definition, Onboarding.Definition, Provisioning.Definition];

    public static TheoryData<string> Keys => [.. All.Select(d => d.Key)];

    private static IEnumerable<WorkflowDefinition> All => [.. s_written, .. SamplesExtensions.Documents().Select(DefinitionDocument.Read)];

    [Fact]
    public void Documents_AreThree_BesideThreeInCode() => Assert.Equal(
        ["approval_workflow", "employee_onboarding", "vm_provisioning", "document_approval", "expense_approval", "feature_release"], All.Select(d => d.Key));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Validate_EverySample_HasNothingWrongAndNothingDoubtful(string key) => Assert.Empty(DefinitionValidator.Validate(All.Single(d => d.Key == key), s_types));

    [Theory]
    [MemberData(nameof(Keys))]
    public void WriteYaml_EverySample_IsTheSameDefinition(string key)
    {
        var definition = All.Single(d => d.Key == key);

        var read = DefinitionDocument.Read(DefinitionDocument.WriteYaml(definition));

        Assert.Equal((definition.ContentHash, DefinitionDocument.Write(definition)), (read.ContentHash, DefinitionDocument.Write(read)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Write_EverySample_ReadsBackAsTheSame(string key)
    {
        var definition = All.Single(d => d.Key == key);

        var read = DefinitionDocument.Read(DefinitionDocument.Write(definition));

        Assert.Equal(definition.Steps, read.Steps);
        Assert.Equal(definition.Edges, read.Edges);
        Assert.Equal(definition.ContentHash, read.ContentHash);
    }
}
