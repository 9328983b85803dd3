using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Engine.Definitions;
using Workflows.Engine.Forms;
using Workflows.Samples;
using Workflows.Samples.ApprovalWorkflow;
using Workflows.Samples.EmployeeOnboarding;
using Workflows.Samples.VmProvisioning;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>The schema by which editors complete definitions says what the reader reads.</summary>
public sealed partial class DefinitionSchemaTests
{
    private const string Unknown = "§";
    private const string End = """{ "id": "end", "kind": "end" }""";

    private static readonly FormSchema s_schema = FormSchema.Parse(DefinitionSchema.Json);
    private static readonly JsonObject s_defs = JsonNode.Parse(DefinitionSchema.Json)!["$defs"]!.AsObject();

    public static TheoryData<string> Scenarios =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests/Workflows.Engine.Tests/Patterns/Scenarios"), "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>An object of each kind that a document has, with a member that it does not have: the definition of the schema, and the document.</summary>
    public static TheoryData<string, string> Shapes => new()
    {
        { "definition", $$"""{ "key": "k", "version": "1.0.0", "steps": [{{End}}], "{{Unknown}}": 1 }""" },
        { "bundle", $$"""{ "definitions": [{ "key": "k", "version": "1.0.0", "steps": [{{End}}] }], "{{Unknown}}": 1 }""" },
        { "edge", Document(End, $$"""{ "from": "end", "to": "end", "{{Unknown}}": 1 }""") },
        { "form", $$"""{ "key": "k", "version": "1.0.0", "startForm": { "schema": {}, "{{Unknown}}": 1 }, "steps": [{{End}}] }""" },
        { "assign", Step("human", $$""" "assign": { "{{Unknown}}": 1 }""") },
        { "outcome", Step("human", $$""" "outcomes": [{ "id": "a", "{{Unknown}}": 1 }]""") },
        { "assignment", Step("data", $$""" "set": [{ "name": "a", "value": "1", "{{Unknown}}": 1 }]""") },
        { "timeout", Step("human", $$""" "timeout": { "after": "PT1H", "{{Unknown}}": 1 }""") },
        { "trigger", Step("human", $$""" "on": [{ "signal": "a", "{{Unknown}}": 1 }]""") },
        { "joinCount", Step("human", $$""" "join": { "need": 1, "{{Unknown}}": 1 }""") },
        { "multiOver", Step("human", $$""" "multi": { "over": 1, "{{Unknown}}": 1 }""") },
        { "loop", Step("human", $$""" "loop": { "{{Unknown}}": 1 }""") },
        { "saga", Step("group", $$""" "saga": { "{{Unknown}}": 1 }""") },
        { "machineStep", Step("machine", $$""" "type": "a", "{{Unknown}}": 1""") },
        { "retry", Step("machine", $$""" "type": "a", "retry": { "{{Unknown}}": 1 }""") },
        { "errorRoute", Step("machine", $$""" "type": "a", "errors": [{ "outcome": "x", "{{Unknown}}": 1 }]""") },
        { "humanStep", Step("human", $$""" "{{Unknown}}": 1""") },
        { "gatewayStep", Step("gateway", $$""" "{{Unknown}}": 1""") },
        { "timerStep", Step("timer", $$""" "after": "PT1H", "{{Unknown}}": 1""") },
        { "dataStep", Step("data", $$""" "set": [], "{{Unknown}}": 1""") },
        { "endStep", Step("end", $$""" "{{Unknown}}": 1""") },
        { "stateStep", Step("state", $$""" "{{Unknown}}": 1""") },
        { "waitStep", Step("wait", $$""" "signal": "a", "{{Unknown}}": 1""") },
        { "groupStep", Step("group", $$""" "{{Unknown}}": 1""") },
        { "callStep", Step("call", $$""" "definition": "a", "{{Unknown}}": 1""") },
    };

    /// <summary>Documents that are wrong in a way that a schema can see.</summary>
    public static TheoryData<string> Wrong =>
    [
        "[]",
        "{}",
        """{ "key": "k", "version": "1.0.0" }""",
        """{ "version": "1.0.0", "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "k", "version": "1.0", "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "k", "version": "01.0.0", "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "k", "version": 1, "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "no spaces", "version": "1.0.0", "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "k", "version": "1.0.0", "steps": {} }""",
        """{ "key": "k", "version": "1.0.0", "naem": "a", "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "k", "version": "1.0.0", "name": null, "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "$schema": 1, "key": "k", "version": "1.0.0", "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "k", "version": "1.0.0", "commit": "sometimes", "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "k", "version": "1.0.0", "terminals": "end", "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "k", "version": "1.0.0", "startForm": { "ui": {} }, "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "key": "k", "version": "1.0.0", "startForm": { "schema": 1 }, "steps": [{ "id": "end", "kind": "end" }] }""",
        """{ "definitions": {} }""",
        """{ "definitions": [] }""",
        """{ "definitions": [{ "key": "k", "version": "1.0.0" }] }""",
        Document("""{ "id": "end", "kind": "ent" }"""),
        Document("""{ "id": "end" }"""),
        Document("""{ "kind": "end" }"""),
        Document("""{ "id": "not an id", "kind": "end" }"""),
        Document("""{ "id": "end", "kind": "end", "type": "a" }"""),
        Document(End, """{ "from": "end" }"""),
        Document(End, """{ "from": "end", "to": "end", "weight": 1.5 }"""),
        Document(End, """{ "from": "end", "to": "end", "weight": 0 }"""),
        Document(End, """{ "from": "end", "to": "end", "default": "yes" }"""),
        Document(End, """{ "from": "end", "to": "end", "condition": "true" }"""),
        Step("machine", """ "name": "a" """),
        Step("machine", """ "type": "a", "form": { "schema": {} }"""),
        Step("human", """ "outcomes": ["yes"]"""),
        Step("human", """ "outcomes": [{ "id": "yes", "style": "loud" }]"""),
        Step("human", """ "assign": { "users": "ann" }"""),
        Step("human", """ "assign": "ann" """),
        Step("human", """ "timeout": {}"""),
        Step("human", """ "timeout": { "after": "PT1H", "until": "2030-01-31T10:00:00Z" }"""),
        Step("human", """ "timeout": "PT1H" """),
        Step("human", """ "on": [{ "when": "true" }]"""),
        Step("human", """ "on": [{ "signal": "a", "when": "true", "outcome": "b" }]"""),
        Step("human", """ "on": [{ "outcome": "a" }]"""),
        Step("human", """ "join": "any" """),
        Step("human", """ "join": 0"""),
        Step("human", """ "join": { "rest": "hold" }"""),
        Step("human", """ "join": { "need": 1, "rest": "drop" }"""),
        Step("human", """ "multi": true"""),
        Step("human", """ "multi": { "width": 1 }"""),
        Step("human", """ "multi": { "over": 1, "rest": "drop" }"""),
        Step("human", """ "loop": { "limit": "many" }"""),
        Step("human", """ "split": "some" """),
        Step("human", """ "cancels": "end" """),
        Step("human", """ "locks": [1]"""),
        Step("human", """ "due": 2"""),
        Step("gateway", """ "gateway": "complex" """),
        Step("timer", """ "name": "a" """),
        Step("timer", """ "after": 4"""),
        Step("data", """ "name": "a" """),
        Step("data", """ "set": [{ "name": "a" }]"""),
        Step("data", """ "set": { "a": "1" }"""),
        Step("end", """ "terminates": 1"""),
        Step("wait", """ "key": "data.a" """),
        Step("group", """ "initial": 1"""),
        Step("group", """ "saga": { "then": "stop" }"""),
        Step("call", """ "version": "1.0.0" """),
        Step("call", """ "definition": "a", "version": "latest" """),
    ];

    [Fact]
    public void Schema_ItselfIsValid_AndSaysWhatEveryMemberIs()
    {
        var metaschema = FormSchema.Parse("""{ "$ref": "https://json-schema.org/draft/2020-12/schema" }""");

        Assert.Empty(metaschema.Validate(JsonElement.Parse(DefinitionSchema.Json)));
        foreach (var (name, definition) in s_defs)
        {
            foreach (var (member, schema) in definition!["properties"]?.AsObject() ?? [])
            {
                var target = schema!["description"] is null && schema["$ref"]?.GetValue<string>() is ['#', '/', .. var path] ? s_defs[path.Split('/')[1]]! : schema;
                Assert.True(target["description"]?.GetValue<string>() is { Length: > 10 } text && text.EndsWith('.'), $"{name}.{member}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Schema_EachObject_HasTheMembersThatTheReaderKnows(string shape, string document)
    {
        var problem = Problems(document).Single(p => p.Code == "member-unknown");
        var known = Known().Match(problem.Message).Groups[1].Value.Split(", ");
        IEnumerable<string> members = s_defs[shape]!["properties"]!.AsObject().Select(p => p.Key);
        if (shape.EndsWith("Step", StringComparison.Ordinal))
        {
            members = members.Concat(s_defs["step"]!["properties"]!.AsObject().Select(p => p.Key));
        }

        Assert.Equal(known.Order(StringComparer.Ordinal), members.Order(StringComparer.Ordinal));
        Assert.NotEmpty(s_schema.Validate(JsonElement.Parse(document)));
        var without = JsonNode.Parse(document)!;
        Remove(without);
        Assert.Empty(s_schema.Validate(JsonElement.Parse(without.ToJsonString())));
    }

    [Fact]
    public void Schema_Kinds_AreThoseThereAre()
    {
        var kinds = Enum.GetNames<StepKind>().Select(k => k.ToLowerInvariant()).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(kinds, s_defs["step"]!["properties"]!["kind"]!["enum"]!.AsArray().Select(k => k!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal(kinds, Shapes.Select(s => s.Data.Item1).Where(s => s.EndsWith("Step", StringComparison.Ordinal)).Select(s => s[..^4]).Order(StringComparer.Ordinal));
        Assert.Empty(s_defs.Select(d => d.Key).Except([.. Shapes.Select(s => s.Data.Item1), "step", "stepId", "version", "join", "multi"]));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Schema_AWrongDocument_IsRefusedByTheReaderAsWell(string document)
    {
        Assert.NotEmpty(s_schema.Validate(JsonElement.Parse(document)));
        Assert.Contains(Problems(document), p => p.Severity is ProblemSeverity.Error);
    }

    [Fact]
    public void Schema_EverythingThereIs_IsValid()
    {
        AssertValid(DefinitionDocument.Write(Everything.Definition));
        foreach (var (name, definition) in DefinitionPageExamples.All)
        {
            AssertValid(DefinitionDocument.Write(definition), name);
        }
    }

    [Fact]
    public void Schema_EveryExampleOfTheGuide_IsValid()
    {
        var blocks = JsonBlock().Matches(Repository.Read("docs/definitions.md")).Select(m => JsonNode.Parse(m.Groups[1].Value)!.AsObject()).ToList();
        Assert.True(blocks.Count > 15);
        foreach (var block in blocks)
        {
            AssertValid(Completed(block.ContainsKey("kind") ? new JsonObject { ["steps"] = new JsonArray(block) } : block));
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Schema_EveryScenario_IsValid(string file)
    {
        foreach (var scenario in JsonNode.Parse(Repository.Read($"tests/Workflows.Engine.Tests/Patterns/Scenarios/{file}"))!["scenarios"]!.AsArray())
        {
            foreach (var definition in (scenario!["called"]?.AsArray() ?? []).Append(scenario["definition"]))
            {
                AssertValid(Completed(definition!.DeepClone().AsObject()));
            }
        }
    }

    [Fact]
    public void Schema_EverySample_IsValid()
    {
        foreach (var document in SamplesExtensions.Documents())
        {
            AssertValid(document);
        }

        foreach (var definition in new[] { Approval.Definition, Onboarding.Definition, Provisioning.Definition })
        {
            AssertValid(DefinitionDocument.Write(definition), definition.Key);
        }
    }

    [Fact]
    public void Read_DocumentThatNamesItsSchema_IsTheSameDefinition()
    {
        const string Plain = """{ "key": "k", "version": "1.0.0", "steps": [{ "id": "end", "kind": "end" }] }""";
        var named = Plain.Replace("{ \"key\"", "{ \"$schema\": \"https://workflows.example/schemas/workflow-definition.json\", \"key\"", StringComparison.Ordinal);

        AssertValid(named);
        Assert.Equal(DefinitionDocument.Read(Plain).ContentHash, DefinitionDocument.Read(named).ContentHash);
        Assert.True(DefinitionBundle.TryRead($$"""{ "$schema": "a", "definitions": [{{named}}] }""", out var definitions, out _, out _));
        Assert.Equal(DefinitionDocument.Read(Plain).ContentHash, definitions[0].ContentHash);
    }

    /// <summary>Takes the unknown member away, wherever it is.</summary>
    private static void Remove(JsonNode? node)
    {
        if (node is JsonObject holder)
        {
            holder.Remove(Unknown);
        }

        foreach (var inner in node is JsonObject o ? o.Select(m => m.Value) : node as JsonArray ?? [])
        {
            Remove(inner);
        }
    }

    private static void AssertValid(string document, string? name = null)
    {
        var errors = s_schema.Validate(JsonElement.Parse(document));
        Assert.True(errors.Count == 0, $"{name}: {string.Join("; ", errors.Select(e => $"{e.InstancePath} {e.Message}"))}\n{document}");
        Assert.Empty(s_schema.Validate(JsonElement.Parse($$"""{ "definitions": [{{document}}] }""")));
    }

    private static string Completed(JsonObject document)
    {
        document.TryAdd("key", "example");
        document.TryAdd("version", "1.0.0");
        return document.ToJsonString();
    }

    /// <summary>What the reader and the check of the graph find.</summary>
    private static IEnumerable<DefinitionProblem> Problems(string document) =>
        DefinitionBundle.TryRead(document, out var definitions, out _, out var problems) ? definitions.SelectMany(d => DefinitionValidator.Validate(d)) : problems;

    private static string Document(string step, string edge = "") => $$"""{ "key": "k", "version": "1.0.0", "steps": [{{step}}], "edges": [{{edge}}] }""";

    private static string Step(string kind, string members) => Document($$"""{ "id": "a", "kind": "{{kind}}", {{members}} }""");

    [GeneratedRegex(@" It has (.*)\.$")]
    private static partial Regex Known();

    [GeneratedRegex(@"```json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
