using System.Xml.Linq;

namespace Workflows.Engine.Tests.Architecture;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicTypes_EachSayWhatTheyAre()
    {
        var assembly = typeof(IWorkflowEngine).Assembly;
        var documented = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(m => !string.IsNullOrWhiteSpace(m.Element("summary")?.Value))
            .Select(m => m.Attribute("name")!.Value)
            .ToHashSet();

        var silent = assembly.GetExportedTypes().Select(t => "T:" + t.FullName!.Replace('+', '.')).Where(name => !documented.Contains(name));

        Assert.Empty(silent);
    }

    [Fact]
    public void PublicTypes_AreSealedStaticOrAbstract()
    {
        var open = typeof(IWorkflowEngine).Assembly.GetExportedTypes()
            .Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false })
            .Select(t => t.FullName);

        Assert.Equal(["Workflows.Engine.Definitions.DefinitionException", "Workflows.Engine.Storage.TaskSummary"], open.Order());
    }
}
