using Workflows.Engine.Definitions;
using Workflows.TestKit;
using Workflows.Web.Features.Definitions;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Definitions;

public sealed class DefinitionStatesTests : IAsyncLifetime
{
    private OperateWorld _world = null!;

    private DefinitionsState List => field ??= new(_world.Engine, OperateWorld.Log<DefinitionsState>());

    private DefinitionState One => field ??= new(_world.Engine, OperateWorld.Log<DefinitionState>());

    public async ValueTask InitializeAsync() => _world = await OperateWorld.CreateAsync(Sample.Approval("1.10.0"), Sample.Approval("1.9.0"), Sample.Approval("1.0.0", "travel_request"));

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(null, new[] { "approval", "travel_request" })]
    [InlineData("TRAVEL", new[] { "travel_request" })]
    [InlineData("finance request", new[] { "travel_request" })]
    [InlineData("zzz", new string[0])]
    public async Task List_Search_FindsEveryWordAnywhere(string? search, string[] expected)
    {
        await List.LoadAsync(OperateWorld.Rita, search, TestContext.Current.CancellationToken);

        Assert.Equal(expected, List.Shown.Select(definition => definition.Key).Order());
    }

    [Fact]
    public async Task List_Import_IsForAuthors()
    {
        await List.LoadAsync(OperateWorld.Rita, null, TestContext.Current.CancellationToken);
        Assert.False(List.Import.Allowed);

        await List.LoadAsync(OperateWorld.Aram, null, TestContext.Current.CancellationToken);
        Assert.True(List.Import.Allowed);
    }

    [Fact]
    public async Task One_WithoutVersion_IsTheLatestByNumber()
    {
        await One.LoadAsync(OperateWorld.Rita, "approval", null, TestContext.Current.CancellationToken);

        var view = One.View.Value!;
        Assert.Equal((new SemanticVersion(1, 10, 0), true), (view.Definition.Version, view.IsLatest));
        Assert.Equal(["1.10.0", "1.9.0", "1.0.0"], view.Versions.Select(version => version.Version.ToString()));
    }

    [Fact]
    public async Task One_NamedVersion_IsThatOne()
    {
        await One.LoadAsync(OperateWorld.Rita, "approval", "1.9.0", TestContext.Current.CancellationToken);

        var view = One.View.Value!;
        Assert.Equal(("1.9.0", false, "1.9.0"), (view.Definition.Version.ToString(), view.IsLatest, view.Summary.Version.ToString()));
        Assert.Equal(view.Definition.ContentHash, DefinitionDocument.Read(view.Document(asYaml: true)).ContentHash);
        Assert.Equal(view.Definition.ContentHash, DefinitionDocument.Read(view.Document(asYaml: false)).ContentHash);
    }

    [Fact]
    public async Task Act_FromDraftToRestored_ReadsItAnew()
    {
        var ada = OperateWorld.Aram with { Roles = [.. OperateWorld.Aram.Roles, Web.Auth.Roles.Admin] };
        await _world.Host.Engine.SaveDraftAsync(Sample.Approval("2.0.0"), null, "aram", TestContext.Current.CancellationToken);
        await One.LoadAsync(ada, "approval", "2.0.0", TestContext.Current.CancellationToken);
        Assert.Equal((DefinitionStatus.Draft, 0, "1.10.0"), (One.View.Value!.Summary.Status, One.View.Value.ErrorCount, One.View.Value.Latest!.Version.ToString()));

        Assert.True(await ActAsync(VersionAct.Publish));
        Assert.Equal((DefinitionStatus.Published, true), (One.View.Value!.Summary.Status, One.View.Value.IsLatest));
        Assert.True(await ActAsync(VersionAct.Retire));
        Assert.Equal((DefinitionStatus.Retired, "1.10.0"), (One.View.Value!.Summary.Status, One.View.Value.Latest!.Version.ToString()));
        Assert.False(await ActAsync(VersionAct.Discard));
        Assert.Equal("Only drafts can be discarded: version 2.0.0 of 'approval' is retired.", One.Refusal);
        Assert.True(await ActAsync(VersionAct.Restore));
        Assert.True(One.View.Value!.IsLatest);

        Task<bool> ActAsync(VersionAct act) => One.ActAsync(ada, act, One.View.Value!.Summary, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Act_OnADraftThatSomebodySavedSince_IsRefused()
    {
        await _world.Host.Engine.SaveDraftAsync(Sample.Approval("2.0.0"), null, "aram", TestContext.Current.CancellationToken);
        await One.LoadAsync(OperateWorld.Aram, "approval", "2.0.0", TestContext.Current.CancellationToken);
        var changed = DefinitionDocument.Write(Sample.Approval("2.0.0")).Replace("Manager approval", "Boss approval", StringComparison.Ordinal);
        await _world.Host.Engine.SaveDraftAsync(DefinitionDocument.Read(changed), 1, "max", TestContext.Current.CancellationToken);

        Assert.False(await One.ActAsync(OperateWorld.Aram, VersionAct.Publish, One.View.Value!.Summary, TestContext.Current.CancellationToken));

        Assert.StartsWith("max saved the draft", One.Refusal, StringComparison.Ordinal);
        Assert.Equal(2, One.View.Value!.Summary.Revision);
    }

    [Theory]
    [InlineData("nope", null)]
    [InlineData("approval", "7.0.0")]
    public async Task One_ThatIsNotThere_IsMissing(string key, string? version)
    {
        await One.LoadAsync(OperateWorld.Rita, key, version, TestContext.Current.CancellationToken);

        Assert.True(One.View.IsMissing);
    }
}
