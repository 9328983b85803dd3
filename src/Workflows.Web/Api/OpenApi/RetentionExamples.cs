using System.Text.Json.Nodes;

namespace Workflows.Web.Api.OpenApi;

/// <summary>Examples of the operations on what is no longer kept.</summary>
internal static class RetentionExamples
{
    private const string RunText = """
        {
          "id": "019bd1c0-7a00-7000-8000-000000000009", "trigger": "person", "by": "ada", "dryRun": false, "status": "completed",
          "startedAt": "2026-01-02T03:00:00+00:00", "endedAt": "2026-01-02T03:00:04+00:00",
          "archiveFile": "/var/lib/workflows/archive/20260102T030000Z-019bd1c0-7a00-7000-8000-000000000009.jsonl", "found": 240, "removed": 240,
          "results": [
            {
              "rule": { "definition": "*", "status": "completed", "keepFor": "P365D" }, "found": 240, "archived": 240, "removed": 240,
              "oldest": "2024-11-02T10:00:00+00:00", "newest": "2025-01-01T23:10:00+00:00"
            }
          ]
        }
        """;

    public static JsonNode Policies() => Parse("""
        {
          "enabled": true, "interval": "P1D", "archiveFolder": "/var/lib/workflows/archive",
          "rules": [
            { "definition": "*", "status": "completed", "keepFor": "P365D" },
            { "definition": "expense_approval", "status": "completed" }
          ]
        }
        """);

    public static JsonNode Runs() => Parse($$"""{ "items": [{{RunText}}], "nextCursor": null }""");

    public static JsonNode Run() => Parse(RunText);

    public static JsonNode Body() => Parse("""{ "dryRun": true }""");

    public static JsonNode Removed() => Parse("""
        {
          "id": "019bd1c0-7a00-7000-8000-00000000000a", "trigger": "instance", "by": "ada", "dryRun": false, "instance": "019bd1c0-7a00-7000-8000-000000000001",
          "reason": "The applicant asked for it.", "status": "completed", "startedAt": "2026-01-02T03:00:00+00:00", "endedAt": "2026-01-02T03:00:00+00:00",
          "found": 1, "removed": 1,
          "results": [
            {
              "rule": { "definition": "report", "status": "completed", "keepFor": "PT0S" }, "found": 1, "archived": 0, "removed": 1,
              "oldest": "2026-01-01T10:00:00+00:00", "newest": "2026-01-01T10:00:00+00:00"
            }
          ]
        }
        """);

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
