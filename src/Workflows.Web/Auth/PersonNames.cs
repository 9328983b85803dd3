using System.Collections.Frozen;
using Workflows.Engine.HumanTasks;

namespace Workflows.Web.Auth;

/// <summary>What people are called, by their ids: histories and tasks remember ids, pages show names.</summary>
/// <param name="read">Reads the names of everybody.</param>
/// <param name="time">The clock.</param>
internal sealed class PersonNames(Func<CancellationToken, Task<IReadOnlyDictionary<string, string>>> read, TimeProvider time)
{
    /// <summary>How old a name may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private FrozenDictionary<string, string> _names = FrozenDictionary<string, string>.Empty;
    private DateTimeOffset? _readAt;

    /// <summary>Reads the names again when they are older than <see cref="MaxAge"/>.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_readAt is null || now - _readAt >= MaxAge)
        {
            _names = (await read(cancellationToken)).ToFrozenDictionary(StringComparer.Ordinal);
            _readAt = now;
        }
    }

    /// <summary>The name; the id itself for somebody unknown, and "Workflows" for the engine.</summary>
    public string Of(string id)
    {
        return id == Actor.System.Id ? "Workflows" : _names.GetValueOrDefault(id, id);
    }
}
