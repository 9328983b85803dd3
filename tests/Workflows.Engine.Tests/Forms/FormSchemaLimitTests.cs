using System.Text.Json;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Tests.Forms;

/// <summary>Hostile schemas and data end in a clear error, with bounded work and memory.</summary>
public sealed class FormSchemaLimitTests
{
    private const long MaxAllocation = 64 * 1024 * 1024;

    [Fact]
    public void Validate_DoubledReferences_StopsAtTheWorkBudget()
    {
        var levels = Enumerable.Range(0, 24).Select(i => $$""" "a{{i}}": { "allOf": [ { "$ref": "#/$defs/a{{i + 1}}" }, { "$ref": "#/$defs/a{{i + 1}}" } ] }, """);
        var schema = $$"""{ "$ref": "#/$defs/a0", "$defs": { {{string.Concat(levels)}} "a24": { "type": "string" } } }""";

        AssertLimit(schema, "\"text\"", "work");
    }

    [Theory]
    [InlineData("^(?=a)(a|aa)+$", 60)]
    [InlineData("^((a|aa)+)\\1$", 61)]
    public void Validate_CatastrophicPattern_FailsTheField(string pattern, int length)
    {
        // The pattern needs the backtracking engine, where this text takes exponential time.
        var form = FormSchema.Parse($$"""{ "items": { "pattern": {{JsonSerializer.Serialize(pattern)}} } }""");
        var text = JsonSerializer.Serialize(new string('a', length) + "!");

        var error = Assert.Single(form.Validate(JsonElement.Parse($"[{text}]")));

        Assert.Equal(("/0", "pattern", true), (error.InstancePath, error.Keyword, error.Params["timeout"]));
    }

    [Fact]
    public void Validate_CatastrophicPatternManyTimes_GivesUpAsAWhole()
    {
        var texts = Enumerable.Repeat($"\"{new string('a', 60)}!\"", 1000);

        AssertLimit("""{ "items": { "pattern": "^(?=a)(a|aa)+$" } }""", $"[{string.Join(',', texts)}]", "patterns");
    }

    [Fact]
    public void Validate_NestedQuantifiersWithoutLookAround_AreLinear()
    {
        var form = FormSchema.Parse("""{ "pattern": "^((a+)+)+$" }""");

        Assert.Equal("pattern", Assert.Single(form.Validate(JsonElement.Parse($"\"{new string('a', 5000)}!\""))).Keyword);
        Assert.Empty(form.Validate(JsonElement.Parse($"\"{new string('a', 5000)}\"")));
    }

    [Theory]
    [InlineData("((a{1,100}){1,100}){1,100}")]
    [InlineData("a{99999}")]
    [InlineData("(((((((((((((((((((((((((((((((((((((((((((((((((((a)))))))))))))))))))))))))))))))))))))))))))))))))))")]
    public void Parse_HugePattern_IsRefused(string pattern)
    {
        Assert.False(FormSchema.TryCompile(JsonSerializer.SerializeToElement(new { pattern }), null, out _, out var problems));
        Assert.Equal("/pattern schema.regex", $"{problems[0].Pointer} {problems[0].Code}");
    }

    [Fact]
    public void Validate_MillionItems_IsTooLarge()
    {
        AssertLimit("""{ "items": { "type": "integer" } }""", $"[{string.Join(',', Enumerable.Repeat("1", 1_000_000))}]", "TooLarge");
    }

    [Fact]
    public void Validate_AsManyWrongItemsAsFit_ReportsAHundred()
    {
        var data = JsonElement.Parse($"[{string.Join(',', Enumerable.Repeat("1", 500_000))}]");
        var form = FormSchema.Parse("""{ "items": { "type": "string" } }""");

        var (errors, allocated) = Measure(form, data);

        Assert.Equal(100, errors.Count);
        Assert.Equal("/99 type", $"{errors[99].InstancePath} {errors[99].Keyword}");
        Assert.True(allocated < MaxAllocation, $"{allocated} bytes were allocated.");
    }

    [Fact]
    public void Validate_AsManyDifferentItemsAsFit_ComparesThemInOnePass()
    {
        var data = JsonElement.Parse($"[{string.Join(',', Enumerable.Range(0, 150_000))}, 77]");

        var (errors, allocated) = Measure(FormSchema.Parse("""{ "uniqueItems": true }"""), data);

        Assert.Equal(150_000, Assert.Single(errors).Params["index"]);
        Assert.True(allocated < MaxAllocation, $"{allocated} bytes were allocated.");
    }

    [Fact]
    public void Validate_ManyNamesTimesManyPatterns_StopsAtTheWorkBudget()
    {
        var patterns = string.Join(',', Enumerable.Range(0, 150).Select(i => $"\"^x{i}\": {{}}"));
        var members = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"m{i}\":1"));

        AssertLimit($$"""{ "patternProperties": { {{patterns}} } }""", $"{{{members}}}", "work");
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    [InlineData(5_000, true)]
    public void Validate_DeepData_IsRefusedBeyond64Levels(int depth, bool refused)
    {
        var form = FormSchema.Parse("""{ "items": { "$ref": "#" } }""");
        var document = JsonDocument.Parse(new string('[', depth) + new string(']', depth), new JsonDocumentOptions { MaxDepth = 200_000 });

        var errors = form.Validate(document.RootElement);

        Assert.Equal(refused ? ["TooDeep"] : [], errors.Select(error => error.Params["reason"]));
    }

    [Fact]
    public void Parse_DeepSchema_IsRefusedBeyond64Levels()
    {
        var text = string.Concat(Enumerable.Repeat("{\"not\":", 64)) + "{}" + new string('}', 64);
        var schema = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 200 }).RootElement;

        Assert.False(FormSchema.TryCompile(schema, null, out _, out var problems));
        Assert.Equal([new FormSchemaProblem("", "schema.limit", "This is nested more than 64 levels deep.")], problems);
    }

    [Fact]
    public void Parse_LargeOrManyPartedSchema_IsRefused()
    {
        var many = $$"""{ "properties": { {{string.Join(',', Enumerable.Range(0, 2001).Select(i => $"\"p{i}\":{{}}"))}} } }""";
        var large = $$"""{ "title": "{{new string('x', 256 * 1024)}}" }""";

        Assert.Equal("A form has at most 2000 subschemas.", Assert.Single(Assert.Throws<FormSchemaException>(() => FormSchema.Parse(many)).Problems).Message);
        Assert.Equal("This is larger than 256 KiB.", Assert.Single(Assert.Throws<FormSchemaException>(() => FormSchema.Parse(large)).Problems).Message);
    }

    [Fact]
    public void Validate_RecursionTheDataDoesNotDrive_StopsAtTheDepth()
    {
        // Sixty levels of data, four evaluations each.
        var form = FormSchema.Parse("""{ "allOf": [ { "allOf": [ { "allOf": [ { "items": { "$ref": "#" } } ] } ] } ] }""");
        var data = JsonElement.Parse(new string('[', 60) + new string(']', 60));

        Assert.Equal("recursion", Assert.Single(form.Validate(data)).Params["reason"]);
    }

    [Theory]
    [InlineData("""{ "__proto__": { "polluted": 1 }, "constructor": 2, "toString": "x" }""", 2)]
    [InlineData("""{ "__proto__": "fine", "constructor": "a", "toString": "b" }""", 0)]
    public void Validate_NamesThatMeanSomethingElsewhere_AreOrdinaryNames(string data, int errors)
    {
        var form = FormSchema.Parse(
            """{ "properties": { "__proto__": { "type": "string" }, "constructor": { "type": "string" } }, "required": ["toString", "__proto__"] }""");

        Assert.Equal(errors, form.Validate(JsonElement.Parse(data)).Count);
        Assert.Equal(["/toString", "/__proto__"], form.Validate(JsonElement.Parse("{}")).Select(error => error.InstancePath));
    }

    [Theory]
    [InlineData("\"\\ud800\"", "BrokenText")]
    [InlineData("{\"\\udc00\": 1}", "BrokenText")]
    [InlineData("\"\\ud83d\\u0041\"", "BrokenText")]
    [InlineData("1e1000000", "BrokenNumber")]
    public void Validate_TextOrNumberNobodyCanRead_IsRefused(string data, string reason)
    {
        AssertLimit("true", data, reason);
    }

    [Fact]
    public void Validate_NoData_SaysSo()
    {
        var error = Assert.Single(FormSchema.Empty.Validate(default));

        Assert.Equal("limit: There is no data.", $"{error.Keyword}: {error.Message}");
    }

    [Fact]
    public void Validate_NumberOfAThousandDigits_IsExact()
    {
        var digits = new string('7', 999);

        Assert.Empty(FormSchema.Parse($$"""{ "const": {{digits}}, "multipleOf": 7, "minimum": {{digits}}, "type": "integer" }""").Validate(JsonElement.Parse(digits)));
        Assert.NotEmpty(FormSchema.Parse("""{ "multipleOf": 5 }""").Validate(JsonElement.Parse(digits)));
        AssertLimit("true", digits + "77", "BrokenNumber");
    }

    private static void AssertLimit(string schema, string data, string reason)
    {
        var (errors, allocated) = Measure(FormSchema.Parse(schema), JsonElement.Parse(data));

        var error = Assert.Single(errors);
        Assert.Equal(("", "limit", reason), (error.InstancePath, error.Keyword, error.Params["reason"]));
        Assert.True(allocated < MaxAllocation, $"{allocated} bytes were allocated.");
    }

    private static (IReadOnlyList<SchemaError> Errors, long Allocated) Measure(FormSchema form, JsonElement data)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var errors = form.Validate(data);
        return (errors, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
