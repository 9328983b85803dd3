using System.Diagnostics;
using System.Text.Json;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Tests.Forms;

public sealed class FormSchemaCostTests(ITestOutputHelper output)
{
    private const int Runs = 20_000;

    private static readonly FormSchema s_form = FormSchema.Parse(
        """
        {
          "type": "object",
          "required": ["title", "amount", "department", "date", "requester"],
          "properties": {
            "title": { "type": "string", "minLength": 3, "maxLength": 100 },
            "amount": { "type": "number", "minimum": 0, "maximum": 1000000, "multipleOf": 0.01 },
            "currency": { "enum": ["EUR", "USD", "CHF"] },
            "department": { "type": "string", "enum": ["eng", "hr", "sales"] },
            "date": { "type": "string", "format": "date" },
            "requester": { "type": "string", "format": "email" },
            "link": { "type": "string", "format": "uri" },
            "costCenter": { "type": "string", "pattern": "^[A-Z]{2}-\\d{4}$" },
            "urgent": { "type": "boolean" },
            "count": { "type": "integer", "minimum": 1 },
            "comment": { "type": "string", "maxLength": 2000 },
            "tags": { "type": "array", "items": { "type": "string" }, "uniqueItems": true },
            "address": { "type": "object", "properties": { "street": { "type": "string" }, "town": { "type": "string" } }, "required": ["town"] },
            "kind": { "oneOf": [ { "const": "once", "title": "Once" }, { "const": "monthly", "title": "Monthly" } ] },
            "until": { "type": "string", "format": "date-time" }
          },
          "if": { "properties": { "urgent": { "const": true } }, "required": ["urgent"] },
          "then": { "required": ["comment"] },
          "additionalProperties": false
        }
        """);

    private static readonly JsonElement s_data = JsonElement.Parse(
        """
        {
          "title": "New laptops", "amount": 12499.90, "currency": "EUR", "department": "eng", "date": "2026-03-01", "requester": "ann@example.com",
          "link": "https://example.com/offer?id=7", "costCenter": "DE-1234", "urgent": true, "count": 10, "comment": "The old ones are out of warranty.",
          "tags": ["hardware", "2026"], "address": { "street": "Main Street 1", "town": "Springfield" }, "kind": "once", "until": "2026-04-01T12:00:00Z"
        }
        """);

    [Fact]
    public void Validate_FifteenFields_AllocatesLittle()
    {
        for (var i = 0; i < Runs; i++)
        {
            Assert.Empty(s_form.Validate(s_data));
        }

        var start = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++)
        {
            s_form.Validate(s_data);
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
        output.WriteLine($"15 fields: {Stopwatch.GetElapsedTime(start).TotalMicroseconds / Runs:F1} us and {allocated} bytes per validation");
        Assert.True(allocated <= 25_000, $"{allocated} bytes were allocated.");
    }
}
