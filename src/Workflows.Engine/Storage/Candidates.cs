using System.Collections.Immutable;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Storage;

/// <summary>The keys under which an offered task stands in inboxes, and the keys of the inboxes that a person looks into.</summary>
internal static class Candidates
{
    /// <summary>The key of tasks that anybody may do.</summary>
    public const string Anybody = "a:";

    /// <summary>The keys of a task; none while it is somebody's.</summary>
    public static ImmutableArray<string> KeysOf(HumanTask task) => task switch
    {
        { Assignee: not null } => [],
        { Users.IsEmpty: true, Groups.IsEmpty: true } => [Anybody],
        _ => [.. task.Users.Select(User).Concat(task.Groups.Select(Group)).Distinct()],
    };

    /// <summary>The keys of everything that is offered to a person.</summary>
    public static ImmutableArray<string> KeysOf(Actor person) => [User(person.Id), Anybody, .. person.Groups.Select(Group).Distinct()];

    private static string User(string id) => "u:" + id;

    private static string Group(string name) => "g:" + name;
}
