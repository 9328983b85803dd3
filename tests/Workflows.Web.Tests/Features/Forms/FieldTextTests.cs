using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Engine.Forms;
using Workflows.Web.Features.Forms;

namespace Workflows.Web.Tests.Features.Forms;

public sealed class FieldTextTests
{
    private static readonly FieldText s_text = new(CultureInfo.GetCultureInfo("de-DE"), TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));

    [Theory]
    [InlineData("Number", "1250.50", "1250,50")]
    [InlineData("Number", "1e400", "1e400")]
    [InlineData("Integer", "\"text\"", "text")]
    [InlineData("Date", "\"2026-01-31\"", "2026-01-31")]
    [InlineData("Date", "\"31.1.2026\"", "")]
    [InlineData("Time", "\"09:30:15+02:00\"", "09:30:15")]
    [InlineData("DateTime", "\"2026-01-31T10:00:00Z\"", "2026-01-31T05:00")]
    [InlineData("DateTime", "\"soon\"", "")]
    [InlineData("Text", "null", "")]
    public void Show_Value_IsWhatTheInputWants(string kind, string value, string expected)
    {
        Assert.Equal(expected, s_text.Show(Enum.Parse<FieldKind>(kind), JsonNode.Parse(value)));
    }

    [Theory]
    [InlineData("DateTime", "2026-01-31T05:00", "2026-01-31T05:00:00-05:00")]
    [InlineData("DateTime", "2026-07-31T05:00", "2026-07-31T05:00:00-04:00")]
    [InlineData("Time", "05:00", "05:00:00-05:00")]
    [InlineData("Email", " a@example.com ", "a@example.com")]
    [InlineData("LongText", " a\n", " a\n")]
    public void TryRead_Text_IsTheValueTheSchemaWants(string kind, string typed, string expected)
    {
        Assert.True(s_text.TryRead(Enum.Parse<FieldKind>(kind), typed, out var value));
        Assert.Equal(expected, value!.GetValue<string>());
    }

    [Theory]
    [InlineData("costCenter", "Cost center")]
    [InlineData("start_date", "Start date")]
    [InlineData("URL", "URL")]
    [InlineData("line2Text", "Line2 text")]
    [InlineData("Do you agree?", "Do you agree?")]
    [InlineData("_", "_")]
    public void Humanize_Name_IsWords(string name, string expected)
    {
        Assert.Equal(expected, FieldNames.Humanize(name));
    }

    [Theory]
    [InlineData("""{ "type": "string", "minLength": 3, "maxLength": 100 }""", "3 to 100 characters")]
    [InlineData("""{ "type": "string", "minLength": 1, "maxLength": 5000 }""", null)]
    [InlineData("""{ "type": "number", "minimum": 0, "maximum": 100000, "multipleOf": 0.01 }""", "A number from 0 to 100.000, with two decimals at most")]
    [InlineData("""{ "type": "integer", "exclusiveMinimum": 0 }""", "A whole number more than 0")]
    [InlineData("""{ "type": "integer" }""", null)]
    [InlineData("""{ "type": "integer", "minimum": 0, "description": "Years" }""", null)]
    [InlineData("""{ "type": "array", "minItems": 1, "items": { "type": "string" } }""", "At least 1 entry")]
    [InlineData("""{ "type": "array", "minItems": 2, "maxItems": 2, "items": { "type": "string" } }""", "2 entries")]
    [InlineData("""{ "type": "string", "format": "date-time" }""", "In the time zone America/New_York")]
    public void Hint_Bounds_AreSaidBeforehand(string schema, string? expected)
    {
        var spec = FieldSpecReader.Read(FormSchema.Parse($$"""{ "properties": { "f": {{schema}} } }""")).Children[0];

        Assert.Equal(expected, FieldHint.Of(spec, s_text.Culture, s_text.Zone));
    }

    [Theory]
    [InlineData("a,b,c", "c,*", "c,a,b")]
    [InlineData("a,b,c", "*,a", "b,c,a")]
    [InlineData("a,b,c", "b", "b,a,c")]
    [InlineData("a,b", "x,b,a,*", "b,a")]
    [InlineData("a,b", "", "a,b")]
    public void Order_NamesAndWish_PutsThemInOrder(string names, string order, string expected)
    {
        Assert.Equal(expected, string.Join(',', FieldSpecReader.Order([.. names.Split(',')], [.. order.Split(',', StringSplitOptions.RemoveEmptyEntries)])));
    }
}
