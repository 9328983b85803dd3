using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;
using Workflows.Web.Features.Definitions;

namespace Workflows.Web.Tests.Features.Definitions;

public sealed class VersionWordsTests
{
    private static readonly DefinitionSummary s_draft = Version("3.0.0", DefinitionStatus.Draft, 0);
    private static readonly DefinitionSummary s_two = Version("2.0.0", DefinitionStatus.Published, 3);
    private static readonly DefinitionSummary s_one = Version("1.0.0", DefinitionStatus.Published, 1);
    private static readonly DefinitionSummary s_old = Version("0.9.0", DefinitionStatus.Retired, 0);

    [Fact]
    public void Before_PublishTheLatest_SaysWhoStays() => Assert.Equal(
        ["New instances take version 3.0.0.", "4 running instances stay on their version."], Consequences(VersionAct.Publish, s_draft));

    [Fact]
    public void Before_RestoreAnEarlierOne_SaysThatStartsGoOn() => Assert.Equal(["New instances go on to take version 2.0.0, which is later."], Consequences(VersionAct.Restore, s_old));

    [Fact]
    public void Before_RetireTheLatest_SaysWhatTakesItsPlace() => Assert.Equal(
        ["3 running instances stay on it and go on.", "New instances take version 1.0.0.", "Calls that name this version still work."], Consequences(VersionAct.Retire, s_two));

    [Fact]
    public void Before_RetireAnEarlierOne_SaysThatStartsGoOn() => Assert.Equal(
        ["1 running instance stays on it and goes on.", "New instances take version 2.0.0, as they do now.", "Calls that name this version still work."], Consequences(VersionAct.Retire, s_one));

    [Fact]
    public void Before_RetireTheOnlyOne_SaysThatNothingCanBeStarted()
    {
        var question = VersionWords.Before(VersionAct.Retire, s_one with { OpenInstances = 0 }, [s_draft, s_one with { OpenInstances = 0 }, s_old])!;

        Assert.Equal(
            ["Nothing is running on it.", "“Leave” can no longer be started: no other version is published.", "Calls that name this version still work."], question.Consequences.Items);
        Assert.Equal(("Retire version 1.0.0 of “Leave”?", true), (question.Title, question.IsDestructive));
    }

    [Fact]
    public void Before_Discard_SaysThatItIsGone() => Assert.Equal("It is deleted, and cannot be brought back.", VersionWords.Before(VersionAct.Discard, s_draft, [s_draft])!.What);

    private static ImmutableArray<string> Consequences(VersionAct act, DefinitionSummary version) => VersionWords.Before(act, version, [s_draft, s_two, s_one, s_old])!.Consequences.Items;

    private static DefinitionSummary Version(string version, DefinitionStatus status, int running) => new()
    {
        Key = "leave",
        Version = SemanticVersion.Parse(version),
        Status = status,
        Revision = 1,
        Name = "Leave",
        StepCount = 1,
        ContentHash = "",
        ChangedAt = DateTimeOffset.UnixEpoch,
        ChangedBy = "ada",
        OpenInstances = running,
    };
}
