using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Tests.Definitions;

public sealed class YamlDocumentTests
{
    private const string Leave = """
        # Somebody wants to be away.
        key: leave_request
        version: 1.0.0
        startForm:
          schema:
            type: object
            required: [days]
            properties:
              days: { type: integer, title: Days, minimum: 1 }
        steps:
          - id: decide
            kind: human
            assign: { groups: &deciders [managers] }
            outcomes: [{ id: approve }, { id: reject }]
          - id: book
            kind: machine
            type: BookLeave
          - { id: rejected, kind: end }
        edges:
          - { from: decide, to: book, outcome: approve }
          - { from: decide, to: rejected, outcome: reject, label: "no" }
        """;

    [Fact]
    public void Read_Yaml_IsTheDefinitionOfTheSameJson()
    {
        var definition = DefinitionDocument.Read(Leave);

        const string Json = """
            {"key":"leave_request","version":"1.0.0","startForm":{"schema":{"type":"object","required":["days"],"properties":{"days":{"type":"integer","title":"Days","minimum":1}}}},
             "steps":[{"id":"decide","kind":"human","assign":{"groups":["managers"]},"outcomes":[{"id":"approve"},{"id":"reject"}]},{"id":"book","kind":"machine","type":"BookLeave"},{"id":"rejected","kind":"end"}],
             "edges":[{"from":"decide","to":"book","outcome":"approve"},{"from":"decide","to":"rejected","outcome":"reject","label":"no"}]}
            """;
        var same = DefinitionDocument.Read(Json);
        Assert.Equal(DefinitionDocument.Write(same), DefinitionDocument.Write(definition));
        Assert.Equal(same.ContentHash, definition.ContentHash);
    }

    [Fact]
    public void WriteYaml_Everything_ReadsBackAsTheSame()
    {
        var definition = DefinitionDocument.Read(Everything.Document);

        var yaml = DefinitionDocument.WriteYaml(definition);

        Assert.Equal(definition.ContentHash, DefinitionDocument.Read(yaml).ContentHash);
        Assert.Equal(yaml, DefinitionDocument.WriteYaml(DefinitionDocument.Read(yaml)));
        Assert.StartsWith($"key: {definition.Key}\nversion: {definition.Version}\n", yaml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("1.0")]
    [InlineData("-0")]
    [InlineData("1e3")]
    [InlineData("0x1F")]
    [InlineData("2026-01-02")]
    [InlineData(" ends and begins with spaces ")]
    [InlineData("two\nlines")]
    [InlineData("ends with a line\n")]
    [InlineData("ends with two\n\n")]
    [InlineData("\n begins with one")]
    [InlineData("  indented\n    more\n")]
    [InlineData("a: b # c")]
    [InlineData("- a")]
    [InlineData("@x `y` %z !t &a *b |> '\"")]
    [InlineData("tab\there, bell\a, next line\u0085, separators\u2028\u2029, mark\uFEFF")]
    [InlineData("Grüße 東京 😀 👩‍👩‍👧")]
    [InlineData("windows\r\nline")]
    [InlineData("{data.x} [y]")]
    [InlineData("---")]
    [InlineData("...")]
    public void WriteYaml_AnyText_ReadsBackAsTheSame(string text)
    {
        var definition = DefinitionDocument.Read($$"""
            {"key":"k","version":"1.0.0","description":{{JsonSerializer.Serialize(text)}},"steps":[{"id":"a","kind":"end","name":{{JsonSerializer.Serialize("x" + text.ReplaceLineEndings(" "))}}}]}
            """);

        var read = DefinitionDocument.Read(DefinitionDocument.WriteYaml(definition));

        Assert.Equal(text, read.Description);
        Assert.Equal(definition.ContentHash, read.ContentHash);
    }

    [Fact]
    public void WriteYaml_RandomTexts_ReadBackAsTheSame()
    {
        const string Alphabet = " \n\t\r:#-{}[],&*!|>'\"%@`?~.0129aeé\u0085\u2028\u00a0\u3000tfn\\/=<";
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, 14); length > 0; length--)
            {
                text.Append(Alphabet[random.Next(Alphabet.Length)]);
            }

            var json = $$"""
                {"key":"k","version":"1.0.0","steps":[{"id":"a","kind":"human","form":{"schema":{"type":"object","properties":{"p": { "const": {{JsonSerializer.Serialize(text.ToString())}} } } } } } ] }
                """;
            var definition = DefinitionDocument.Read(json);
            Assert.Equal(definition.ContentHash, DefinitionDocument.Read(DefinitionDocument.WriteYaml(definition)).ContentHash);
        }
    }

    [Fact]
    public void Validate_Yaml_GivesTheLinesAndColumnsOfTheYaml()
    {
        const string Yaml = """
            key: k
            version: 1.0
            colour: red
            steps:
              - id: a
                kind: human
              - { id: b, kind: end }
            edges:
              - from: a
                to: c
                when: data.x >
              - { from: a, to: b, when: 'data.amount = 1' }
              - from: a
                to: b
                to: b
            """;

        Assert.Equal(
            ["2,10 member-type /version", "3,1 member-unknown /colour", "11,19 expression-invalid /edges/0/when", "12,42 expression-invalid /edges/1/when", "15,5 json-duplicate /edges/2/to"],
            Lines(DefinitionDocument.Validate(Yaml)));
    }

    [Theory]
    [InlineData("key: [a", "2,1 yaml-invalid ")]
    [InlineData("key: a\n  b: c", "2,4 yaml-invalid ")]
    [InlineData("", "1,1 yaml-invalid ")]
    [InlineData("key: a\n---\nkey: b", "4,1 yaml-invalid ")]
    [InlineData("key: !!str a", "1,6 yaml-invalid ")]
    [InlineData("key: *nothing", "1,6 yaml-invalid ")]
    [InlineData("key: &a [*a]", "1,10 yaml-invalid ")]
    [InlineData("? [a]\n: b", "1,3 yaml-invalid ")]
    [InlineData("a: 1\nb: [\n}", "3,1 yaml-invalid ")]
    public void Validate_BrokenYaml_SaysWhere(string yaml, string expected)
    {
        Assert.Equal([expected], Lines(DefinitionDocument.Validate(yaml)));
    }

    [Fact]
    public void Read_AliasesOfAliases_EndAtTheLimit()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            bomb.Append('a').Append(i).Append(": &a").Append(i).Append(" [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 10)).Append("]\n");
        }

        Assert.Equal("yaml-invalid", Assert.Single(DefinitionDocument.Validate(bomb.ToString())).Code);
        Assert.Equal("yaml-invalid", Assert.Single(DefinitionDocument.Validate($"a: {new string('[', 100_000)}")).Code);
    }

    [Fact]
    public void Read_MutatedDocuments_GivesDefinitionsOrProblemsAndNothingElse()
    {
        var yaml = DefinitionDocument.WriteYaml(DefinitionDocument.Read(Everything.Document));
        string[] pieces = ["{", "}", "[", "]", ",", ":", ": ", "- ", "\n", "  ", "\n  ", "&a ", "*a", "!x ", "| ", "> ", "'", "\"", "#", "%", "@", "? ", "---", "...", "\t", "null", "\ud83d", "\0", "é"];
        var random = new Random(20261123);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 3_000; i++)
        {
            var text = new StringBuilder(yaml);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var (at, length) = (random.Next(text.Length - 30), random.Next(1, 30));
                if (random.Next(2) == 0)
                {
                    text.Remove(at, length);
                }
                else
                {
                    text.Insert(at, pieces[random.Next(pieces.Length)]);
                }
            }

            if (DefinitionDocument.TryRead(text.ToString(), out var definition, out var problems))
            {
                read++;
                Assert.Equal(definition.ContentHash, DefinitionDocument.Read(DefinitionDocument.WriteYaml(definition)).ContentHash);
            }
            else
            {
                refused++;
                Assert.NotEmpty(problems);
            }
        }

        Assert.True(read > 150 && refused > 900, $"{read} were read and {refused} refused: the mutations are too wild or too tame.");
    }

    private static IEnumerable<string> Lines(ImmutableArray<DefinitionProblem> problems) => problems.Select(p => $"{p.Line},{p.Column} {p.Code} {p.Place}");
}
