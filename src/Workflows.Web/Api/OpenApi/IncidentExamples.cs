using System.Text.Json.Nodes;

namespace Workflows.Web.Api.OpenApi;

/// <summary>Examples of the operations on the incidents of all instances.</summary>
internal static class IncidentExamples
{
    private const string IncidentText = """
        {
          "instance": "019bd1c0-7a00-7000-8000-000000000001", "incident": 1, "fingerprint": "3f0c9a1be2d47765", "definition": "purchase", "version": "1.0.0", "title": "Purchase: Chair",
          "reference": "PO-17", "step": "pay", "code": "step-failed", "message": "Step 'pay' failed: the bank did not answer within 30 s.", "openedAt": "2026-01-02T03:04:05+00:00"
        }
        """;

    private const string GroupText = $$"""{ "fingerprint": "3f0c9a1be2d47765", "count": 38, "firstAt": "2026-01-02T02:51:00+00:00", "latest": {{IncidentText}} }""";

    public static JsonNode Incidents() => Parse($$"""{ "items": [{{IncidentText}}], "nextCursor": null }""");

    public static JsonNode Groups() => Parse($$"""{ "items": [{{GroupText}}] }""");

    public static JsonNode Group() => Parse(GroupText);

    public static JsonNode Retry() => Parse("""
        {
          "id": "019bd1c0-7a00-7000-8000-00000000000b", "fingerprint": "3f0c9a1be2d47765", "by": "olga", "startedAt": "2026-01-02T03:10:00+00:00",
          "endedAt": "2026-01-02T03:10:01+00:00", "total": 38, "retried": 37, "refused": 1,
          "refusals": [{ "instance": "019bd1c0-7a00-7000-8000-000000000001", "incident": 1, "why": "Incident 1 is not open any more." }]
        }
        """);

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
