using System.Collections.Immutable;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Tests.Definitions;

public sealed class DefinitionDocumentTests
{
    private const string Smallest = """{"key":"small","version":"1.0.0","steps":[{"id":"a","kind":"end"}]}""";

    [Fact]
    public void Read_CanonicalDocument_GivesTheDefinitionItWasWrittenFrom()
    {
        var (expected, read) = (Everything.Definition, DefinitionDocument.Read(Everything.Document));

        Assert.Equal(
            (expected.Key, expected.Version, expected.Name, expected.Description, expected.Category, expected.InstanceTitle, expected.StartForm, expected.Initial, expected.Commit),
            (read.Key, read.Version, read.Name, read.Description, read.Category, read.InstanceTitle, read.StartForm, read.Initial, read.Commit));
        Assert.Equal(expected.Terminals, read.Terminals);
        Assert.Equal(expected.Steps, read.Steps);
        Assert.Equal(expected.Edges, read.Edges);
        Assert.Equal(Everything.Document, DefinitionDocument.Write(read));
        Assert.Equal(expected.ContentHash, read.ContentHash);
        Assert.Empty(read.StepTypes);
    }

    [Fact]
    public void Read_SmallestDocument_HasTheNaturalDefaults()
    {
        var read = DefinitionDocument.Read("\uFEFF" + Smallest);

        Assert.Equal(("Small", new StepId("a"), CommitPolicy.PerStep), (read.Name, read.Initial, read.Commit));
        Assert.Equal([new Step { Id = "a", Name = "A", Body = new StepBody.End(false) }], read.Steps);
        Assert.Empty(read.Edges);
        Assert.Empty(read.Terminals);
        Assert.Equal(
            """
            {
              "key": "small",
              "version": "1.0.0",
              "name": "Small",
              "steps": [
                {
                  "id": "a",
                  "kind": "end",
                  "name": "A"
                }
              ]
            }
            """,
            DefinitionDocument.Write(read));
    }

    [Fact]
    public void ContentHash_IsTheFingerprintOfTheCanonicalDocument()
    {
        Assert.Equal("12feff8613ede06df969b1287869f3f4c93efa68daf21789d4389dd0932c538a", DefinitionDocument.Read(Smallest).ContentHash);
        Assert.NotEqual(DefinitionDocument.Read(Smallest).ContentHash, DefinitionDocument.Read(Smallest.Replace("1.0.0", "1.0.1", StringComparison.Ordinal)).ContentHash);
    }

    [Fact]
    public void Read_Gateways_MayBeNamedOrSpeltOut()
    {
        var read = DefinitionDocument.Read("""
            {"key":"g","version":"1.0.0","steps":[
              {"id":"a","kind":"gateway","split":"first"}, {"id":"b","kind":"gateway","gateway":"exclusive"}, {"id":"c","kind":"gateway"},
              {"id":"d","kind":"gateway","gateway":"exclusive","join":"each"}, {"id":"e","kind":"gateway","gateway":"parallel","join":"active"}, {"id":"f","kind":"gateway","gateway":"parallel"}]}
            """);

        Assert.Equal(
            [(Split.First, Join.Active), (Split.First, Join.Active), (Split.Matching, Join.Active), (Split.First, Join.Each), (Split.All, Join.Active), (Split.All, Join.All)],
            read.Steps.Select(s => (s.Split, s.Join)));
        Assert.Equal(read.Steps, DefinitionDocument.Read(DefinitionDocument.Write(read)).Steps);
    }

    [Fact]
    public void Read_EmptySaveAs_StaysEmpty()
    {
        var read = DefinitionDocument.Read("""{"key":"g","version":"1.0.0","steps":[{"id":"a","kind":"human","saveAs":""},{"id":"b","kind":"human"}]}""");

        Assert.Equal(["", null], read.Steps.Select(s => ((StepBody.Human)s.Body).SaveAs));
        Assert.Equal(read.Steps, DefinitionDocument.Read(DefinitionDocument.Write(read)).Steps);
    }

    [Fact]
    public void Read_ManyMistakes_ReportsAllOfThem_EachAtItsLineAndColumn()
    {
        const string Document = """
            {
              "key": "bad", "version": "1", "nmae": "Bad", "description": 5, "commit": "per_run",
              "startForm": { "schema": { "type": "object", "properties": { "a": { "type": "nonsense" } } }, "uiSchema": {} },
              "steps": [
                { "id": "one", "kind": "machine", "typ": "Send" },
                { "kind": "robot", "id": "two" },
                { "id": "three", "kind": "human", "terminates": true, "title": "é {data.}", "form": {}, "outcomes": [{ "id": "ok", "style": "red" }, 5] },
                { "id": "four", "kind": "timer", "after": "2030-01-01T00:00:00Z", "timeout": { "after": "PT1H", "until": "now()" } },
                { "id": "five", "kind": "timer", "until": "PT1H" },
                { "id": "six", "kind": "timer" },
                { "id": "seven", "kind": "data", "set": [{ "name": "x" }, { "name": 1, "value": "1 +" }] },
                "eight"
              ],
              "edges": [{ "from": "one", "to": "two", "when": "data.amount = 5", "default": "yes" }, { "to": null, "when": "\u0064ata.x = 5" }]
            }
            """;

        Assert.False(DefinitionDocument.TryRead(Document, out var definition, out var problems));
        Assert.Null(definition);
        Assert.Equal(
            """
            2,28 version-invalid /version
            2,33 member-unknown /nmae
            2,63 member-type /description
            2,76 member-value /commit
            3,79 form-invalid /startForm/schema/properties/a/type
            3,97 member-unknown /startForm/uiSchema
            5,5 member-missing /steps/0/type
            5,39 member-unknown /steps/0/typ
            6,15 member-value /steps/1/kind
            7,39 member-unknown /steps/2/terminates
            7,77 template-invalid /steps/2/title
            7,89 member-missing /steps/2/form/schema
            7,129 member-value /steps/2/outcomes/0/style
            7,138 member-type /steps/2/outcomes/1
            8,47 member-value /steps/3/after
            8,110 member-value /steps/3/timeout/until
            9,47 member-value /steps/4/until
            10,5 member-missing /steps/5/until
            11,46 member-missing /steps/6/set/0/value
            11,73 member-type /steps/6/set/1/name
            11,89 expression-invalid /steps/6/set/1/value
            12,5 member-type /steps/7
            14,64 expression-invalid /edges/0/when
            14,81 member-type /edges/0/default
            14,90 member-missing /edges/1/from
            14,98 member-type /edges/1/to
            14,112 expression-invalid /edges/1/when
            """,
            string.Join('\n', Lines(problems)));
    }

    [Fact]
    public void Read_UnknownMember_SaysWhatWasProbablyMeant()
    {
        var error = Assert.Throws<DefinitionDocumentException>(() => DefinitionDocument.Read(Smallest.Replace("kind", "knid", StringComparison.Ordinal)));

        Assert.Equal(
            [new(ProblemSeverity.Error, "member-missing", "/steps/0/kind", "'kind' is missing: machine, human, gateway, timer, data, end, state, wait, group or call.", 1, 43)],
            error.Problems);
        error = Assert.Throws<DefinitionDocumentException>(() => DefinitionDocument.Read("""{"key":"k","version":"1.0.0","steps":[],"edgs":[]}"""));
        Assert.Equal(
            [new(ProblemSeverity.Error, "member-unknown", "/edgs", "'edgs' is not a member of a definition. Did you mean 'edges'?", 1, 41)],
            error.Problems);
    }

    [Theory]
    [InlineData("{", 1, 2)]
    [InlineData("{\n  \"kéy\": x }", 2, 10)]
    [InlineData("{} {}", 1, 4)]
    [InlineData("{\"a\": 1,}", 1, 9)]
    public void Read_NoJson_SaysWhere(string text, int line, int column)
    {
        var problem = Assert.Single(Assert.Throws<DefinitionDocumentException>(() => DefinitionDocument.Read(text)).Problems);

        Assert.Equal(("json-invalid", line, column), (problem.Code, problem.Line, problem.Column));
        Assert.StartsWith("This is not JSON: ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "member-type ")]
    [InlineData("null", "member-type ")]
    [InlineData("{}", "member-missing /key", "member-missing /version", "member-missing /steps")]
    [InlineData("""{"key":"a","version":"1.0.0","steps":{}}""", "member-type /steps")]
    [InlineData("""{"key":"a","key":"b","version":"1.0.0","steps":[]}""", "json-duplicate /key")]
    [InlineData("""{"key":"a","version":"1.0.0","steps":[{"id":"a","kind":"human","form":{"schema":{"a":{"b/~":1,"b/~":2}}}}]}""", "json-duplicate /steps/0/form/schema/a/b~1~0")]
    [InlineData("""{"key":"\ud800","version":"1.0.0","steps":[]}""", "json-invalid ")]
    [InlineData("""{"\udc00":"","version":"1.0.0","steps":[]}""", "json-invalid ")]
    public void Read_WrongShape_IsRefusedAtItsPlace(string text, params string[] expected)
    {
        Assert.False(DefinitionDocument.TryRead(text, out _, out var problems));

        Assert.Equal(expected, problems.Select(p => $"{p.Code} {p.Place}"));
    }

    [Fact]
    public void Read_HalfACharacter_IsRefused() => Assert.Equal("json-invalid", CodeOf("{\"key\":\"\ud800\"}"));

    [Fact]
    public void Read_BeyondTheLimits_IsRefused()
    {
        var steps = string.Join(',', Enumerable.Range(0, 301).Select(i => $$"""{"id":"s{{i}}","kind":"end"}"""));
        var deep = Smallest.Replace("[{", $"[{string.Concat(Enumerable.Repeat("[", 64))}", StringComparison.Ordinal);

        Assert.Equal("document-too-large", CodeOf($"\"{new string('x', 1024 * 1024)}\""));
        Assert.Equal("document-too-large", CodeOf($"\"{new string('é', 600 * 1024)}\""));
        Assert.Equal("too-many-steps", CodeOf($$"""{"key":"k","version":"1.0.0","steps":[{{steps}}]}"""));
        Assert.Equal("json-invalid", CodeOf(deep));
    }

    [Fact]
    public void Read_MoreProblemsThanAnybodyReads_StopsAtFiveHundred()
    {
        var members = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"x\":{i}"));

        Assert.False(DefinitionDocument.TryRead($"{{{members}}}", out _, out var problems));
        Assert.Equal(501, problems.Length);
        Assert.Equal("too-many-problems", problems[^1].Code);
    }

    [Fact]
    public void Validate_ReadableDocument_LocatesWhatIsWrongWithItsGraph()
    {
        const string Document = """
            {
              "key": "k", "version": "1.0.0",
              "steps": [
                { "id": "a", "kind": "machine", "type": "Snd" },
                { "id": "b", "kind": "gateway" }
              ],
              "edges": [
                { "from": "a", "to": "c" }
              ]
            }
            """;

        Assert.Equal(
            ["4,45 machine-type-unknown /steps/0/type", "5,5 gateway-without-edges /steps/1", "8,26 edge-target-unknown /edges/0/to"],
            Lines(DefinitionDocument.Validate(Document, ["Send"])));
        Assert.Equal(["1,1 member-missing /key"], Lines(DefinitionDocument.Validate("""{"version":"1.0.0","steps":[]}""")));
    }

    private static IEnumerable<string> Lines(ImmutableArray<DefinitionProblem> problems) => problems.Select(p => $"{p.Line},{p.Column} {p.Code} {p.Place}");

    private static string CodeOf(string text) => Assert.Single(Assert.Throws<DefinitionDocumentException>(() => DefinitionDocument.Read(text)).Problems).Code;
}
