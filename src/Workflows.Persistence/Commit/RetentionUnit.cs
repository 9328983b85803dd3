using System.Collections.Immutable;
using System.Globalization;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>
/// Instances that are no longer kept go, with everything that is theirs, in as many statements as there are tables, however many they are. The revision is the fence, and what
/// is open stays whatever its revision.
/// </summary>
internal sealed class RetentionUnit(TenantId tenant, ImmutableArray<(InstanceId Instance, long Revision)> batch) : WriteUnit
{
    /// <summary>Always the same number of parameters, so that there is one text.</summary>
    public static readonly string Ids = string.Join(", ", Enumerable.Range(0, IRetentionStore.MaxBatch).Select(i => Numbered("@i", i)));

    /// <summary>The fence.</summary>
    public static readonly string Instances = $"""
        DELETE FROM instances
        WHERE tenant = @tenant AND status IN ('completed', 'canceled', 'failed')
            AND (id, revision) IN (VALUES {string.Join(", ", Enumerable.Range(0, IRetentionStore.MaxBatch).Select(i => $"({Numbered("@i", i)}, {Numbered("@r", i)})"))})
        RETURNING id
        """;

    private static readonly string[] s_rest =
    [
        $"DELETE FROM task_candidates WHERE task IN (SELECT number FROM human_tasks WHERE tenant = @tenant AND instance_id IN ({Ids}))",
        $"DELETE FROM human_tasks WHERE tenant = @tenant AND instance_id IN ({Ids})",
    ];

    private static readonly string[] s_restById = [$"DELETE FROM history WHERE instance_id IN ({Ids})", $"DELETE FROM timers WHERE instance_id IN ({Ids})", $"DELETE FROM incidents WHERE instance_id IN ({Ids})"];

    /// <summary>What was removed.</summary>
    public ImmutableArray<InstanceId> Removed { get; private set; } = [];

    public override bool HasChanged => !Removed.IsEmpty;

    /// <summary>Ids for <see cref="Ids"/>: the places that are left are taken by one that nobody has.</summary>
    public static object?[] Padded(IEnumerable<InstanceId> ids) =>
        [.. ids.Select(id => (object)id.Value).Concat(Enumerable.Repeat((object)Guid.Empty, IRetentionStore.MaxBatch)).Take(IRetentionStore.MaxBatch)];

    public override Exception? Write(DbSession session)
    {
        object?[] fences = [.. batch
            .Concat(Enumerable.Repeat((new InstanceId(Guid.Empty), -1L), IRetentionStore.MaxBatch - batch.Length))
            .SelectMany(b => new object[] { b.Item1.Value, b.Item2 })];
        Removed = [.. session.List(Instances, row => new InstanceId(row.Id(0)), [tenant.Value, .. fences])];
        if (Removed.IsEmpty)
        {
            return null;
        }

        var ids = Padded(Removed);
        foreach (var sql in s_rest)
        {
            session.Execute(sql, [tenant.Value, .. ids]);
        }

        foreach (var sql in s_restById)
        {
            session.Execute(sql, ids);
        }

        return null;
    }

    private static string Numbered(string prefix, int number) => prefix + number.ToString(CultureInfo.InvariantCulture);
}
