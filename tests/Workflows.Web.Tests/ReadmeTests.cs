using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Samples.ApprovalWorkflow;
using Workflows.TestKit;

namespace Workflows.Web.Tests;

/// <summary>What the README shows compiles, runs, and is what the samples are.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] s_blocks = [.. CSharp().Matches(Repository.Read("README.md")).Select(block => block.Groups[1].Value.Trim())];

    [Fact]
    public void Definition_IsTheSample()
    {
        var sample = string.Join("\n\n", new[] { "Approval.cs", "SubmitRequest.cs" }.Select(file => TypesOf($"samples/Workflows.Samples/ApprovalWorkflow/{file}")));

        Assert.Equal(sample, s_blocks[0]);
    }

    [Fact]
    public async Task Start_AsShown_RunsToItsEnd()
    {
        var folder = Directory.CreateTempSubdirectory("workflows-readme-");
        var file = Path.Combine(folder.FullName, "workflows.db");
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        // shown
        builder.Services.AddWorkflows(workflows => workflows.UseSqlite(file)).AddDefinition(Approval.Definition);
        // not shown
        using (var host = builder.Build())
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            var engine = host.Services.GetRequiredService<IWorkflowEngine>();
#pragma warning disable xUnit1051 // as short as the README shows it
            // shown
            var instance = await engine.StartAsync("approval_workflow", new { requestId = "REQ-001", amount = 500m });
            Console.WriteLine(string.Join(", ", instance.CurrentSteps));                       // manager_approval
            await engine.CompleteTaskAsync(instance.OpenTasks[0].Id, new { approved = true, comments = "Looks good!" }, by: "manager@example.com");
            // not shown
#pragma warning restore xUnit1051
            var ended = await host.Services.GetRequiredService<IWorkflowQueries>().FindInstanceAsync(TenantId.Default, instance.Id, TestContext.Current.CancellationToken);
            Assert.Equal(["manager_approval"], instance.CurrentSteps.Select(step => step.Value));
            Assert.Equal((InstanceStatus.Completed, true), (ended!.Status, ended.Data.GetProperty("processed").GetBoolean()));
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        folder.Delete(recursive: true);
        Assert.Equal(s_blocks[1].Replace("\"workflows.db\"", "file", StringComparison.Ordinal), ShownHere());
    }

    [Fact]
    public void Readme_IsNoLongerThanAPageOrTwo()
    {
        Assert.InRange(Repository.Read("README.md").Split('\n').Length, 1, 120);
    }

    /// <summary>A file of the sample without its usings, namespace and docstrings.</summary>
    private static string TypesOf(string file)
    {
        var source = Repository.Read(file);
        return DocString().Replace(source[source.IndexOf("///", StringComparison.Ordinal)..], "").Trim();
    }

    private static string ShownHere()
    {
        var parts = Shown().Matches(Repository.Read("tests/Workflows.Web.Tests/ReadmeTests.cs")).Select(part => Indent().Replace(part.Groups[1].Value, "").Trim());
        return string.Join("\n\n", parts);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex("^ *///.*\n", RegexOptions.Multiline)]
    private static partial Regex DocString();

    [GeneratedRegex("^ *// shown\n(.*?)^ *// not shown\n", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Shown();

    [GeneratedRegex("^ +", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
