using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Knows who can sign in, and so do tasks. The program around the engine may register one; without it, tasks that nobody can do are not looked for.
/// </summary>
public interface IPeopleDirectory
{
    /// <summary>Everybody of every tenant who can sign in at the moment, with their groups.</summary>
    Task<IReadOnlyList<Actor>> ListActiveAsync(CancellationToken cancellationToken);
}
