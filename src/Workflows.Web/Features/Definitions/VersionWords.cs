using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;
using Workflows.Web.Components.Shared;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Definitions;

/// <summary>What can be done to a version of a definition.</summary>
public enum VersionAct
{
    /// <summary>A draft is opened to be changed.</summary>
    Edit,

    /// <summary>A draft is published.</summary>
    Publish,

    /// <summary>A published version is retired.</summary>
    Retire,

    /// <summary>A retired version is published again.</summary>
    Restore,

    /// <summary>A draft is thrown away.</summary>
    Discard,
}

/// <summary>What is asked before a version is published, retired, restored or discarded.</summary>
/// <param name="Title">The question.</param>
/// <param name="What">What will happen.</param>
/// <param name="Action">The verb on the button.</param>
/// <param name="Consequences">What else will happen.</param>
internal sealed record VersionQuestion(string Title, string What, string Action, Consequences Consequences)
{
    /// <summary>Whether something is lost, or stops working.</summary>
    public bool IsDestructive { get; init; }
}

/// <summary>Says in words what acts on versions do.</summary>
internal static class VersionWords
{
    /// <summary>What can be done to a version, the most likely first.</summary>
    public static ImmutableArray<VersionAct> ActsOf(DefinitionSummary version) => version.Status switch
    {
        DefinitionStatus.Draft => [VersionAct.Publish, VersionAct.Edit, VersionAct.Discard],
        DefinitionStatus.Published => [VersionAct.Retire],
        _ => [VersionAct.Restore],
    };

    /// <summary>What to ask first; null when the act needs no question.</summary>
    /// <param name="act">The act.</param>
    /// <param name="version">The version.</param>
    /// <param name="all">All versions of the definition.</param>
    public static VersionQuestion? Before(VersionAct act, DefinitionSummary version, IReadOnlyList<DefinitionSummary> all)
    {
        var name = $"version {version.Version} of “{version.Name}”";
        var before = Latest(all, except: null);
        var others = Latest(all, except: version);
        var isLatest = others is null || others.Version < version.Version;
        return act switch
        {
            VersionAct.Publish => new VersionQuestion(
                $"Publish {name}?",
                "It is checked once more. Once published, it never changes.",
                "Publish",
                new Consequences("After that:", [NewTake(version, others, isLatest), .. Staying(all.Where(v => v.Status is not DefinitionStatus.Draft))])),
            VersionAct.Restore => new VersionQuestion(
                $"Restore {name}?", "Instances can be started with it again.", "Restore", new Consequences("After that:", [NewTake(version, others, isLatest)])),
            VersionAct.Retire => new VersionQuestion(
                $"Retire {name}?",
                "Nothing new can be started with it. It can be restored.",
                "Retire",
                new Consequences("After that:",
                [
                    version.OpenInstances is 0
                        ? "Nothing is running on it."
                        : $"{Words.Count(version.OpenInstances, "running instance")} {(version.OpenInstances is 1 ? "stays on it and goes" : "stay on it and go")} on.",
                    others is null
                        ? $"“{version.Name}” can no longer be started: no other version is published."
                        : before?.Version == version.Version ? $"New instances take version {others.Version}." : $"New instances take version {others.Version}, as they do now.",
                    "Calls that name this version still work.",
                ]))
            {
                IsDestructive = true,
            },
            VersionAct.Discard => new VersionQuestion(
                $"Discard the draft {version.Version} of “{version.Name}”?", "It is deleted, and cannot be brought back.", "Discard", new Consequences("", []))
            { IsDestructive = true },
            _ => null,
        };
    }

    /// <summary>What was done, as a sentence.</summary>
    public static string After(VersionAct act, DefinitionSummary version) => act switch
    {
        VersionAct.Publish => $"Version {version.Version} is published.",
        VersionAct.Restore => $"Version {version.Version} can be started again.",
        VersionAct.Retire => $"Version {version.Version} is retired.",
        _ => $"The draft {version.Version} is discarded.",
    };

    private static string NewTake(DefinitionSummary version, DefinitionSummary? others, bool isLatest) => isLatest
        ? $"New instances take version {version.Version}."
        : $"New instances go on to take version {others!.Version}, which is later.";

    private static IEnumerable<string> Staying(IEnumerable<DefinitionSummary> versions) =>
        versions.Sum(v => v.OpenInstances) is > 0 and var running ? [$"{Words.Count(running, "running instance")} {(running is 1 ? "stays on its" : "stay on their")} version."] : [];

    private static DefinitionSummary? Latest(IReadOnlyList<DefinitionSummary> all, DefinitionSummary? except) =>
        all.Where(v => v.Status is DefinitionStatus.Published && v.Version != except?.Version).MaxBy(v => v.Version);
}
