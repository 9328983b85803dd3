using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Engine.Definitions;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>
/// The pages in docs/steps are what the schema of documents and the examples of docs/definitions.md say: one for each kind of step, and one for what all have. To write
/// them anew, run these tests with WORKFLOWS_WRITE_PAGES=1.
/// </summary>
public sealed partial class StepPageTests
{
    private static readonly JsonObject s_defs = JsonNode.Parse(DefinitionSchema.Json)!["$defs"]!.AsObject();
    private static readonly string s_definitions = Repository.Read("docs/definitions.md");

    public static TheoryData<StepKind> Kinds => [.. Enum.GetValues<StepKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Page_OfAKind_SaysEveryMember(StepKind kind) => WrittenPage.IsUpToDate($"docs/steps/{WordOf(kind)}.md", PageOf(kind));

    [Fact]
    public void Index_LeadsToEveryKind_AndSaysWhatAllStepsHave() => WrittenPage.IsUpToDate("docs/steps/README.md", Index());

    private static string PageOf(StepKind kind)
    {
        var word = WordOf(kind);
        var step = s_defs[$"{word}Step"]!.AsObject();
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {char.ToUpperInvariant(word[0])}{word[1..]} steps\n\n{step["description"]!.GetValue<string>()}\n\n");
        page.Append("What all steps have (names, joins, time limits, locks, repetition, ...) is on [a page of its own](README.md); [Definitions](../definitions.md) explains it at length.\n\n");
        var example = Example().Matches(s_definitions).Single(m => m.Groups["name"].Value == word);
        page.Append(CultureInfo.InvariantCulture, $"```csharp\n{example.Groups["csharp"].Value}\n```\n```json\n{example.Groups["json"].Value}\n```\n");
        var own = step["properties"]?.AsObject() ?? [];
        page.Append(own.Count == 0 ? "\nThe kind has no members of its own.\n" : $"\n{Table(own, step)}");
        AppendParts(page, own, []);
        return page.ToString();
    }

    private static string Index()
    {
        var step = s_defs["step"]!.AsObject();
        var all = step["properties"]!.AsObject();
        var page = new StringBuilder("# Steps\n\nThe kinds of step, and the members that all of them have. Names and meanings are those of the [schema](../definitions.md) by which editors complete documents.\n\n");
        page.Append("| Kind | What it does |\n|---|---|\n");
        foreach (var kind in Enum.GetValues<StepKind>())
        {
            page.Append(CultureInfo.InvariantCulture, $"| [{WordOf(kind)}]({WordOf(kind)}.md) | {s_defs[$"{WordOf(kind)}Step"]!["description"]!.GetValue<string>()} |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"\n## What all steps have\n\n{Table(all, step)}");
        AppendParts(page, all, []);
        page.Append(CultureInfo.InvariantCulture, $"\n## Edges\n\n{s_defs["edge"]!["description"]!.GetValue<string>()}\n\n{Table(s_defs["edge"]!["properties"]!.AsObject(), s_defs["edge"]!.AsObject())}");
        return page.ToString();
    }

    /// <summary>The objects that members are, each once, after what names them.</summary>
    private static void AppendParts(StringBuilder page, JsonObject members, HashSet<string> seen)
    {
        foreach (var name in members.SelectMany(m => References(m.Value!)).Distinct())
        {
            if (s_defs[name]?["properties"]?.AsObject() is not { } parts || name is "edge" or "step" || !seen.Add(name))
            {
                continue;
            }

            page.Append(CultureInfo.InvariantCulture, $"\n### {name}\n\n{Text(s_defs[name]!["description"])}\n\n{Table(parts, s_defs[name]!.AsObject())}");
            AppendParts(page, parts, seen);
        }
    }

    private static string Table(JsonObject members, JsonObject holder)
    {
        var required = holder["required"]?.AsArray().Select(r => r!.GetValue<string>()).ToHashSet() ?? [];
        var table = new StringBuilder("| Member | Type | Default | Meaning |\n|---|---|---|---|\n");
        foreach (var (name, member) in members)
        {
            var fallback = required.Contains(name) ? "must be there" : member!["default"] is { } value ? $"`{value.ToJsonString()}`" : "";
            table.Append(CultureInfo.InvariantCulture, $"| `{name}` | {TypeOf(member!)} | {fallback} | {Text(member!["description"])}{ExampleOf(member!)} |\n");
        }

        return table.ToString();
    }

    private static string TypeOf(JsonNode member)
    {
        if (member["enum"]?.AsArray() is { } words)
        {
            return string.Join(", ", words.Select(w => $"`{w!.GetValue<string>()}`"));
        }

        if (member["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = reference["#/$defs/".Length..];
            return s_defs[name]!["properties"] is not null ? $"[{name}](#{name.ToLowerInvariant()})" : TypeOf(s_defs[name]!);
        }

        if (member["oneOf"]?.AsArray() is { } choices || (choices = member["anyOf"]?.AsArray()) is not null)
        {
            return string.Join(" or ", choices.Select(c => TypeOf(c!)).Distinct());
        }

        return member["type"] switch
        {
            JsonArray types => string.Join(" or ", types.Select(t => t!.GetValue<string>())),
            { } type when type.GetValue<string>() is "array" && member["items"] is { } items => $"list of {TypeOf(items)}",
            { } type => type.GetValue<string>() switch { "string" => "text", "boolean" => "true or false", "integer" => "number", var other => other },
            null => member["const"] is { } only ? $"`{only.GetValue<string>()}`" : "anything",
        };
    }

    private static IEnumerable<string> References(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(m => m.Key is "$ref" ? Named(m.Value!.GetValue<string>()["#/$defs/".Length..]) : References(m.Value!)),
        JsonArray items => items.SelectMany(i => References(i!)),
        _ => [],
    };

    /// <summary>An object by its name; of a choice between several, those that are objects.</summary>
    private static IEnumerable<string> Named(string name) => s_defs[name]!["properties"] is null ? References(s_defs[name]!) : [name];

    private static string ExampleOf(JsonNode member) =>
        member["examples"]?.AsArray() is [{ } first, ..] ? $" Such as `{(first is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : first.ToJsonString()).Replace("|", "\\|", StringComparison.Ordinal)}`." : "";

    private static string Text(JsonNode? text) => text?.GetValue<string>().Replace("|", "\\|", StringComparison.Ordinal) ?? "";

    private static string WordOf(StepKind kind) => kind.ToString().ToLowerInvariant();

    [GeneratedRegex(@"<!-- example: (?<name>\w+) -->\n```csharp\n(?<csharp>.*?)\n```\n```json\n(?<json>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
