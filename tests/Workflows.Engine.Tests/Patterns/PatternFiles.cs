using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workflows.TestKit;
using Workflows.TestKit.Scenarios;

namespace Workflows.Engine.Tests.Patterns;

/// <summary>A control-flow pattern with the scenarios that show it: a file in the folder Scenarios.</summary>
internal sealed record Pattern(string Id, string Name, ImmutableArray<Scenario> Scenarios)
{
    private static readonly Lazy<ImmutableArray<Pattern>> s_all = new(ReadAll);

    public static ImmutableArray<Pattern> All => s_all.Value;

    private static ImmutableArray<Pattern> ReadAll() =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Workflows.Engine.Tests", "Patterns", "Scenarios"), "*.json").Order(StringComparer.Ordinal).Select(Read)];

    private static Pattern Read(string file)
    {
        var pattern = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        try
        {
            return new Pattern(
                pattern["pattern"]!.GetValue<string>(), pattern["name"]!.GetValue<string>(), [.. pattern["scenarios"]!.AsArray().Select(s => Scenario.Read(s!.AsObject()))]);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{Path.GetFileName(file)}: {e.Message}", e);
        }
    }
}
