using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Engine.Definitions;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>Holds docs/definitions.md to what the product does.</summary>
public sealed partial class DefinitionPageTests
{

    private static readonly string s_page = Repository.Read("docs/definitions.md");

    private static readonly Dictionary<string, Match> s_examples = Example().Matches(s_page).ToDictionary(m => m.Groups["name"].Value);

    public static TheoryData<string> Names => [.. s_examples.Keys];

    [Fact]
    public void Page_EveryBlock_BelongsToAnExample()
    {
        Assert.Equal(s_page.Split("```csharp\n").Length - 1, s_examples.Count);
        Assert.Equal(s_page.Split("```json\n").Length - 1, s_examples.Count);
        Assert.Equal(DefinitionPageExamples.All.Keys.Order(), s_examples.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_CSharp_IsWhatIsCompiled(string name)
    {
        var source = Repository.Read("tests/Workflows.Engine.Tests/Definitions/DefinitionPageExamples.cs").Split('\n');

        Assert.Contains(Trimmed(s_examples[name].Groups["csharp"].Value.Split('\n')), Trimmed(source), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_Json_GivesTheSameDefinitionAsTheCSharp(string name)
    {
        var block = JsonNode.Parse(s_examples[name].Groups["json"].Value)!.AsObject();
        var document = block.ContainsKey("kind") ? new JsonObject { ["steps"] = new JsonArray(block) } : block;
        document.TryAdd("key", "example");
        document.TryAdd("version", "1.0.0");

        Assert.Equal(DefinitionDocument.Write(DefinitionPageExamples.All[name]), DefinitionDocument.Write(DefinitionDocument.Read(document.ToJsonString())));
    }

    [Fact]
    public void Page_Yaml_GivesTheSameDefinitionAsTheCSharp()
    {
        Assert.Equal(DefinitionPageExamples.All["first"].ContentHash, DefinitionDocument.Read(s_examples["first"].Groups["yaml"].Value).ContentHash);
    }

    [Theory]
    [InlineData("first")]
    [InlineData("timeout")]
    [InlineData("cancels")]
    [InlineData("saga")]
    [InlineData("shapes")]
    [InlineData("choice")]
    [InlineData("parallel")]
    [InlineData("loop")]
    public void Page_WholeGraphs_HaveNothingWrong(string name) => Assert.Empty(DefinitionValidator.Validate(DefinitionPageExamples.All[name]));

    [Fact]
    public void Page_Codes_AreThoseThereAre()
    {
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Equal(codes.Order(StringComparer.Ordinal), CodeRow().Matches(s_page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    private static string Trimmed(IEnumerable<string> lines) => string.Join('\n', lines.Select(l => l.Trim()).Where(l => l.Length > 0));

    [GeneratedRegex(@"<!-- example: (?<name>\w+) -->\n```csharp\n(?<csharp>.*?)\n```\n```json\n(?<json>.*?)\n```(?:\n```yaml\n(?<yaml>.*?)\n```)?", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| `([a-z-]+)` \| (?:error|warning) \|", RegexOptions.Multiline)]
    private static partial Regex CodeRow();
}
