using Workflows.Engine.Steps;

namespace Workflows.Web.Tests.Api;

/// <summary>The workflows that the API's tests run.</summary>
internal static class TestDefinitions
{
    /// <summary>A manager approves; from 10,000 on finance does so as well.</summary>
    public const string Purchase = """
        {
          "key": "purchase", "version": "1.0.0", "name": "Purchase", "category": "Finance",
          "startForm": {
            "schema": {
              "type": "object", "required": ["amount", "item"],
              "properties": { "amount": { "type": "number", "minimum": 1 }, "item": { "type": "string" } }
            }
          },
          "steps": [
            { "id": "triage", "kind": "gateway", "gateway": "inclusive" },
            {
              "id": "manager", "kind": "human", "name": "Manager approval", "assign": { "groups": ["managers"] },
              "outcomes": [{ "id": "approve", "label": "Approve", "style": "primary" }, { "id": "reject", "label": "Reject", "requiresComment": true }],
              "form": { "schema": { "type": "object", "properties": { "note": { "type": "string", "maxLength": 20 } } } }
            },
            { "id": "finance", "kind": "human", "name": "Finance approval", "assign": { "groups": ["finance"] }, "outcomes": [{ "id": "approve" }] },
            { "id": "joined", "kind": "gateway" },
            { "id": "done", "kind": "end" }
          ],
          "edges": [
            { "from": "triage", "to": "manager" },
            { "from": "triage", "to": "finance", "when": "data.amount >= 10000" },
            { "from": "manager", "to": "joined" },
            { "from": "finance", "to": "joined" },
            { "from": "joined", "to": "done" }
          ]
        }
        """;

    /// <summary>Waits for a payment and, beside it, for the opinions of experts, of which there may be more.</summary>
    public const string Inputs = """
        {
          "key": "inputs", "version": "1.0.0", "name": "Inputs",
          "steps": [
            { "id": "both", "kind": "gateway", "gateway": "parallel" },
            { "id": "paid", "kind": "wait", "signal": "payment", "key": "data.invoice" },
            { "id": "opinion", "kind": "human", "assign": { "from": "data.item" }, "multi": { "over": "data.experts", "grows": true } },
            { "id": "end", "kind": "gateway", "gateway": "parallel" }, { "id": "done", "kind": "end" }
          ],
          "edges": [{ "from": "both", "to": "paid" }, { "from": "both", "to": "opinion" }, { "from": "paid", "to": "end" }, { "from": "opinion", "to": "end" }, { "from": "end", "to": "done" }]
        }
        """;

    /// <summary>Waits until the bank says, signed, that it is paid, and until the carrier says that it is there.</summary>
    public const string Parcel = """
        {
          "key": "parcel", "version": "1.0.0", "name": "Parcel",
          "steps": [
            { "id": "both", "kind": "gateway", "gateway": "parallel" },
            { "id": "paid", "kind": "wait", "webhook": "paid", "secret": "bank" },
            { "id": "delivered", "kind": "wait", "webhook": "delivered" },
            { "id": "end", "kind": "gateway", "gateway": "parallel" }, { "id": "done", "kind": "end" }
          ],
          "edges": [{ "from": "both", "to": "paid" }, { "from": "both", "to": "delivered" }, { "from": "paid", "to": "end" }, { "from": "delivered", "to": "end" }, { "from": "end", "to": "done" }]
        }
        """;

    /// <summary>One machine step that works only when told to.</summary>
    public const string Flaky = """
        { "key": "flaky", "version": "1.0.0", "name": "Flaky", "steps": [{ "id": "work", "kind": "machine", "type": "Flaky" }], "edges": [] }
        """;
}

/// <summary>Fails while <see cref="IsBroken"/>.</summary>
internal sealed class FlakyStep : MachineStep
{
    public static bool IsBroken { get; set; }

    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        IsBroken ? throw new InvalidOperationException("The printer is on fire.") : ValueTask.CompletedTask;
}
