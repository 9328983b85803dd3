using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>Writes a row as it is: whether the database can be written shows only when something is.</summary>
internal sealed class ProbeUnit : WriteUnit
{
    public override Exception? Write(DbSession session)
    {
        session.Execute("UPDATE definitions SET revision = revision WHERE number = (SELECT min(number) FROM definitions)");
        return null;
    }
}
