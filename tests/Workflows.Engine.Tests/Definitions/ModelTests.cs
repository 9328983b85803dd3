using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>States, waits, groups, calls, repetition and gates: as documents, and what is wrong with them.</summary>
public sealed class ModelTests
{
    private const string Ok = """{"id":"a","kind":"machine","type":"A"}""";

    private static string Document(string steps, string edges = "") => $$"""{"key":"k","version":"1.0.0","name":"K","steps":[{{steps}}],"edges":[{{edges}}]}""";

    [Theory]
    [InlineData("""{"id":"a","kind":"state","name":"A"}""")]
    [InlineData("""{"id":"a","kind":"state","name":"A","join":"active"}""")]
    [InlineData("""{"id":"a","kind":"wait","name":"A","signal":"s","key":"data.k","transient":true,"saveAs":"x"}""")]
    [InlineData("""{"id":"a","kind":"wait","name":"A","when":"data.n > 1"}""")]
    [InlineData("""{"id":"a","kind":"group","name":"A","initial":"b","timeout":{"after":"PT1H","interrupts":false}}""")]
    [InlineData("""{"id":"a","kind":"call","name":"A","definition":"d","version":"1.2.3","input":[{"name":"x","value":"1"}],"output":[{"name":"y","value":"data.z"}]}""")]
    [InlineData("""{"id":"a","kind":"machine","name":"A","in":"g","type":"T","cancels":["x"],"completes":["y"],"requires":["s"],"locks":["l"],"multi":3,"on":[{"signal":"s"}]}""")]
    [InlineData("""{"id":"a","kind":"machine","name":"A","type":"T","loop":{"while":"data.a","until":"data.b","limit":7},"on":[{"when":"data.c","outcome":"o","interrupts":false}]}""")]
    [InlineData("""{"id":"a","kind":"machine","name":"A","type":"T","multi":"data.list"}""")]
    [InlineData("""{"id":"a","kind":"machine","name":"A","type":"T","multi":{"over":"data.list","width":1,"need":2,"until":"data.a","rest":"leave","grows":true,"saveAs":"x"}}""")]
    [InlineData("""{"id":"a","kind":"machine","name":"A","type":"T","multi":{"over":2,"detached":true}}""")]
    public void Document_Step_IsWrittenAsItWasRead(string step)
    {
        var definition = DefinitionDocument.Read(Document(step));
        var written = DefinitionDocument.Write(definition);

        Assert.Equal(JsonNode.Parse(step)!.ToJsonString(), JsonNode.Parse(written)!["steps"]![0]!.ToJsonString());
        Assert.Equal(definition.ContentHash, DefinitionDocument.Read(written).ContentHash);
        Assert.Equal(definition.Steps, DefinitionDocument.Read(written).Steps);
    }

    [Theory]
    [InlineData("completes-unknown /steps/0/completes/0", """{"id":"a","kind":"machine","type":"A","completes":["x"]}""")]
    [InlineData("effect-outside /steps/0/cancels/0", """{"id":"a","kind":"machine","type":"A","cancels":["b"]},{"id":"g","kind":"group"},{"id":"b","kind":"machine","type":"A","in":"g"}""", """{"from":"a","to":"g"}""")]
    [InlineData("requires-unknown /steps/1/requires/0", Ok + """,{"id":"b","kind":"machine","type":"A","requires":["a"]}""", """{"from":"a","to":"b"}""")]
    [InlineData("lock-invalid /steps/0/locks/0", """{"id":"a","kind":"machine","type":"A","locks":["a b"]}""")]
    [InlineData("state-edge /edges/0", """{"id":"s","kind":"state"},{"id":"b","kind":"human"}""", """{"from":"s","to":"b","when":"data.x"}""")]
    [InlineData("state-instant /edges/1", """{"id":"s","kind":"state"},{"id":"b","kind":"human"},{"id":"c","kind":"machine","type":"A"}""", """{"from":"s","to":"b"},{"from":"s","to":"c"}""")]
    [InlineData("state-forever /steps/0", """{"id":"s","kind":"state"}""")]
    [InlineData("repeat-kind /steps/0", """{"id":"s","kind":"end","multi":2}""")]
    [InlineData("repeat-twice /steps/0/loop", """{"id":"a","kind":"machine","type":"A","multi":2,"loop":{"until":"data.x"}}""")]
    [InlineData("repeat-number /steps/0/multi/need", """{"id":"a","kind":"machine","type":"A","multi":{"over":2,"need":3}}""")]
    [InlineData("repeat-number /steps/0/loop/limit", """{"id":"a","kind":"machine","type":"A","loop":{"until":"data.x","limit":0}}""")]
    [InlineData("repeat-never /steps/0/loop", """{"id":"a","kind":"machine","type":"A","loop":{}}""")]
    [InlineData("multi-detached /steps/0/multi/detached", """{"id":"a","kind":"machine","type":"A","multi":{"over":2,"detached":true,"need":1}}""")]
    [InlineData("signal-invalid /steps/0/signal", """{"id":"a","kind":"wait","signal":"a b"}""")]
    [InlineData("trigger-without-work /steps/0/on/0", """{"id":"a","kind":"data","set":[{"name":"x","value":"1"}],"on":[{"signal":"s"}]}""")]
    [InlineData("trigger-without-edge /steps/0/on/0", """{"id":"a","kind":"human","on":[{"signal":"s"}]},{"id":"b","kind":"end"}""", """{"from":"a","to":"b"}""")]
    [InlineData("call-invalid /steps/0/definition", """{"id":"a","kind":"call","definition":"a b"}""")]
    [InlineData("group-unknown /steps/1/in", Ok + """,{"id":"b","kind":"machine","type":"A","in":"a"}""")]
    [InlineData("group-empty /steps/0", """{"id":"g","kind":"group"}""")]
    [InlineData("group-initial /steps/0/initial", """{"id":"g","kind":"group","initial":"g"},{"id":"b","kind":"machine","type":"A","in":"g"}""")]
    [InlineData("edge-crosses /edges/0", """{"id":"g","kind":"group"},{"id":"b","kind":"machine","type":"A","in":"g"},{"id":"c","kind":"machine","type":"A"}""", """{"from":"b","to":"c"}""")]
    [InlineData("group-circle /steps/0/in", """{"id":"g","kind":"group","in":"h"},{"id":"h","kind":"group","in":"g"}""")]
    [InlineData("requires-join /steps/0/requires", """{"id":"b","kind":"human","requires":["s"]},{"id":"s","kind":"state"}""", """{"from":"b","to":"s"}""")]
    public void Validate_Mistake_IsFoundAtItsPlace(string expected, string steps, string edges = "") =>
        Assert.Contains(expected, DefinitionDocument.Validate(Document(steps, edges)).Select(p => $"{p.Code} {p.Place}"));
}
