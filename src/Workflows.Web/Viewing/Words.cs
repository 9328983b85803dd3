namespace Workflows.Web.Viewing;

/// <summary>Small pieces of sentences that several pages build.</summary>
internal static class Words
{
    /// <summary>For example "A", "A and B", "A, B and C".</summary>
    public static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";
    }

    /// <summary>For example "1 task", "2 tasks", "no tasks".</summary>
    public static string Count(int count, string one, string? many = null)
    {
        return $"{(count == 0 ? "no" : count)} {(count == 1 ? one : many ?? $"{one}s")}";
    }

    /// <summary>Whom a task is offered to, for example "max and the group managers"; without anyone it is everyone's.</summary>
    public static string Candidates(IReadOnlyCollection<string> users, IReadOnlyCollection<string> groups)
    {
        return users.Count + groups.Count == 0 ? "everyone" : List([.. users, .. groups.Select(group => $"the group {group}")]);
    }
}
