using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>One statement that cannot be refused.</summary>
/// <param name="sql">The statement; it must be one of few.</param>
/// <param name="values">Its values, as <see cref="StoredValue"/> has them.</param>
internal sealed class StatementUnit(string sql, params object?[] values) : WriteUnit
{
    public override Exception? Write(DbSession session)
    {
        session.Execute(sql, values);
        return null;
    }
}
