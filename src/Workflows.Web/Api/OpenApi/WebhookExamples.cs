using System.Text.Json.Nodes;

namespace Workflows.Web.Api.OpenApi;

/// <summary>Examples of the operations on webhooks.</summary>
internal static class WebhookExamples
{
    private const string Members = """
        "id": "019bd1c0-7a00-7000-8000-000000000006", "revision": 1, "name": "Data warehouse", "url": "https://warehouse.example.com/events",
        "types": ["workflow.instance.*", "workflow.task.completed"], "definitions": [],
        "createdAt": "2026-01-02T09:00:00+00:00", "createdBy": "ada", "changedAt": "2026-01-02T09:00:00+00:00"
        """;

    private const string DeliveryMembers = """
        "id": 42, "subscriber": "019bd1c0-7a00-7000-8000-000000000006", "event": "019bd1c0-7a00-7000-8000-000000000001-9", "type": "workflow.task.completed",
        "instance": "019bd1c0-7a00-7000-8000-000000000001", "at": "2026-01-02T10:00:00+00:00", "status": "pending", "attempts": 1,
        "dueAt": "2026-01-02T10:00:05+00:00", "triedAt": "2026-01-02T10:00:00+00:00", "code": 503, "answer": "Please come back later."
        """;

    public static JsonNode Webhooks() => Parse($$"""{ "items": [{ {{Members}} }] }""");

    public static JsonNode Webhook() => Parse($$"""{ {{Members}} }""");

    public static JsonNode Made() => Parse($$"""{ {{Members}}, "secret": "whsec_Zm9yIHNob3cgb25seSwgMzIgYnl0ZXMgb2YgaXQhISE=" }""");

    public static JsonNode Body() => Parse("""
        { "name": "Data warehouse", "url": "https://warehouse.example.com/events", "types": ["workflow.instance.*", "workflow.task.completed"] }
        """);

    public static JsonNode Pause() => Parse("""{ "reason": "The warehouse is being moved." }""");

    public static JsonNode Deliveries() => Parse($$"""{ "items": [{ {{DeliveryMembers}} }], "nextCursor": null }""");

    public static JsonNode Delivery() => Parse($$"""
        {
          {{DeliveryMembers}},
          "body": {
            "specversion": "1.0", "id": "019bd1c0-7a00-7000-8000-000000000001-9", "source": "/workflows/default/purchase", "type": "workflow.task.completed",
            "subject": "019bd1c0-7a00-7000-8000-000000000001", "time": "2026-01-02T10:00:00+00:00", "datacontenttype": "application/json",
            "data": {
              "tenant": "default", "definition": "purchase", "version": "1.0.0", "instance": "019bd1c0-7a00-7000-8000-000000000001", "position": 9,
              "title": "Chair", "step": "approve", "actor": "max", "details": { "task": "019bd1c0-7a00-7000-8000-000000000002", "outcome": "approve" }
            }
          }
        }
        """);

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
