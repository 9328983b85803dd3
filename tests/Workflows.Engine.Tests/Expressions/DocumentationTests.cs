using System.Text.RegularExpressions;
using Workflows.Engine.Expressions;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Expressions;

/// <summary>Evaluates what docs/expressions.md promises, so that the page stays true.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] s_lines = Repository.Read("docs/expressions.md").Split('\n');

    public static TheoryData<string, string, string> Examples()
    {
        var examples = new TheoryData<string, string, string>();
        var inTable = false;
        foreach (var line in s_lines)
        {
            inTable = line.StartsWith("| expression | data | result |", StringComparison.Ordinal) || (inTable && line.StartsWith('|'));
            if (inTable && ExampleRow().Match(line) is { Success: true } row)
            {
                examples.Add(Unescape(row.Groups[1]), Unescape(row.Groups[2]), Unescape(row.Groups[3]));
            }
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Page_Example_GivesItsResult(string source, string data, string result) => Assert.Equal(result, Given.Value(source, data));

    [Fact]
    public void Page_Examples_AreAllRead()
    {
        var rows = 0;
        var inTable = false;
        foreach (var line in s_lines)
        {
            var header = line.StartsWith("| expression | data | result |", StringComparison.Ordinal);
            inTable = header || (inTable && line.StartsWith('|'));
            rows += inTable && !header && !line.StartsWith("|---", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(rows, Examples().Count);
        Assert.InRange(rows, 70, 500);
    }

    [Fact]
    public void Page_Functions_AreTheVocabulary()
    {
        var page = string.Join('\n', s_lines);

        Assert.All(Vocabulary.Functions.Keys, name => Assert.Matches($@"`{name}\(", page));
        Assert.All(Vocabulary.Macros.Keys, name => Assert.Matches($@"`list\.{name}\(", page));
        Assert.All(Vocabulary.Roots.Keys, name => Assert.Contains($"`{name}` (", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_ExampleMessage_IsTheMessage() => Assert.Contains(
        "> " + Given.Error("data.amont >= 1000", """{"amount":1250.5,"approved":true,"department":"eng"}""").Message,
        s_lines);

    private static string Unescape(Group cell) => cell.Value.Replace("\\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `(.+?)` \| `(.+?)` \| `(.+?)` \|")]
    private static partial Regex ExampleRow();
}
