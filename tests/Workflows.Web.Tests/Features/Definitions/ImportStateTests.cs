using Workflows.Engine.Definitions;
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

        Assert.Equal(new Imported("approval", new SemanticVersion(1, 1, 0), "Simple approval", IsUnchanged: false), State.Imported);
        Assert.Equal(0, State.ErrorCount);
        Assert.Null(State.Failure);
    }

    [Fact]
    public async Task Import_TheSameAgain_IsUnchanged()
    {
        await ImportAsync(DefinitionDocument.Write(Sample.Approval()));

        Assert.True(State.Imported?.IsUnchanged);
    }

    [Fact]
    public async Task Import_OtherContentUnderAPublishedVersion_IsRefused()
    {
        await ImportAsync(DefinitionDocument.Write(Sample.Approval()).Replace("Manager approval", "Boss approval", StringComparison.Ordinal));

        Assert.Null(State.Imported);
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

        Assert.Null(State.Imported);
        Assert.Contains(State.Problems, problem => problem is { Place: "/version", Line: 3 });
        Assert.Contains(State.Problems, problem => problem is { Place: "/edges/0/when", Line: 7 });
        Assert.All(State.Problems, problem => Assert.NotNull(problem.Line));
        Assert.Equal(State.Problems.Where(p => p.Severity is ProblemSeverity.Error).OrderBy(p => p.Line), State.Problems.Where(p => p.Severity is ProblemSeverity.Error));
    }

    [Fact]
    public async Task Import_StepThatIsNotRegistered_IsFoundAtItsLine()
    {
        await ImportAsync(DefinitionDocument.Write(Sample.Approval("1.2.0")).Replace("\"Pay\"", "\"Pya\"", StringComparison.Ordinal).Replace(",", ",\n", StringComparison.Ordinal));

        Assert.Null(State.Imported);
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
        Assert.Null(State.Imported);
    }

    private Task ImportAsync(string json, Person? by = null) => State.ImportAsync(by ?? OperateWorld.Aram, json, TestContext.Current.CancellationToken);
}
