using System.Text.Json.Nodes;

namespace Workflows.Web.Api.OpenApi;

/// <summary>Examples of the operations on what is stuck.</summary>
internal static class AttentionExamples
{
    private const string Item = """
        {
          "id": "TimerOverdue-019bd1c07a0070008000000000000001-4-Step", "kind": "timer-overdue", "instance": "019bd1c0-7a00-7000-8000-000000000001", "title": "Purchase: Chair",
          "definition": "purchase", "version": "1.0.0", "step": "cool_off", "task": null, "since": "2026-01-02T03:04:05+00:00", "why": "The timer of 'cool_off' is due and has not fired.",
          "repair": "wake", "advice": "The timer fires now; if its instance does not wait for it any more, it is taken away."
        }
        """;

    public static JsonNode Report() => JsonNode.Parse($$"""{ "lookedAt": "2026-01-02T03:20:00+00:00", "isCut": false, "items": [{{Item}}] }""")!;

    public static JsonNode Body() => JsonNode.Parse("""{ "reason": "The poller had stopped.", "dryRun": false }""")!;

    public static JsonNode Repaired() => JsonNode.Parse($$"""{ "item": {{Item}}, "isDone": true, "outcome": "The timer has fired." }""")!;
}
