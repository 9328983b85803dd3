using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <summary>What every <see cref="IWorkflowQueries"/> must do; here what is about instances and definitions.</summary>
public abstract partial class WorkflowQueriesContract : StoreContract
{
    [Fact]
    public async Task ListInstances_Empty_GivesAnEmptyPage()
    {
        var page = await ListAsync(new InstanceFilter());

        Assert.Empty(page.Items);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task ListInstances_OneInstance_GivesEveryColumn()
    {
        await AddAsync(Stored(name: "Approve requests"));
        var started = Time.GetUtcNow();
        var instance = await StartAsync(StoreSamples.Approval(), by: "rita", reference: "REQ-7", title: "Ink for Ann");
        Time.Advance(TimeSpan.FromMinutes(1));
        await instance.CommitAsync(Store, instance.CompleteStep());

        var waiting = new InstanceSummary(
            instance.Id, "approval", "Approve requests", SemanticVersion.Parse("1.0.0"), "Ink for Ann", "REQ-7", InstanceStatus.Waiting, "rita", started, started.AddMinutes(1), null,
            "approve", 0);
        Assert.Equal([waiting], (await ListAsync(new InstanceFilter())).Items);

        Time.Advance(TimeSpan.FromMinutes(1));
        await instance.CommitAsync(Store, instance.CompleteTask("ann", "reject"));

        Assert.Equal(
            [waiting with { Status = InstanceStatus.Completed, UpdatedAt = started.AddMinutes(2), EndedAt = started.AddMinutes(2), CurrentSteps = null }],
            (await ListAsync(new InstanceFilter())).Items);
    }

    [Fact]
    public async Task ListInstances_DefinitionNotPublished_NamesItsKey()
    {
        await StartAsync(StoreSamples.Task());

        Assert.Equal("task", Assert.Single((await ListAsync(new InstanceFilter())).Items).DefinitionName);
    }

    [Fact]
    public async Task ListInstances_Pages_GiveEveryRowOnceLatestFirst()
    {
        List<InstanceId> all = [];
        for (var i = 0; i < 23; i++)
        {
            // Some begin at the same moment.
            Time.Advance(TimeSpan.FromMilliseconds(i % 3));
            all.Add((await StartAsync(StoreSamples.Task())).Id);
        }

        var found = await AllAsync(new InstanceFilter(), 5);

        all.Reverse();
        Assert.Equal(all, found);
        Assert.Null((await ListAsync(new InstanceFilter(), 23)).Next);
        Assert.NotNull((await ListAsync(new InstanceFilter(), 22)).Next);
    }

    [Fact]
    public async Task ListInstances_NewInstancesBetweenPages_NeitherRepeatNorHideRows()
    {
        List<InstanceId> all = [];
        for (var i = 0; i < 10; i++)
        {
            all.Add((await StartAsync(StoreSamples.Task())).Id);
        }

        var first = await ListAsync(new InstanceFilter(), 4);
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(i));
            await StartAsync(StoreSamples.Task());
        }

        var second = await ListAsync(new InstanceFilter(), 4, first.Next);
        var third = await ListAsync(new InstanceFilter(), 4, second.Next);

        all.Reverse();
        Assert.Equal(all, first.Items.Concat(second.Items).Concat(third.Items).Select(i => i.Id));
        Assert.Null(third.Next);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("AgAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1 OR 1=1; DROP TABLE instances")]
    public async Task ListInstances_ForeignCursor_Throws(string cursor) =>
        await Assert.ThrowsAsync<InvalidCursorException>(() => ListAsync(new InstanceFilter(), 5, cursor));

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task ListInstances_LimitOutOfRange_Throws(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ListAsync(new InstanceFilter(), limit));

    /// <summary>Every filter alone and every pair of them, against what the instances say themselves.</summary>
    [Fact]
    public async Task ListInstances_Filters_GiveWhatMatches()
    {
        var began = Time.GetUtcNow();
        List<TestInstance> all = [];
        for (var i = 0; i < 48; i++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            var definition = (i % 4) switch
            {
                0 => StoreSamples.Task(),
                1 => StoreSamples.Approval(),
                2 => StoreSamples.Approval(version: "2.0.0"),
                _ => StoreSamples.Machines(1),
            };
            var instance = await StartAsync(definition, by: i % 3 == 0 ? "rita" : "paul", reference: i % 5 == 0 ? null : $"REQ-{i % 7}", title: i % 2 == 0 ? $"Ärger {i}" : $"Travel {i}");
            if (i % 8 == 3)
            {
                await instance.CommitAsync(Store, new InstanceCommand.FailStep(1, 1, "no"));
            }
            else if (i % 8 == 7)
            {
                await instance.CommitAsync(Store, instance.CompleteStep());
            }

            all.Add(instance);
        }

        (string Name, Func<InstanceFilter, InstanceFilter> Narrow, Func<WorkflowInstance, bool> Matches)[] filters =
        [
            ("definition", f => f with { Definition = "approval" }, i => i.Definition == "approval"),
            ("version", f => f with { Version = SemanticVersion.Parse("2.0.0") }, i => i.Version.Major == 2),
            ("status", f => f with { Statuses = [InstanceStatus.Running] }, i => i.Status is InstanceStatus.Running),
            ("statuses", f => f with { Statuses = [InstanceStatus.Completed, InstanceStatus.Failed] }, i => i.Status is InstanceStatus.Completed or InstanceStatus.Failed),
            ("title", f => f with { Search = "äRGER 1" }, i => i.Title.StartsWith("Ärger 1", StringComparison.Ordinal)),
            ("reference", f => f with { Reference = "REQ-3" }, i => i.Reference == "REQ-3"),
            ("search", f => f with { Search = "req-" }, i => i.Reference is not null),
            ("starter", f => f with { StartedBy = "rita" }, i => i.StartedBy == "rita"),
            ("from", f => f with { From = began.AddMinutes(20) }, i => i.StartedAt >= began.AddMinutes(20)),
            ("to", f => f with { To = began.AddMinutes(20) }, i => i.StartedAt < began.AddMinutes(20)),
            ("incident", f => f with { HasIncident = true }, i => i.Incidents.Count > 0),
            ("no incident", f => f with { HasIncident = false }, i => i.Incidents.Count == 0),
        ];
        all.Reverse();
        foreach (var (one, narrow, matches) in filters)
        {
            foreach (var (other, narrowMore, matchesToo) in filters)
            {
                if (one == other || (one, other) is not (("search", "title") or ("title", "search") or ("status", "statuses") or ("statuses", "status") or ("incident", "no incident") or ("no incident", "incident")))
                {
                    var expected = all.Where(i => matches(i.State) && matchesToo(i.State)).Select(i => i.Id).ToList();
                    var found = await AllAsync(narrow(narrowMore(new InstanceFilter())), 7);
                    Assert.True(expected.SequenceEqual(found), $"{one} and {other}: {expected.Count} expected, {found.Count} found");
                }
            }
        }
    }

    [Theory]
    [InlineData("%", new[] { "%odd_" })]
    [InlineData("%odd_", new[] { "%odd_" })]
    [InlineData("_", new string[0])]
    [InlineData("\\", new[] { "\\path" })]
    [InlineData("'", new[] { "'quoted'" })]
    [InlineData("straße", new[] { "Straße" })]
    [InlineData("  ink  ", new[] { "Ink" })]
    [InlineData("   ", new[] { "Straße", "'quoted'", "\\path", "%odd_", "Ink" })]
    public async Task ListInstances_SearchWithOddLetters_TakesThemAsTheyAre(string search, string[] expected)
    {
        foreach (var title in new[] { "Ink", "%odd_", "\\path", "'quoted'", "Straße" })
        {
            await StartAsync(StoreSamples.Task(), title: title);
        }

        Assert.Equal(expected, (await ListAsync(new InstanceFilter { Search = search })).Items.Select(i => i.Title));
    }

    [Fact]
    public async Task ListInstances_LongTitle_IsFoundByItsBeginning()
    {
        var title = new string('x', 99) + "😀" + new string('y', 500);
        await StartAsync(StoreSamples.Task(), title: title);

        Assert.Single((await ListAsync(new InstanceFilter { Search = new string('X', 60) })).Items);
        Assert.Single((await ListAsync(new InstanceFilter { Search = title })).Items);
    }

    [Fact]
    public async Task FindInstance_StoredInstance_GivesItsState()
    {
        var instance = await StartAsync(StoreSamples.Timers(), reference: "REQ-1");

        var found = await Queries.FindInstanceAsync(Tenant, instance.Id, Token);

        var expected = instance.State.ToSnapshot();
        Assert.Equal((expected.Id, expected.Status, expected.Revision, expected.Position, expected.Reference), (found!.Id, found.Status, found.Revision, found.Position, found.Reference));
        Assert.Equal(expected.Tokens, found.Tokens);
        Assert.Equal(expected.OpenTasks, found.OpenTasks);
        Assert.Equal(expected.Timers, found.Timers);
        Assert.Equal(Text(expected.Data), Text(found.Data));
        Assert.Null(await Queries.FindInstanceAsync(Tenant, new InstanceId(Guid.CreateVersion7()), Token));
    }

    [Fact]
    public async Task ListHistory_Pages_GiveEveryEventOnceOldestFirst()
    {
        var instance = await StartAsync(StoreSamples.Machines(3));
        await instance.CommitAsync(Store, instance.CompleteStep());
        await StartAsync(StoreSamples.Machines(3));
        List<HistoryEntry> all = [];
        for (IReadOnlyList<HistoryEntry> page; (page = await Queries.ListHistoryAsync(Tenant, instance.Id, all.Count, 2, Token)).Count > 0;)
        {
            Assert.InRange(page.Count, 1, 2);
            all.AddRange(page);
        }

        Assert.Equal(instance.State.Position, all.Count);
        Assert.Equal(Enumerable.Range(1, all.Count), all.Select(e => (int)e.Position));
        Assert.Equal(["InstanceStarted", "StepStarted", "StepCompleted", "StepStarted"], all.Select(e => e.Event.GetType().Name));
        Assert.Empty(await Queries.ListHistoryAsync(Tenant, new InstanceId(Guid.CreateVersion7()), 0, 10, Token));
    }

    [Fact]
    public async Task ListDefinitions_SeveralVersions_GivesTheLatestByNameWithOpenInstances()
    {
        await AddAsync(Stored("b", "1.0.0", name: "alpha"));
        await AddAsync(Stored("b", "10.0.0", name: "Alpha"));
        await AddAsync(Stored("b", "2.0.0", name: "zulu"));
        await AddAsync(Stored("a", name: "beta"));
        await StartAsync(StoreSamples.Task("b", "1.0.0"));
        await StartAsync(StoreSamples.Task("b", "10.0.0"));
        var ended = await StartAsync(StoreSamples.Task("b", "10.0.0"));
        await ended.CommitAsync(Store, ended.CompleteTask("ann"));
        var failed = await StartAsync(StoreSamples.Machines(1, "a"));
        await failed.CommitAsync(Store, new InstanceCommand.FailStep(1, 1, "no"));

        var definitions = await Queries.ListDefinitionsAsync(Tenant, Token);

        Assert.Equal([Stored("b", "10.0.0", name: "Alpha").ToSummary(2), Stored("a", name: "beta").ToSummary(1)], definitions);
        Assert.Equal(
            [Stored("b", "10.0.0", name: "Alpha").ToSummary(1), Stored("b", "2.0.0", name: "zulu").ToSummary(0), Stored("b", "1.0.0", name: "alpha").ToSummary(1)],
            await Queries.ListVersionsAsync(Tenant, "b", Token));
        Assert.Empty(await Queries.ListVersionsAsync(Tenant, "none", Token));
    }

    [Fact]
    public async Task ListDefinitions_ByStatus_ShowsThePublishedThenTheRetiredThenTheDraft()
    {
        await AddAsync(Stored("a", "1.0.0"));
        await AddAsync(Stored("a", "2.0.0", status: DefinitionStatus.Retired));
        await AddAsync(Stored("a", "3.0.0", status: DefinitionStatus.Draft));
        await AddAsync(Stored("a", "10.0.0", status: DefinitionStatus.Draft));
        await AddAsync(Stored("b", "1.0.0", status: DefinitionStatus.Retired));
        await AddAsync(Stored("b", "0.9.0", status: DefinitionStatus.Retired));
        await AddAsync(Stored("b", "0.1.0", status: DefinitionStatus.Draft));
        await AddAsync(Stored("c", "0.1.0", status: DefinitionStatus.Draft));
        await AddAsync(Stored("d", tenant: Stranger.Tenant));

        Assert.Equal(
            [
                Stored("a", "1.0.0").ToSummary() with { Draft = new SemanticVersion(10, 0, 0) },
                Stored("b", "1.0.0", status: DefinitionStatus.Retired).ToSummary() with { Draft = new SemanticVersion(0, 1, 0) },
                Stored("c", "0.1.0", status: DefinitionStatus.Draft).ToSummary() with { Draft = new SemanticVersion(0, 1, 0) },
            ],
            await Queries.ListDefinitionsAsync(Tenant, Token));
        Assert.Equal(
            [("10.0.0", DefinitionStatus.Draft), ("3.0.0", DefinitionStatus.Draft), ("2.0.0", DefinitionStatus.Retired), ("1.0.0", DefinitionStatus.Published)],
            (await Queries.ListVersionsAsync(Tenant, "a", Token)).Select(v => (v.Version.ToString(), v.Status)));
    }

    [Fact]
    public async Task FindVersion_Draft_IsReadAnewAndOnlyThere()
    {
        var draft = Stored(document: DefinitionDocument.Write(StoreSamples.Approval()), status: DefinitionStatus.Draft);
        await AddAsync(draft);
        var first = await Queries.FindVersionAsync(Tenant, "approval", draft.Version, Token);
        var next = draft with { Revision = 2, Document = DefinitionDocument.Write(WorkflowDefinition.Create("approval", "1.0.0", d => d.End("end"))) };
        await Definitions.WriteAsync([new DefinitionChange.Save(next, 1)], [], [], Token);

        var second = await Queries.FindVersionAsync(Tenant, "approval", draft.Version, Token);

        Assert.Equal((draft.ToSummary(), 4), (first!.Summary, first.Definition.Steps.Length));
        Assert.Equal((next.ToSummary(), 1), (second!.Summary, second.Definition.Steps.Length));
        Assert.Null(await Queries.FindDefinitionAsync(Tenant, "approval", draft.Version, Token));
        Assert.Null(await Queries.FindDefinitionAsync(Tenant, "approval", null, Token));
        Assert.Null(await Queries.FindVersionAsync(Stranger.Tenant, "approval", draft.Version, Token));

        await Definitions.WriteAsync([new DefinitionChange.Save(next with { Revision = 3, Status = DefinitionStatus.Retired }, 2)], [], [], Token);

        Assert.NotNull(await Queries.FindDefinitionAsync(Tenant, "approval", draft.Version, Token));
        Assert.Null(await Queries.FindDefinitionAsync(Tenant, "approval", null, Token));
    }

    [Fact]
    public async Task FindDefinition_PublishedDefinition_ReadsItsDocument()
    {
        foreach (var definition in new[] { StoreSamples.Approval(), StoreSamples.Approval(version: "2.0.0"), StoreSamples.Task() })
        {
            await AddAsync(Stored(definition.Key, definition.Version.ToString(), document: DefinitionDocument.Write(definition)));
        }

        Assert.Equal("2.0.0", (await Queries.FindDefinitionAsync(Tenant, "approval", null, Token))!.Version.ToString());
        var first = await Queries.FindDefinitionAsync(Tenant, "approval", SemanticVersion.Parse("1.0.0"), Token);
        Assert.Equal(["submit", "approve", "process", "rejected"], first!.Steps.Select(s => s.Id.Value));
        Assert.Null(await Queries.FindDefinitionAsync(Tenant, "approval", SemanticVersion.Parse("3.0.0"), Token));
        Assert.Null(await Queries.FindDefinitionAsync(Stranger.Tenant, "approval", null, Token));
    }

    private Task<Page<InstanceSummary>> ListAsync(InstanceFilter filter, int limit = 25, string? cursor = null) =>
        Queries.ListInstancesAsync(Tenant, filter, new PageRequest(limit, cursor), Token);

    private async Task<List<InstanceId>> AllAsync(InstanceFilter filter, int limit)
    {
        var all = ImmutableArray.CreateBuilder<InstanceSummary>();
        string? cursor = null;
        do
        {
            var page = await ListAsync(filter, limit, cursor);
            Assert.True(page.Next is null || page.Items.Length == limit);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return [.. all.Select(i => i.Id)];
    }
}
