using System.Reflection;
using Workflows.Engine.Hosting;
using Workflows.Samples.ApprovalWorkflow;
using Workflows.Samples.DocumentApproval;
using Workflows.Samples.EmployeeOnboarding;
using Workflows.Samples.ExpenseApproval;
using Workflows.Samples.FeatureRelease;
using Workflows.Samples.VmProvisioning;

namespace Workflows.Samples;

/// <summary>Adds the samples to a host.</summary>
public static class SamplesExtensions
{
    /// <summary>Publishes the six sample definitions when the host starts. Those in C# bring their machine steps along; those of the JSON documents are registered here.</summary>
    public static WorkflowsBuilder AddSamples(this WorkflowsBuilder workflows)
    {
        ArgumentNullException.ThrowIfNull(workflows);
        workflows.AddDefinition(Approval.Definition).AddDefinition(Onboarding.Definition).AddDefinition(Provisioning.Definition);
        workflows.AddStep<ReimburseExpense>().AddStep<PublishDocument>().AddStep<NotifyAuthor>().AddStep<DeployRelease>();
        foreach (var document in Documents())
        {
            workflows.AddDefinitionDocument(document);
        }

        return workflows;
    }

    /// <summary>The JSON documents of this assembly.</summary>
    public static IEnumerable<string> Documents()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
