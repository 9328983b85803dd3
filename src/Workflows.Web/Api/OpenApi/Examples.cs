using System.Text.Json.Nodes;

namespace Workflows.Web.Api.OpenApi;

/// <summary>One request and one answer of every operation, from an expense that a manager approves.</summary>
internal static partial class Examples
{
    private const string InstanceRowJson = """
        {
          "id": "019bd1c0-7a00-7000-8000-000000000001", "definition": "expense_approval", "definitionName": "Expense approval", "version": "1.0.0",
          "title": "Trip to Lisbon", "reference": "EXP-2026-17", "status": "waiting", "startedBy": "rita",
          "startedAt": "2026-01-05T09:00:00+00:00", "updatedAt": "2026-01-05T09:00:00+00:00", "currentSteps": "Manager approval", "incidents": 0
        }
        """;

    private const string InstanceJson = """
        {
          "id": "019bd1c0-7a00-7000-8000-000000000001", "definition": "expense_approval", "version": "1.0.0",
          "title": "Trip to Lisbon", "reference": "EXP-2026-17", "status": "waiting", "startedBy": "rita",
          "startedAt": "2026-01-05T09:00:00+00:00", "updatedAt": "2026-01-05T09:00:00+00:00",
          "data": { "amount": 5000, "purpose": "Trip to Lisbon" }, "revision": 2, "position": 6, "currentSteps": ["manager_approval"],
          "tokens": [{ "id": 2, "step": "manager_approval", "status": "waiting", "scope": 0, "since": "2026-01-05T09:00:00+00:00" }],
          "openTasks": [
            { "id": "019bd1c0-7a00-7000-8000-000000000002", "step": "manager_approval", "title": "Approve 5000 for rita", "status": "offered", "users": [], "groups": ["managers"] }
          ],
          "timers": [], "incidents": [],
          "allowedActions": [
            { "action": "cancel", "allowed": true, "reason": "You started it." },
            { "action": "retry", "allowed": false, "reason": "Nothing stands still." },
            { "action": "repair", "allowed": false, "reason": "Only people with the role operator or admin may repair an instance." }
          ]
        }
        """;

    private const string TaskRowJson = """
        {
          "id": "019bd1c0-7a00-7000-8000-000000000002", "instance": "019bd1c0-7a00-7000-8000-000000000001", "instanceTitle": "Trip to Lisbon",
          "reference": "EXP-2026-17", "requester": "rita", "definition": "expense_approval", "definitionName": "Expense approval", "version": "1.0.0",
          "step": "manager_approval", "title": "Approve 5000 for rita", "status": "offered", "users": [], "groups": ["managers"],
          "createdAt": "2026-01-05T09:00:00+00:00", "revision": 2
        }
        """;

    private const string FormJson = """
        {
          "schema": {
            "type": "object", "required": ["amount", "purpose"],
            "properties": { "amount": { "type": "number", "minimum": 0.01, "title": "Amount" }, "purpose": { "type": "string", "title": "What for" } }
          }
        }
        """;

    private const string TaskMembers = """
          "form": { "schema": { "type": "object", "properties": { "note": { "type": "string", "title": "Note" } } } },
          "outcomes": [
            { "id": "approve", "label": "Approve", "style": "primary", "requiresComment": false },
            { "id": "reject", "label": "Reject", "style": "danger", "requiresComment": true }
          ],
          "data": { "amount": 5000, "purpose": "Trip to Lisbon" },
          "eligibility": { "isEligible": true, "reason": "It is offered to the group managers, and you are in it." },
          "allowedActions": [
            { "action": "claim", "allowed": true, "reason": "It is offered to the group managers, and you are in it." },
            { "action": "release", "allowed": false, "reason": "Only the person who has a task can give it back." },
            { "action": "complete", "allowed": true, "reason": "It is offered to the group managers, and you are in it." }
          ]
        """;

    public static JsonNode Definitions() => Parse("""
        {
          "items": [
            {
              "key": "expense_approval", "version": "1.0.0", "status": "published", "revision": 1,
              "name": "Expense approval", "description": "Who must approve an expense depends on its amount.",
              "category": "Finance", "stepCount": 5, "changedAt": "2026-01-01T08:00:00+00:00", "changedBy": "system", "publishedAt": "2026-01-01T08:00:00+00:00", "publishedBy": "system",
              "contentHash": "5f2b4c1d7e8a90b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f506172839", "openInstances": 3
            }
          ]
        }
        """);

    public static JsonNode Definition() => Parse("""
        {
          "key": "leave_request", "version": "1.0.0", "status": "published", "name": "Leave request", "contentHash": "5f2b4c1d7e8a90b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f506172839",
          "steps": [
            {
              "id": "approval", "name": "Approve leave", "kind": "human",
              "outcomes": [
                { "id": "approve", "label": "Approve", "style": "primary", "requiresComment": false },
                { "id": "reject", "label": "Reject", "style": "danger", "requiresComment": true }
              ]
            }
          ]
        }
        """);

    public static JsonNode DefinitionAnswer() => Merge(
        Version("published", 1),
        Parse("""{ "publishedAt": "2026-01-01T08:00:00+00:00", "publishedBy": "aram", "change": "new", "warnings": [] }"""));

    public static JsonNode RetiredAnswer() => Merge(Version("retired", 2), Parse("""{ "publishedAt": "2026-01-01T08:00:00+00:00", "publishedBy": "aram" }"""));

    public static JsonNode DraftAnswer() => Merge(Version("draft", 3), Validation());

    public static JsonNode Validation() => Parse("""
        {
          "errors": [
            {
              "pointer": "/edges/0/to", "code": "edge-target-unknown", "message": "The edge leads to 'approvl', but there is no such step. Did you mean 'approval'?",
              "line": 12, "column": 31
            }
          ],
          "warnings": []
        }
        """);

    public static JsonNode Bundle() => new JsonObject { ["definitions"] = new JsonArray(DefinitionDocument()) };

    public static JsonNode BundleAnswer() => new JsonObject { ["items"] = new JsonArray(DefinitionAnswer()) };

    public static JsonNode DefinitionDocument() => Parse("""
        {
          "key": "leave_request", "version": "1.0.0", "name": "Leave request",
          "steps": [
            {
              "id": "approval", "kind": "human", "name": "Approve leave",
              "assign": { "groups": ["managers"] },
              "outcomes": [
                { "id": "approve", "label": "Approve", "style": "primary" },
                { "id": "reject", "label": "Reject", "style": "danger", "requiresComment": true }
              ]
            }
          ],
          "edges": []
        }
        """);

    public static JsonNode Graph() => Parse("""
        {
          "nodes": [{ "id": "approval", "name": "Approve leave", "kind": "human", "isInitial": true, "isTerminal": true }],
          "edges": [],
          "mermaid": "flowchart TD\n  n0[\"♟ Approve leave\"]\n  start((\"Start\"))\n  start --> n0\n  class start kind-start\n  class n0 kind-human\n"
        }
        """);

    public static JsonNode InstanceGraph()
    {
        var graph = Graph();
        var node = graph["nodes"]![0]!;
        (node["status"], node["isCurrent"], node["isNotTaken"], node["visits"]) = ("waiting", true, false, 1);
        return graph;
    }

    public static JsonNode Form() => Parse(FormJson);

    public static JsonNode StartOfDefinition() => Parse("""
        { "data": { "amount": 5000, "purpose": "Trip to Lisbon" }, "reference": "EXP-2026-17", "startKey": "EXP-2026-17" }
        """);

    public static JsonNode StartInstance()
    {
        var start = new JsonObject { ["definition"] = "expense_approval" };
        foreach (var (name, value) in StartOfDefinition().AsObject())
        {
            start[name] = value?.DeepClone();
        }

        return start;
    }

    public static JsonNode Started()
    {
        var instance = Instance();
        instance["existing"] = false;
        return instance;
    }

    public static JsonNode Instance() => Parse(InstanceJson);

    public static JsonNode Instances() => Parse($$"""{ "items": [{{InstanceRowJson}}], "nextCursor": null }""");

    public static JsonNode Callbacks() => Parse("""
        { "items": [{ "step": "delivered", "webhook": "delivered", "url": "https://workflows.example.com/hooks/in/AaIJOwABcACAAAAAAAAAAZ1mEyN0Yk2nq7rT1zvGdlRkZWZhdWx0CmRlbGl2ZXJlZA", "isSigned": true }] }
        """);

    public static JsonNode SendSignal() => Parse("""{ "key": "INV-7", "data": { "paid": 120.50 }, "id": "payment-4711" }""");

    public static JsonNode AddElement() => Parse("""{ "item": "bob" }""");

    public static JsonNode CancelInstance() => Parse("""{ "reason": "The trip does not take place." }""");

    public static JsonNode History() => Parse("""
        {
          "items": [
            {
              "position": 7, "type": "human-task-completed.v1", "at": "2026-01-05T10:00:00+00:00", "actor": "max", "step": "manager_approval",
              "text": "max approved “Manager approval”",
              "event": {
                "type": "human-task-completed.v1", "task": "019bd1c0-7a00-7000-8000-000000000002", "step": "manager_approval", "by": "max",
                "outcome": "approve", "comment": "Fine.", "answers": {}, "at": "2026-01-05T10:00:00+00:00"
              }
            }
          ],
          "nextAfter": null
        }
        """);

    public static JsonNode InstanceTasks() => Parse($$"""{ "items": [{{TaskRowJson}}] }""");

    public static JsonNode Tasks() => Parse($$"""{ "items": [{{TaskRowJson}}], "nextCursor": "AgjeTQF8vIAAAAAAAAAAKg" }""");

    public static JsonNode TaskCounts() => Parse("""{ "mine": 2, "available": 5 }""");

    public static JsonNode Task() => Merge(Parse(TaskRowJson), Parse($$"""{{{TaskMembers}}}"""));

    public static JsonNode CompleteTask() => Parse("""{ "outcome": "approve", "data": { "note": "Within budget." }, "comment": "Fine." }""");

    public static JsonNode TaskAnswer()
    {
        var task = Task();
        task["status"] = "completed";
        task["completedBy"] = "max";
        task["outcome"] = "approve";
        task["revision"] = 3;
        return new JsonObject
        {
            ["task"] = task,
            ["instance"] = Parse("""{ "id": "019bd1c0-7a00-7000-8000-000000000001", "status": "completed", "revision": 4, "position": 12 }"""),
            ["nextTaskForMe"] = null,
        };
    }

    public static JsonNode Me() => Parse("""{ "id": "max", "name": "Max Meier", "groups": ["managers"], "roles": ["user"], "tenant": "default" }""");

    public static JsonNode Antiforgery() => Parse("""{ "header": "X-XSRF-TOKEN", "token": "CfDJ8N..." }""");

    private static JsonNode Version(string status, int revision)
    {
        var version = Parse("""
            {
              "key": "leave_request", "version": "1.0.0", "status": "", "revision": 0, "name": "Leave request", "stepCount": 1,
              "changedAt": "2026-01-01T08:00:00+00:00", "changedBy": "aram",
              "contentHash": "5f2b4c1d7e8a90b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f506172839", "openInstances": 0
            }
            """);
        (version["status"], version["revision"]) = (status, revision);
        return version;
    }

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    private static JsonObject Merge(JsonNode row, JsonNode more)
    {
        var merged = row.AsObject();
        foreach (var (name, value) in more.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }
}
