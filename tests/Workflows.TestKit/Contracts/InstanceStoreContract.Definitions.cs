using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>Where the versions of definitions live.</content>
public abstract partial class InstanceStoreContract
{
    private static readonly SemanticVersion s_one = new(1, 0, 0);

    [Fact]
    public async Task WriteDefinition_SameVersionAgain_IsFalseAndKeepsTheFirst()
    {
        var definition = Stored(document: """{"first":true}""");

        Assert.True(await AddAsync(definition));
        Assert.False(await AddAsync(definition with { Document = "{}", Name = "Other" }));

        Assert.Equal(definition, await Definitions.FindAsync(Tenant, "approval", s_one, Token));
    }

    [Theory]
    [InlineData(DefinitionStatus.Draft)]
    [InlineData(DefinitionStatus.Published)]
    [InlineData(DefinitionStatus.Retired)]
    public async Task WriteDefinition_AtItsRevision_ReplacesEveryMember(DefinitionStatus status)
    {
        await AddAsync(Stored(status: DefinitionStatus.Draft));
        var next = Stored(status: status, revision: 2, name: "Other", document: """{"b":2}""", at: Time.GetUtcNow()) with
        {
            Description = null,
            Category = null,
            StepCount = 7,
            ContentHash = "other",
            ChangedBy = "max",
        };

        Assert.True(await Definitions.WriteAsync([new DefinitionChange.Save(next, 1)], [], [], Token));

        Assert.Equal(next, await Definitions.FindAsync(Tenant, "approval", s_one, Token));
        Assert.Equal(status is DefinitionStatus.Published ? next : null, await Definitions.FindAsync(Tenant, "approval", null, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task WriteDefinition_AtAnotherRevision_IsFalseAndWritesNothingOfTheBatch(long expected)
    {
        var current = Stored(status: DefinitionStatus.Draft, revision: 2);
        await AddAsync(current);

        Assert.False(await Definitions.WriteAsync([new DefinitionChange.Save(Stored("other"), 0), new DefinitionChange.Save(current with { Name = "Lost", Revision = 3 }, expected)], [], [], Token));
        Assert.False(await Definitions.WriteAsync([new DefinitionChange.Remove(Tenant, "approval", s_one, expected)], [], [], Token));

        Assert.Equal(current, await Definitions.FindAsync(Tenant, "approval", s_one, Token));
        Assert.Null(await Definitions.FindAsync(Tenant, "other", s_one, Token));
    }

    [Fact]
    public async Task WriteDefinition_SeveralAtOnce_WritesAll()
    {
        await AddAsync(Stored("gone", status: DefinitionStatus.Draft));

        Assert.True(await Definitions.WriteAsync(
            [new DefinitionChange.Save(Stored("a"), 0), new DefinitionChange.Save(Stored("b"), 0), new DefinitionChange.Remove(Tenant, "gone", s_one, 1)], [], [], Token));

        Assert.Equal(Stored("a"), await Definitions.FindAsync(Tenant, "a", null, Token));
        Assert.Equal(Stored("b"), await Definitions.FindAsync(Tenant, "b", null, Token));
        Assert.Null(await Definitions.FindAsync(Tenant, "gone", s_one, Token));
    }

    [Fact]
    public async Task WriteDefinition_RacingSaves_OneWins()
    {
        await AddAsync(Stored(status: DefinitionStatus.Draft));

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => Definitions.WriteAsync([new DefinitionChange.Save(Stored(status: DefinitionStatus.Draft, revision: 2, name: $"By {i}"), 1)], [], [], Token))));

        var winner = Assert.Single(Enumerable.Range(0, 8), i => written[i]);
        Assert.Equal($"By {winner}", (await Definitions.FindAsync(Tenant, "approval", s_one, Token))!.Name);
    }

    [Fact]
    public async Task WriteDefinition_InAnotherTenant_IsAnotherVersion()
    {
        await AddAsync(Stored(name: "Ours"));
        Assert.True(await AddAsync(Stored(tenant: Stranger.Tenant, name: "Theirs")));

        Assert.True(await Definitions.WriteAsync([new DefinitionChange.Remove(Stranger.Tenant, "approval", s_one, 1)], [], [], Token));

        Assert.Equal("Ours", (await Definitions.FindAsync(Tenant, "approval", s_one, Token))!.Name);
        Assert.Null(await Definitions.FindAsync(Stranger.Tenant, "approval", s_one, Token));
    }

    [Fact]
    public async Task FindDefinition_SeveralVersions_ComparesThemAsNumbersAndTakesPublishedOnes()
    {
        foreach (var version in new[] { "2.0.0", "10.0.0", "9.99.999", "1.10.2" })
        {
            await AddAsync(Stored(version: version));
        }

        await AddAsync(Stored(version: "11.0.0", status: DefinitionStatus.Retired));
        await AddAsync(Stored(version: "12.0.0", status: DefinitionStatus.Draft));
        await AddAsync(Stored(version: "99.0.0", tenant: Stranger.Tenant));
        await AddAsync(Stored("approval2", "50.0.0"));

        Assert.Equal(Stored(version: "10.0.0"), await Definitions.FindAsync(Tenant, "approval", null, Token));
        Assert.Equal(Stored(version: "1.10.2"), await Definitions.FindAsync(Tenant, "approval", new SemanticVersion(1, 10, 2), Token));
        Assert.Equal(Stored(version: "11.0.0", status: DefinitionStatus.Retired), await Definitions.FindAsync(Tenant, "approval", new SemanticVersion(11, 0, 0), Token));
        Assert.Null(await Definitions.FindAsync(Tenant, "approval", new SemanticVersion(1, 1, 1), Token));
        Assert.Null(await Definitions.FindAsync(Tenant, "none", null, Token));
    }

    [Fact]
    public async Task HasRetired_OnlyForThoseWithARetiredVersion()
    {
        await AddAsync(Stored("gone", status: DefinitionStatus.Retired));
        await AddAsync(Stored("gone", "2.0.0"));
        await AddAsync(Stored("draft", status: DefinitionStatus.Draft));
        await AddAsync(Stored("live"));
        await AddAsync(Stored("live", "2.0.0", tenant: Stranger.Tenant, status: DefinitionStatus.Retired));

        Assert.True(await Definitions.HasRetiredAsync(Tenant, "gone", Token));
        Assert.False(await Definitions.HasRetiredAsync(Tenant, "draft", Token));
        Assert.False(await Definitions.HasRetiredAsync(Tenant, "live", Token));
        Assert.False(await Definitions.HasRetiredAsync(Tenant, "none", Token));
    }
}
