using Workflows.Engine.HumanTasks;
using Workflows.Engine.Storage;

namespace Workflows.Web.Features.Inbox;

/// <summary>What the inbox shows, as its address says it.</summary>
/// <param name="Scope">Whose tasks; null for the first of <see cref="Scopes"/> that has any.</param>
/// <param name="Definition">Only tasks of this workflow.</param>
/// <param name="Search">Only tasks whose title or reference begins with this.</param>
/// <param name="Task">The selected task.</param>
public sealed record InboxQuery(TaskScope? Scope = null, string? Definition = null, string? Search = null, HumanTaskId? Task = null)
{
    /// <summary>The scopes of the inbox, in the order they are shown.</summary>
    public static IReadOnlyList<TaskScope> Scopes { get; } = [TaskScope.Mine, TaskScope.Available, TaskScope.Done];

    /// <summary>The address.</summary>
    public string Url => Urls.InboxWith(Scope is { } scope ? NameOf(scope) : null, Definition, Search, Task?.ToString());

    /// <summary>Whether anything narrows the list beside its scope.</summary>
    public bool IsNarrowed => Definition is not null || Search is not null;

    /// <summary>Reads the parameters of the address; what it does not understand it leaves out.</summary>
    public static InboxQuery Parse(string? scope, string? definition, string? search, string? task)
    {
        return new InboxQuery(
            Scopes.Cast<TaskScope?>().FirstOrDefault(known => NameOf(known!.Value) == scope),
            string.IsNullOrWhiteSpace(definition) ? null : definition,
            string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            Guid.TryParse(task, out var id) ? new HumanTaskId(id) : null);
    }

    /// <summary>The name of a scope in the address.</summary>
    public static string NameOf(TaskScope scope)
    {
        return scope switch
        {
            TaskScope.Mine => "mine",
            TaskScope.Available => "available",
            TaskScope.Done => "done",
            _ => "all",
        };
    }
}
