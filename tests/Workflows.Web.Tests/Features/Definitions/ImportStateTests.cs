using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;
using Workflows.TestKit;
using Workflows.Web.Auth;
using Workflows.Web.Features.Definitions;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Definitions;

public sealed class ImportStateTests : IAsyncLifetime
{
    private OperateWorld _world = null!;

    private ImportState State => field ??= new(_world.Engine, OperateWorld.Log<ImportState>());

    public async ValueTask InitializeAsync() => _world = await OperateWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Import_NewDefinition_IsPublished()
    {
        await ImportAsync(DefinitionDocument.Write(Sample.Approval("1.1.0")));

        var imported = Assert.Single(State.Imported);
        Assert.Equal(("approval", new SemanticVersion(1, 1, 0), "Simple approval", ImportedAs.Published), (imported.Version.Key, imported.Version.Version, imported.Version.Name, imported.As));
        Assert.Equal(new SemanticVersion(1, 0, 0), imported.SameAs);
        Assert.Equal(0, State.ErrorCount);
        Assert.Null(State.Failure);
    }

    [Fact]
    public async Task Import_TheSameAgain_IsUnchanged()
    {
        await ImportAsync(DefinitionDocument.Write(Sample.Approval()));

        Assert.Equal(ImportedAs.Unchanged, Assert.Single(State.Imported).As);
    }

    [Fact]
    public async Task Import_OtherContentUnderAPublishedVersion_IsRefused()
    {
        await ImportAsync(DefinitionDocument.Write(Sample.Approval()).Replace("Manager approval", "Boss approval", StringComparison.Ordinal));

        Assert.Empty(State.Imported);
        Assert.Contains("is published with other content", State.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_BrokenDocument_ListsEveryProblemWithItsPlace()
    {
        await ImportAsync("""
            {
              "key": "broken",
              "version": "1.0",
              "name": "Broken",
              "initial": "a",
              "steps": [ { "id": "a", "type": "human" } ],
              "edges": [ { "from": "a", "to": "b", "when": "data.x >" } ]
            }
            """);

        Assert.Empty(State.Imported);
        Assert.Contains(State.Problems, problem => problem is { Place: "/version", Line: 3 });
        Assert.Contains(State.Problems, problem => problem is { Place: "/edges/0/when", Line: 7 });
        Assert.All(State.Problems, problem => Assert.NotNull(problem.Line));
        Assert.Equal(State.Problems.Where(p => p.Severity is ProblemSeverity.Error).OrderBy(p => p.Line), State.Problems.Where(p => p.Severity is ProblemSeverity.Error));
    }

    [Fact]
    public async Task Import_StepThatIsNotRegistered_IsFoundAtItsLine()
    {
        await ImportAsync(DefinitionDocument.Write(Sample.Approval("1.2.0")).Replace("\"Pay\"", "\"Pya\"", StringComparison.Ordinal).Replace(",", ",\n", StringComparison.Ordinal));

        Assert.Empty(State.Imported);
        var problem = Assert.Single(State.Problems, problem => problem.Severity is ProblemSeverity.Error);
        Assert.Contains("Pya", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Line > 1);
    }

    [Fact]
    public async Task Import_NoAuthor_IsRefusedAndNothingIsPublished()
    {
        await ImportAsync(DefinitionDocument.Write(Sample.Approval("3.0.0")), OperateWorld.Rita);

        Assert.Contains("author", State.Failure, StringComparison.Ordinal);
        Assert.Null(await _world.Engine.FindDefinitionAsync(OperateWorld.Rita, "approval", new SemanticVersion(3, 0, 0), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    public async Task Import_Nothing_AsksForADocument(string json)
    {
        await ImportAsync(json);

        Assert.StartsWith("There is nothing to import yet", State.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("hello")]
    public async Task Import_NoJsonObject_IsAProblemNotACrash(string json)
    {
        await ImportAsync(json);

        Assert.True(State.ErrorCount > 0);
        Assert.Empty(State.Imported);
    }

    [Fact]
    public async Task SaveDraft_WithErrors_IsSavedAndSaysThem()
    {
        await SaveAsync(Draft(to: "edn"));

        var saved = Assert.Single(State.Imported);
        Assert.Equal((ImportedAs.Draft, DefinitionStatus.Draft, 1L), (saved.As, saved.Version.Status, saved.Version.Revision));
        Assert.Contains(State.Problems, problem => problem is { Place: "/edges/0/to", Line: 1 });
        Assert.Null(State.Failure);

        await ImportAsync(Draft(to: "nde"));
        Assert.Empty(State.Imported);
        Assert.Equal((1, 2L), (State.ErrorCount, (await NowAsync()).Summary.Revision));

        await ImportAsync(Draft());
        Assert.Equal((ImportedAs.Published, 4L), (Assert.Single(State.Imported).As, (await NowAsync()).Summary.Revision));
    }

    [Fact]
    public async Task SaveDraft_SomebodyElseSaved_AsksBeforeItReplaces()
    {
        await SaveAsync(Draft("First"));
        await _world.Host.Engine.SaveDraftAsync(DefinitionDocument.Read(Draft("Ada's")), 1, "ada", TestContext.Current.CancellationToken);

        await SaveAsync(Draft("Aram's"));

        Assert.Empty(State.Imported);
        Assert.StartsWith("ada saved the draft of 'approval' 9.0.0 at ", State.Failure, StringComparison.Ordinal);
        Assert.Equal("Ada's", (await NowAsync()).Definition.Name);

        await State.SaveDraftAsync(OperateWorld.Aram, Draft("Aram's"), replace: true, TestContext.Current.CancellationToken);
        Assert.Null(State.Conflict);
        Assert.Equal("Aram's", (await NowAsync()).Definition.Name);
    }

    [Fact]
    public async Task Import_Bundle_SaysWhatWouldHappenThenDoesIt()
    {
        var bundle = DefinitionBundle.Write([Sample.Approval("2.0.0"), Sample.Approval(), Sample.Approval("1.0.0", "travel_request")]);

        await ImportAsync(bundle);

        Assert.Empty(State.Imported);
        Assert.True(State.CanPublishPlan);
        Assert.Equal(
            ["approval 1.0.0 Unchanged", "approval 2.0.0 NewVersion", "travel_request 1.0.0 New"], State.Plan.Select(p => $"{p.Version.Key} {p.Version.Version} {p.Change}"));

        await State.PublishPlanAsync(OperateWorld.Aram, TestContext.Current.CancellationToken);

        Assert.Equal([ImportedAs.Unchanged, ImportedAs.Published, ImportedAs.Published], State.Imported.Select(i => i.As));
        await ImportAsync(bundle);
        Assert.False(State.CanPublishPlan);
    }

    [Fact]
    public async Task Import_BundleWithAConflict_CannotBePublished()
    {
        var other = DefinitionDocument.Write(Sample.Approval()).Replace("Manager approval", "Boss approval", StringComparison.Ordinal);

        await ImportAsync($$"""{ "definitions": [{{other}}, {{DefinitionDocument.Write(Sample.Approval("1.0.0", "travel_request"))}}] }""");

        Assert.Equal([DefinitionChangeKind.Conflict, DefinitionChangeKind.New], State.Plan.Select(p => p.Change));
        Assert.False(State.CanPublishPlan);
    }

    private static string Draft(string name = "One", string to = "end") =>
        $$"""{ "key": "approval", "version": "9.0.0", "name": "{{name}}", "steps": [{ "id": "a", "kind": "human" }, { "id": "end", "kind": "end" }], "edges": [{ "from": "a", "to": "{{to}}" }] }""";

    private Task SaveAsync(string document) => State.SaveDraftAsync(OperateWorld.Aram, document, replace: false, TestContext.Current.CancellationToken);

    private Task<DefinitionVersion> NowAsync() => _world.Engine.GetVersionAsync(OperateWorld.Aram, "approval", new SemanticVersion(9, 0, 0), TestContext.Current.CancellationToken);

    private Task ImportAsync(string json, Person? by = null) => State.ImportAsync(by ?? OperateWorld.Aram, json, TestContext.Current.CancellationToken);
}
