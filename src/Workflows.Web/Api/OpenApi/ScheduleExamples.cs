using System.Text.Json.Nodes;

namespace Workflows.Web.Api.OpenApi;

/// <summary>Examples of the operations on schedules.</summary>
internal static class ScheduleExamples
{
    private const string RowMembers = """
        "id": "019bd1c0-7a00-7000-8000-000000000005", "revision": 1, "name": "Monthly report", "definition": "report", "cron": "0 8 1 * *", "timeZone": "Europe/Berlin",
        "nextRun": "2026-02-01T08:00:00+01:00",
        "lastRun": {
          "dueAt": "2026-01-01T07:00:00+00:00", "at": "2026-01-01T07:00:00.1+00:00", "cause": "time", "result": "started",
          "instance": "019bd1c0-7a00-7000-8000-000000000001", "count": 1
        }
        """;

    public static JsonNode Schedules() => Parse($$"""{ "items": [{ {{RowMembers}} }] }""");

    public static JsonNode Schedule() => Parse($$"""
        {
          {{RowMembers}},
          "data": { "amount": 5000 }, "overlap": "skip", "catchUp": "last", "catchUpLimit": 10,
          "createdAt": "2025-12-01T10:00:00+00:00", "createdBy": "olga", "savedAt": "2025-12-01T10:00:00+00:00", "savedBy": "olga", "waitingRuns": 0,
          "runs": [
            {
              "dueAt": "2026-01-01T07:00:00+00:00", "at": "2026-01-01T07:00:00.1+00:00", "cause": "time", "result": "started",
              "instance": "019bd1c0-7a00-7000-8000-000000000001", "count": 1
            }
          ]
        }
        """);

    public static JsonNode Body() => Parse("""
        { "name": "Monthly report", "definition": "report", "data": { "amount": 5000 }, "cron": "0 8 1 * *", "timeZone": "Europe/Berlin", "overlap": "skip", "catchUp": "last" }
        """);

    public static JsonNode Pause() => Parse("""{ "reason": "The books are closed." }""");

    public static JsonNode Next() => Parse("""{ "items": ["2026-02-01T08:00:00+01:00", "2026-03-01T08:00:00+01:00", "2026-04-01T08:00:00+02:00"] }""");

    public static JsonNode Backfill() => Parse("""{ "from": "2025-10-01T00:00:00Z", "to": "2025-12-31T23:59:59Z", "dryRun": true }""");

    public static JsonNode Backfilled() => Parse("""
        {
          "toStart": 2,
          "runs": [
            { "dueAt": "2025-10-01T06:00:00+00:00" }, { "dueAt": "2025-11-01T07:00:00+00:00" },
            { "dueAt": "2025-12-01T07:00:00+00:00", "instance": "019bd1c0-7a00-7000-8000-000000000001" }
          ]
        }
        """);

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
