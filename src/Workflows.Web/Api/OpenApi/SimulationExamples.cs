using System.Text.Json.Nodes;

namespace Workflows.Web.Api.OpenApi;

/// <summary>Examples of the operations that look ahead.</summary>
internal static class SimulationExamples
{
    public static JsonNode Paths() => Parse("""
        {
          "items": [
            { "when": [{ "step": "route", "kind": "condition", "text": "data.amount < 1000" }], "approvals": [], "ends": ["Paid"] },
            {
              "when": [{ "step": "route", "kind": "condition", "text": "data.amount >= 1000" }],
              "approvals": [{ "step": "manager_approval", "name": "Manager approval", "stage": 1, "groups": ["managers"], "outcome": "approve" }], "ends": ["Paid"]
            }
          ],
          "complete": true
        }
        """);

    public static JsonNode Simulate() => Parse("""
        { "data": { "amount": 5000, "purpose": "Trip to Lisbon" }, "moves": [{ "step": "manager_approval", "outcome": "approve", "data": { "note": "As agreed" }, "by": "mona" }] }
        """);

    public static JsonNode Simulation() => Parse("""
        {
          "status": "completed", "end": "paid",
          "path": [
            { "step": "route", "name": "How much is it?", "kind": "gateway", "status": "succeeded" },
            { "step": "manager_approval", "name": "Manager approval", "kind": "human", "status": "succeeded", "outcome": "approve", "by": "mona" },
            { "step": "pay", "name": "Pay it back", "kind": "machine", "status": "succeeded", "assumed": true },
            { "step": "paid", "name": "Paid", "kind": "end", "status": "succeeded" }
          ],
          "waits": [], "data": { "amount": 5000, "purpose": "Trip to Lisbon", "manager_approval": { "note": "As agreed", "by": "mona", "outcome": "approve" } }
        }
        """);

    public static JsonNode Preview() => Parse("""{ "data": { "note": "As agreed" } }""");

    public static JsonNode Previews() => Parse("""
        {
          "items": [
            {
              "outcome": "approve",
              "next": [{ "step": "finance_approval", "name": "Finance approval", "kind": "task", "groups": ["finance"] }], "still": [], "ends": false
            },
            { "outcome": "reject", "next": [], "still": [], "ends": true, "end": "Rejected" }
          ]
        }
        """);

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
