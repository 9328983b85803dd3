using System.Text.Json.Nodes;

namespace Workflows.Web.Api.OpenApi;

/// <content>Repairs.</content>
internal static partial class Examples
{
    public static JsonNode Repair()
    {
        var instance = Instance();
        (instance["revision"], instance["position"]) = (3, 9);
        return new JsonObject
        {
            ["dryRun"] = false,
            ["effects"] = new JsonArray(Parse("""{ "type": "step-overridden.v1", "step": "manager_approval", "text": "ada ended “Manager approval” with approve" }""")),
            ["instance"] = instance,
        };
    }

    public static JsonNode Pause() => Parse("""{ "reason": "The auditors look at it." }""");

    public static JsonNode Resume() => Parse("""{ "reason": "They are done." }""");

    public static JsonNode SkipStep() => Parse("""{ "token": 3, "reason": "It was booked by hand.", "dryRun": true }""");

    public static JsonNode ForceOutcome() => Parse("""{ "token": 2, "outcome": "approve", "reason": "The board decided it." }""");

    public static JsonNode MoveToken() => Parse("""{ "token": 2, "to": "director_approval", "reason": "The manager left the company." }""");

    public static JsonNode Rewind() => Parse("""{ "to": "submit", "reason": "The amount was wrong." }""");

    public static JsonNode FireTimer() => Parse("""{ "token": 2, "kind": "timeout", "reason": "Nobody will decide it." }""");

    public static JsonNode EditData() => Parse("""{ "data": { "amount": 4800, "note": null }, "reason": "A typing error." }""");
}
