using Workflows.Engine.Definitions;
using Workflows.Engine.Steps;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>A definition that uses every member of every kind of step, in C# and as its canonical document.</summary>
internal static class Everything
{
    public static WorkflowDefinition Definition { get; } = WorkflowDefinition.Create("everything", "1.20.3", d => d
        .Named("Everything there is")
        .Describe("Uses every member once.")
        .Category("Tests")
        .InstanceTitle("Request of {data.amount} for {data.purpose}")
        .StartForm("""{"type":"object","properties":{"amount":{"type":"number"}}}""", """{"ui:order":["amount"]}""")
        .Initial("submit")
        .Terminals("done", "stopped")
        .CommitPerRun()
        .Exclusive("amount", "How much?", s => s.Describe("Small amounts need nobody."))
        .Machine<SubmitRequest>("submit")
        .Human("review", "Review", form: """{"type":"object","properties":{"note":{"type":"string"}}}""", configure: h => h
            .Describe("Somebody looks at it.")
            .Title("Review {data.amount}")
            .Summary("For {data.purpose}")
            .Ui("""{"note":{"ui:widget":"textarea"}}""")
            .AssignTo("ann", "bob")
            .AssignToGroup("managers")
            .AssignFrom("data.deputies")
            .Outcome("approve", "Approve", OutcomeStyle.Primary)
            .Outcome("send_back", style: OutcomeStyle.Danger, requiresComment: true)
            .Due("data.deadline")
            .SaveAs("decision")
            .Timeout(TimeSpan.FromDays(2), "late")
            .Cancels("wait"))
        .Timer("wait", TimeSpan.FromHours(4), configure: s => s.Timeout("timestamp(data.deadline)"))
        .Timer("until", "2030-01-31T10:00:00+01:00")
        .Set("remember", ("status", "'late'"), ("total", "data.amount * 1.2"))
        .Parallel("both")
        .Inclusive("some")
        .Machine("custom", "ProcessRequest", configure: s => s.Join(Join.Each).Split(Split.First)
            .Retry(5, TimeSpan.FromSeconds(10), Backoff.Fixed, TimeSpan.FromMinutes(5), TimeSpan.FromDays(1), 50, "declined")
            .AttemptTimeout(TimeSpan.FromSeconds(30)).Heartbeat(TimeSpan.FromMinutes(1)).OnError("declined", "refused").OnError(null, "refused"))
        .End("done")
        .End("stopped", "Stopped", terminates: true)
        .Path("submit", "amount")
        .Edge("amount", "custom", when: "data.amount < 1000", label: "small")
        .Edge("amount", "both", otherwise: true)
        .Path("both", "review").Path("both", "wait", "some").Edge("wait", "stopped", outcome: "timeout")
        .Edge("review", "some", outcome: "approve")
        .Edge("review", "custom", outcome: "send_back", when: "data.again == true")
        .Edge("review", "until", outcome: "send_back", when: "data.again != true")
        .Edge("review", "remember", outcome: "late")
        .Path("remember", "some", "done").Path("until", "done").Path("custom", "done").Edge("custom", "stopped", outcome: "refused"));

    public const string Document = """
        {
          "key": "everything",
          "version": "1.20.3",
          "name": "Everything there is",
          "description": "Uses every member once.",
          "category": "Tests",
          "instanceTitle": "Request of {data.amount} for {data.purpose}",
          "startForm": {
            "schema": {
              "type": "object",
              "properties": {
                "amount": {
                  "type": "number"
                }
              }
            },
            "ui": {
              "ui:order": [
                "amount"
              ]
            }
          },
          "initial": "submit",
          "terminals": [
            "done",
            "stopped"
          ],
          "commit": "per-run",
          "steps": [
            {
              "id": "amount",
              "kind": "gateway",
              "name": "How much?",
              "description": "Small amounts need nobody.",
              "gateway": "exclusive"
            },
            {
              "id": "submit",
              "kind": "machine",
              "name": "Submit",
              "type": "SubmitRequest"
            },
            {
              "id": "review",
              "kind": "human",
              "name": "Review",
              "description": "Somebody looks at it.",
              "title": "Review {data.amount}",
              "summary": "For {data.purpose}",
              "form": {
                "schema": {
                  "type": "object",
                  "properties": {
                    "note": {
                      "type": "string"
                    }
                  }
                },
                "ui": {
                  "note": {
                    "ui:widget": "textarea"
                  }
                }
              },
              "assign": {
                "users": [
                  "ann",
                  "bob"
                ],
                "groups": [
                  "managers"
                ],
                "from": "data.deputies"
              },
              "outcomes": [
                {
                  "id": "approve",
                  "label": "Approve",
                  "style": "primary"
                },
                {
                  "id": "send_back",
                  "label": "Send back",
                  "style": "danger",
                  "requiresComment": true
                }
              ],
              "due": "data.deadline",
              "saveAs": "decision",
              "timeout": {
                "after": "P2D",
                "outcome": "late"
              },
              "cancels": [
                "wait"
              ]
            },
            {
              "id": "wait",
              "kind": "timer",
              "name": "Wait",
              "after": "PT4H",
              "timeout": {
                "until": "timestamp(data.deadline)"
              }
            },
            {
              "id": "until",
              "kind": "timer",
              "name": "Until",
              "until": "2030-01-31T10:00:00+01:00"
            },
            {
              "id": "remember",
              "kind": "data",
              "name": "Remember",
              "set": [
                {
                  "name": "status",
                  "value": "'late'"
                },
                {
                  "name": "total",
                  "value": "data.amount * 1.2"
                }
              ]
            },
            {
              "id": "both",
              "kind": "gateway",
              "name": "Both",
              "gateway": "parallel"
            },
            {
              "id": "some",
              "kind": "gateway",
              "name": "Some",
              "gateway": "inclusive"
            },
            {
              "id": "custom",
              "kind": "machine",
              "name": "Custom",
              "type": "ProcessRequest",
              "split": "first",
              "join": "each",
              "retry": {
                "attempts": 5,
                "delay": "PT10S",
                "backoff": "fixed",
                "maxDelay": "PT5M",
                "maxAge": "P1D",
                "jitter": 50,
                "notFor": [
                  "declined"
                ]
              },
              "attemptTimeout": "PT30S",
              "heartbeat": "PT1M",
              "errors": [
                {
                  "code": "declined",
                  "outcome": "refused"
                },
                {
                  "outcome": "refused"
                }
              ]
            },
            {
              "id": "done",
              "kind": "end",
              "name": "Done"
            },
            {
              "id": "stopped",
              "kind": "end",
              "name": "Stopped",
              "terminates": true
            }
          ],
          "edges": [
            {
              "from": "submit",
              "to": "amount"
            },
            {
              "from": "amount",
              "to": "custom",
              "when": "data.amount < 1000",
              "label": "small"
            },
            {
              "from": "amount",
              "to": "both",
              "default": true
            },
            {
              "from": "both",
              "to": "review"
            },
            {
              "from": "both",
              "to": "wait"
            },
            {
              "from": "wait",
              "to": "some"
            },
            {
              "from": "wait",
              "to": "stopped",
              "outcome": "timeout"
            },
            {
              "from": "review",
              "to": "some",
              "outcome": "approve"
            },
            {
              "from": "review",
              "to": "custom",
              "outcome": "send_back",
              "when": "data.again == true"
            },
            {
              "from": "review",
              "to": "until",
              "outcome": "send_back",
              "when": "data.again != true"
            },
            {
              "from": "review",
              "to": "remember",
              "outcome": "late"
            },
            {
              "from": "remember",
              "to": "some"
            },
            {
              "from": "some",
              "to": "done"
            },
            {
              "from": "until",
              "to": "done"
            },
            {
              "from": "custom",
              "to": "done"
            },
            {
              "from": "custom",
              "to": "stopped",
              "outcome": "refused"
            }
          ]
        }
        """;
}
