using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Nets;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;

namespace Workflows.Engine.Tests.Steps;

public sealed class StepContextTests
{
    private readonly StepContext _context = new(JsonElement.Parse("""{ "amount": 12.50, "name": null, "lines": [{ "qty": 2 }], "answer": { "outcome": "yes" } }"""))
    {
        Instance = new InstanceId(Guid.Empty),
        Definition = "order",
        Version = new SemanticVersion(1, 2, 3),
        Step = "price",
        StartedBy = "rita",
        IdempotencyKey = "key",
        Before = [new LeftBy("ask", "answer"), new LeftBy("check", "check")],
    };

    [Fact]
    public void Get_MissingOrNull_IsTheFallback()
    {
        Assert.Equal(12.50m, _context.Get<decimal>("amount"));
        Assert.Equal("nobody", _context.Get("name", "nobody"));
        Assert.Equal(7, _context.Get("missing", 7));
        Assert.Null(_context.Get<string>("missing"));
        Assert.Throws<JsonException>(() => _context.Get<int>("lines"));
    }

    [Fact]
    public void Changes_OnlyRead_AreNone()
    {
        _ = _context.Get<decimal>("amount");
        _context.Set("amount", 12.5m);

        Assert.True(_context.Changes().IsEmpty);
    }

    [Fact]
    public void Changes_SetAndRemoved_NameTopLevelMembersAlone()
    {
        _context.Set("amount", 1);
        _context.Set("amount", 13);
        _context.Data["lines"]!.AsArray()[0]!["qty"] = 3;
        _context.Data.Remove("name");
        _context.Set<string?>("note", null);
        _context.Return(new { total = 39 });

        var changes = _context.Changes();

        Assert.Equal(["name"], changes.Removed);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{ "amount": 13, "lines": [{ "qty": 3 }], "note": null, "price": { "total": 39 } }"""), JsonNode.Parse(changes.Set!.Value.GetRawText())));
    }

    [Fact]
    public void Results_OfTheStepsBefore_AreThoseThatAreThere()
    {
        var (step, result) = Assert.Single(_context.Results);

        Assert.Equal(("ask", "yes"), (step, result.GetProperty("outcome").GetString()));
    }
}
