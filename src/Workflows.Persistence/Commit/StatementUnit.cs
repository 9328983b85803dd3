using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>One statement.</summary>
/// <param name="sql">The statement; it must be one of few.</param>
/// <param name="values">Its values, as <see cref="StoredValue"/> has them.</param>
internal sealed class StatementUnit(string sql, params object?[] values) : WriteUnit
{
    /// <summary>How many rows it changed.</summary>
    public int Changed { get; private set; }

    public override bool HasChanged => Changed > 0;

    public override Exception? Write(DbSession session)
    {
        Changed = session.Execute(sql, values);
        return null;
    }
}
