using System.Text.Json;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Forms;

/// <summary>The official JSON-Schema-Test-Suite, read from beside the project.</summary>
public sealed class SchemaSuiteTests(ITestOutputHelper output)
{
    private const string Suite = "json-schema-test-suite/draft2020-12";

    private static readonly string[] s_formsSubset =
    [
        "type", "enum", "const", "required", "properties", "additionalProperties", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "minLength", "maxLength", "pattern", "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "allOf", "anyOf", "oneOf", "not", "if-then-else",
        "dependentRequired", "dependentSchemas", "ref", "defs",
    ];

    [Fact]
    public void Validate_FormsSubset_AgreesWithTheSuiteEverywhere()
    {
        var folder = SharedFiles.Require(Suite);
        var result = SuiteRun.Of(s_formsSubset.Select(name => Path.Combine(folder, name + ".json")), assertFormats: false, HasOnlyLocalReferences);

        output.WriteLine($"Forms subset of draft 2020-12: {result}");
        Assert.Empty(result.Failures);
        Assert.True(result.Passed >= 655, $"Only {result.Passed} tests were found.");
    }

    [Theory]
    [InlineData(262, "date", "date-time", "time", "email", "uri", "uuid")]
    [InlineData(180, "duration", "ipv4", "ipv6", "json-pointer", "regex", "ecmascript-regex")]
    public void Validate_AssertedFormats_AgreesWithTheSuiteEverywhere(int expected, params string[] formats)
    {
        var folder = SharedFiles.Require(Suite);
        var result = SuiteRun.Of(formats.Select(name => Path.Combine(folder, "optional", "format", name + ".json")), assertFormats: true);

        output.WriteLine($"Formats {string.Join(", ", formats)}: {result}");
        Assert.Empty(result.Failures);
        Assert.True(result.Passed >= expected, $"Only {result.Passed} tests were found.");
    }

    [Fact]
    public void Validate_RequiredTests_AgreesWithTheSuiteEverywhere()
    {
        var folder = SharedFiles.Require(Suite);
        var result = SuiteRun.Of(Directory.GetFiles(folder, "*.json"), assertFormats: false);

        output.WriteLine($"Required tests of draft 2020-12: {result}");
        Assert.Empty(result.Failures);
        Assert.Equal(0, result.OutOfScope);
        Assert.True(result.Passed >= 1287, $"Only {result.Passed} tests passed.");
    }

    [Fact]
    public void Validate_OptionalTests_AgreesWithTheSuiteButForOtherDrafts()
    {
        var folder = SharedFiles.Require(Suite);
        var result = SuiteRun.Of(Directory.GetFiles(Path.Combine(folder, "optional"), "*.json"), assertFormats: false);

        output.WriteLine($"Optional tests of draft 2020-12: {result}");
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void Validate_Hostnames_AgreesWithTheSuiteButForRulesOfSingleScripts()
    {
        var folder = SharedFiles.Require(Suite);
        var result = SuiteRun.Of([Path.Combine(folder, "optional", "format", "hostname.json")], assertFormats: true);

        output.WriteLine($"Format hostname: {result}\n{string.Join('\n', result.Failures)}");
        Assert.True(result.Failures.Count <= 16, $"{result.Failures.Count} failed.");
        Assert.All(result.Failures, failure => Assert.Contains("A-label", failure, StringComparison.Ordinal));
    }

    private static bool HasOnlyLocalReferences(JsonElement schema)
    {
        return schema.ValueKind switch
        {
            JsonValueKind.Object => schema.EnumerateObject().All(property =>
                property.Name is "$ref" && property.Value.ValueKind == JsonValueKind.String
                    ? property.Value.GetString()!.StartsWith('#')
                    : HasOnlyLocalReferences(property.Value)),
            JsonValueKind.Array => schema.EnumerateArray().All(HasOnlyLocalReferences),
            _ => true,
        };
    }
}
