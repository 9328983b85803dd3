using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>The life of a definition version: draft, published, retired.</content>
public abstract partial class EngineContract
{
    private static readonly SemanticVersion s_one = new(1, 0, 0);
    private static readonly SemanticVersion s_two = new(2, 0, 0);

    private static WorkflowDefinition Draft(string title = "Pay", string to = "pay", string version = "2.0.0") => DefinitionDocument.Read($$"""
        { "key": "approval", "version": "{{version}}", "steps": [{ "id": "ask", "kind": "human", "title": "{{title}}" }, { "id": "pay", "kind": "end" }],
          "edges": [{ "from": "ask", "to": "{{to}}" }] }
        """);

    [Fact]
    public async Task SaveDraft_WithErrors_IsKeptReportedAndCannotBeStarted()
    {
        var host = await RunAsync(Approval());

        var saved = await host.Engine.SaveDraftAsync(Draft(to: "pya"), null, "ada");

        Assert.Equal((true, DefinitionStatus.Draft, 1, "ada", null), (saved.IsNew, saved.Version.Status, (int)saved.Version.Revision, saved.Version.ChangedBy, saved.Version.PublishedAt));
        Assert.Contains(saved.Problems, p => p is { Severity: ProblemSeverity.Error, Place: "/edges/0/to" });
        var refused = Assert.IsType<Rejection.DefinitionState>(await TryAsync(() => StartAsync(host, s_two)));
        Assert.Equal("invalid-state", refused.Code);
        Assert.Equal(s_one, (await StartAsync(host)).Version);
        Assert.Equal(saved.Version, (await host.Queries.FindVersionAsync(TenantId.Default, "approval", s_two, CancellationToken.None))!.Summary);
    }

    [Fact]
    public async Task PublishDraft_WithErrors_SaysAllOfThemThenMendedItIsPublishedForEver()
    {
        var host = await RunAsync(Approval());
        var saved = await host.Engine.SaveDraftAsync(Draft(to: "pya"), null, "ada");

        var refused = Assert.IsType<Rejection.InvalidDefinition>(await TryAsync(() => host.Engine.PublishVersionAsync("approval", s_two, null, "ada")));
        Assert.All(refused.Problems, p => Assert.Equal(ProblemSeverity.Error, p.Severity));
        Assert.Equal(saved.Problems.Where(p => p.Severity is ProblemSeverity.Error), refused.Problems);

        var mended = await host.Engine.SaveDraftAsync(Draft(), saved.Version.Revision, "bob");
        var published = await host.Engine.PublishVersionAsync("approval", s_two, mended.Version.Revision, "cay");

        Assert.Equal((DefinitionStatus.Published, "cay", "cay", 3), (published.Version.Status, published.Version.PublishedBy, published.Version.ChangedBy, (int)published.Version.Revision));
        Assert.Equal(DefinitionChangeKind.NewVersion, published.Change);
        Assert.Equal(s_two, (await StartAsync(host)).Version);
        Assert.IsType<Rejection.DefinitionConflict>(await TryAsync(() => host.Engine.SaveDraftAsync(Draft("Other"), 3, "ada")));
        Assert.IsType<Rejection.DefinitionState>(await TryAsync(() => host.Engine.SaveDraftAsync(Draft(), 3, "ada")));
        Assert.IsType<Rejection.DefinitionState>(await TryAsync(() => host.Engine.DiscardDraftAsync("approval", s_two, null, "ada")));
        Assert.Equal(DefinitionChangeKind.Unchanged, (await host.Engine.PublishVersionAsync("approval", s_two, null, "ada")).Change);
    }

    [Fact]
    public async Task SaveDraft_TwoPeople_TheLaterIsToldAndNothingIsLost()
    {
        var host = await RunAsync(Approval());
        var first = await host.Engine.SaveDraftAsync(Draft("First"), null, "ada");
        var annes = await host.Engine.SaveDraftAsync(Draft("Ann's"), first.Version.Revision, "ann");

        var refused = Assert.IsType<Rejection.DraftConflict>(await TryAsync(() => host.Engine.SaveDraftAsync(Draft("Bob's"), first.Version.Revision, "bob")));
        var unaware = Assert.IsType<Rejection.DraftConflict>(await TryAsync(() => host.Engine.SaveDraftAsync(Draft("Cay's"), null, "cay")));

        Assert.Equal(("stale-revision", 1L, 2L, "ann"), (refused.Code, refused.Expected, refused.Actual, refused.By));
        Assert.Null(unaware.Expected);
        Assert.IsType<Rejection.DraftConflict>(await TryAsync(() => host.Engine.PublishVersionAsync("approval", s_two, 1, "bob")));
        Assert.IsType<Rejection.DraftConflict>(await TryAsync(() => host.Engine.DiscardDraftAsync("approval", s_two, 1, "bob")));
        Assert.IsType<Rejection.DraftConflict>(await TryAsync(() => host.Engine.PublishAsync(Draft("Other"), "bob")));
        var kept = await host.Queries.FindVersionAsync(TenantId.Default, "approval", s_two, CancellationToken.None);
        Assert.Equal(annes.Version, kept!.Summary);

        var same = await host.Engine.SaveDraftAsync(Draft("Ann's"), 1, "bob");
        Assert.Equal((annes.Version, false), (same.Version, same.IsNew));
    }

    [Fact]
    public async Task DiscardDraft_ThenSaveOnIt_IsNotFound()
    {
        var host = await RunAsync(Approval());
        var saved = await host.Engine.SaveDraftAsync(Draft(), null, "ada");

        await host.Engine.DiscardDraftAsync("approval", s_two, saved.Version.Revision, "ada");

        Assert.IsType<Rejection.DefinitionNotFound>(await TryAsync(() => host.Engine.SaveDraftAsync(Draft("On"), 1, "bob")));
        Assert.IsType<Rejection.DefinitionNotFound>(await TryAsync(() => host.Engine.PublishVersionAsync("approval", s_two, null, "bob")));
        Assert.IsType<Rejection.DefinitionNotFound>(await TryAsync(() => host.Engine.DiscardDraftAsync("approval", s_two, null, "bob")));
        Assert.Single(await host.Queries.ListVersionsAsync(TenantId.Default, "approval", CancellationToken.None));
    }

    [Fact]
    public async Task Retire_PublishedVersion_StopsStartsAndNothingElse()
    {
        var host = await RunAsync(Approval());
        var running = await StartAsync(host);
        await host.Engine.PublishAsync(Draft(version: "10.0.0"), "ada");
        Assert.Equal(new SemanticVersion(10, 0, 0), (await StartAsync(host)).Version);

        var retired = await host.Engine.RetireAsync("approval", new SemanticVersion(10, 0, 0), "root");

        Assert.Equal((DefinitionStatus.Retired, "root", _time.GetUtcNow(), "ada"), (retired.Status, retired.ChangedBy, retired.ChangedAt, retired.PublishedBy));
        Assert.Equal(s_one, (await StartAsync(host)).Version);
        Assert.Equal("definition-retired", (await TryAsync(() => StartAsync(host, new SemanticVersion(10, 0, 0))))!.Code);

        await host.Engine.RetireAsync("approval", s_one, "root");
        var refused = Assert.IsType<Rejection.DefinitionRetired>(await TryAsync(() => StartAsync(host)));
        Assert.Null(refused.Version);
        Assert.Equal(retired, await host.Engine.RetireAsync("approval", new SemanticVersion(10, 0, 0), "other"));

        await StopAsync();
        host = await RunAsync(Approval());
        Assert.IsType<Rejection.DefinitionRetired>(await TryAsync(() => StartAsync(host)));
        var done = await host.Engine.CompleteTaskAsync(running.OpenTasks[0].Id, new { }, Manager("max"), "yes");
        Assert.Equal((InstanceStatus.Completed, s_one), (done.Status, done.Version));

        var restored = await host.Engine.PublishVersionAsync("approval", s_one, null, "root");
        Assert.Equal((DefinitionStatus.Published, DefinitionChangeKind.NewVersion), (restored.Version.Status, restored.Change));
        Assert.Equal(s_one, (await StartAsync(host)).Version);
    }

    [Fact]
    public async Task Publish_ContentOfARetiredVersion_LeavesItRetired()
    {
        var host = await RunAsync(Approval());
        await host.Engine.RetireAsync("approval", s_one, "root");

        var again = await host.Engine.PublishAsync(Approval(), "ada");

        Assert.Equal((DefinitionChangeKind.Unchanged, DefinitionStatus.Retired), (again.Change, again.Version.Status));
        Assert.IsType<Rejection.DefinitionState>(await TryAsync(async () =>
        {
            await host.Engine.SaveDraftAsync(Draft(), null, "ada");
            await host.Engine.RetireAsync("approval", s_two, "root");
        }));
    }

    [Fact]
    public async Task Publish_ContentOfTheLatestUnderAnotherNumber_SaysSo()
    {
        var host = await RunAsync(Approval());
        var first = await host.Engine.PublishAsync(Draft(), "ada");

        var same = await host.Engine.PublishAsync(Draft(version: "2.1.0"), "ada");
        var other = await host.Engine.PublishAsync(Draft("Other", version: "2.2.0"), "ada");

        Assert.Equal((DefinitionChangeKind.NewVersion, null), (first.Change, first.SameAs));
        Assert.Equal((DefinitionChangeKind.NewVersion, s_two), (same.Change, same.SameAs));
        Assert.Null(other.SameAs);
    }

    [Fact]
    public async Task Publish_DefinitionOfTheProgram_ReplacesADraftInItsPlace()
    {
        var host = await RunAsync(Draft(version: "1.0.0"));
        await host.Engine.SaveDraftAsync(Draft("Not this"), null, "ada");
        await StopAsync();

        host = await RunAsync(Draft());

        Assert.Equal(s_two, (await StartAsync(host)).Version);
    }

    [Fact]
    public async Task Call_PinnedToARetiredVersion_StillWorksAndAnyOtherTakesThePublishedOne()
    {
        var host = await RunAsync(Approval());
        await host.Engine.PublishAsync(WorkflowDefinition.Create("approval", "2.0.0", d => d.Human("second", "Second")), "ada");
        await host.Engine.PublishAsync(WorkflowDefinition.Create("pinned", "1.0.0", d => d.Call("old", "approval", version: "2.0.0")), "ada");
        await host.Engine.PublishAsync(
            WorkflowDefinition.Create("both", "1.0.0", d => d.Parallel("fork").Call("old", "approval", version: "2.0.0").Call("any", "approval").Path("fork", "old").Path("fork", "any")), "ada");
        await host.Engine.RetireAsync("approval", s_two, "root");

        var pinned = await host.Engine.StartAsync("pinned", new { }, "rita");
        var both = await host.Engine.StartAsync("both", new { }, "rita");

        Assert.Equal(s_two, pinned.OpenTasks[0].Called?.Version);
        Assert.Equal(["1.0.0", "2.0.0"], both.OpenTasks.Select(t => t.Called!.Version.ToString()).Order());

        await host.Engine.RetireAsync("approval", s_one, "root");
        var stopped = await host.Engine.StartAsync("both", new { }, "rita");
        Assert.Equal(["2.0.0"], stopped.OpenTasks.Select(t => t.Called!.Version.ToString()));
        Assert.Single(stopped.Incidents);
        await host.Engine.PublishVersionAsync("approval", s_one, null, "root");
        var going = await host.Engine.RetryAsync(stopped.Id, stopped.Incidents[0].Id, "root");
        Assert.Equal(["1.0.0", "2.0.0"], going.OpenTasks.Select(t => t.Called!.Version.ToString()).Order());
    }

    [Fact]
    public async Task Call_ToADraft_CannotBePublished()
    {
        var host = await RunAsync(Approval());
        await host.Engine.SaveDraftAsync(Draft(), null, "ada");
        var caller = WorkflowDefinition.Create("pinned", "1.0.0", d => d.Call("old", "approval", version: "2.0.0").Human("after").Path("old", "after"));

        var refused = await Assert.ThrowsAsync<WorkflowException>(() => host.Engine.PublishAsync(caller, "ada"));
        await host.Engine.PublishVersionAsync("approval", new SemanticVersion(2, 0, 0), null, "ada");
        await host.Engine.PublishAsync(caller, "ada");

        Assert.Equal("call-unknown", Assert.Single(Assert.IsType<Rejection.InvalidDefinition>(refused.Rejection).Problems).Code);
    }

    [Fact]
    public async Task PublishAll_SeveralDefinitions_AllOrNoneCalledFirstAndAgainIsANoOp()
    {
        var host = await RunAsync(Approval());
        var caller = WorkflowDefinition.Create("a_caller", "1.0.0", d => d.Call("call", "z_called"));
        var called = WorkflowDefinition.Create("z_called", "1.0.0", d => d.Human("ask", "Ask"));

        var dry = await host.Engine.PublishAllAsync([caller, called, Approval(), Draft()], dryRun: true, "ada");
        Assert.Single(await host.Queries.ListDefinitionsAsync(TenantId.Default, CancellationToken.None));
        var done = await host.Engine.PublishAllAsync([caller, called, Approval(), Draft()], dryRun: false, "ada");
        var again = await host.Engine.PublishAllAsync([caller, called, Approval(), Draft()], dryRun: false, "ada");

        string[] expected = ["z_called 1.0.0 New", "a_caller 1.0.0 New", "approval 1.0.0 Unchanged", "approval 2.0.0 NewVersion"];
        Assert.Equal(expected.Order(), dry.Select(Line).Order());
        Assert.Equal(dry.Select(Line), done.Select(Line));
        Assert.True(done.Select(Line).ToList().IndexOf(expected[0]) < done.Select(Line).ToList().IndexOf(expected[1]));
        Assert.All(again, p => Assert.Equal(DefinitionChangeKind.Unchanged, p.Change));
        Assert.Equal(s_two, (await StartAsync(host)).Version);

        static string Line(DefinitionPublication p) => $"{p.Version.Key} {p.Version.Version} {p.Change}";
    }

    [Fact]
    public async Task PublishAll_OneConflictsOrHasErrors_WritesNothing()
    {
        var host = await RunAsync(Approval());
        var fresh = WorkflowDefinition.Create("fresh", "1.0.0", d => d.End("end"));

        var dry = await host.Engine.PublishAllAsync([fresh, Draft(version: "1.0.0")], dryRun: true, "ada");
        var conflict = Assert.IsType<Rejection.BundleConflict>(await TryAsync(() => host.Engine.PublishAllAsync([fresh, Draft(version: "1.0.0")], dryRun: false, "ada")));
        var invalid = Assert.IsType<Rejection.InvalidDefinition>(
            await TryAsync(() => host.Engine.PublishAllAsync([fresh, Draft(to: "pya"), Draft(to: "apy", version: "3.0.0"), fresh], dryRun: true, "ada")));

        Assert.Equal([DefinitionChangeKind.Conflict, DefinitionChangeKind.New], dry.Select(p => p.Change));
        Assert.Equal(("version-conflict", "approval", s_one), (conflict.Code, conflict.Versions[0].Key, conflict.Versions[0].Version));
        Assert.Superset(new HashSet<string> { "/definitions/1/edges/0/to", "/definitions/2/edges/0/to", "/definitions/3/version" }, invalid.Problems.Select(p => p.Place).ToHashSet());
        Assert.Single(await host.Queries.ListDefinitionsAsync(TenantId.Default, CancellationToken.None));
    }

    private static Task<InstanceSnapshot> StartAsync(EngineHost host, SemanticVersion? version = null) =>
        host.Engine.StartAsync(new StartRequest("approval", System.Text.Json.JsonSerializer.SerializeToElement(new { }), "rita") { Version = version });
}
