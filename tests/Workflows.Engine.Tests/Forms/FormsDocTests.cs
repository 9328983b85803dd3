using System.Text.Json;
using System.Text.RegularExpressions;
using Workflows.Engine.Forms;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Forms;

/// <summary>The example of docs/forms.md is a form that does what the page says.</summary>
public sealed partial class FormsDocTests
{
    [Fact]
    public void Example_OfTheDocs_CompilesAndChecks()
    {
        var blocks = JsonBlock().Matches(Repository.Read("docs/forms.md")).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(2, blocks.Count);
        var form = FormSchema.Parse(blocks[0], blocks[1]);

        Assert.Empty(form.Validate(JsonElement.Parse("""{ "title": "Two laptops", "amount": 12.50, "urgent": false }""")));
        Assert.Equal(
            ["/amount This is required.", "/reason This is required.", "/title A few words, please."],
            form.Validate(JsonElement.Parse("""{ "title": "x", "urgent": true }""")).Select(error => $"{error.InstancePath} {error.Message}").Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
