using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Workflows.Engine.Storage;

namespace Workflows.Persistence.Commit;

/// <summary>Changes of definition versions: all or none.</summary>
internal sealed class DefinitionUnit(ImmutableArray<DefinitionChange> changes) : WriteUnit
{
    /// <summary>Whether they were written; otherwise a version was not at the revision that its change expects.</summary>
    public bool IsWritten { get; private set; }

    public override Exception? Write(SqliteConnection connection, Statements statements)
    {
        // Nobody else writes: what is looked at here holds until the end of the transaction.
        IsWritten = changes.All(change => RevisionOf(statements, change) == change.ExpectedRevision);
        if (IsWritten)
        {
            foreach (var change in changes)
            {
                Write(statements, change);
            }
        }

        return null;
    }

    private static long RevisionOf(Statements statements, DefinitionChange change)
    {
        using var row = statements.FindDefinition.Query(change.Tenant.Value, change.Key, StoredValue.Of(change.Version));
        return row.Read() ? row.GetInt64(0) : 0;
    }

    private static void Write(Statements statements, DefinitionChange change)
    {
        if (change is not DefinitionChange.Save { Definition: var definition })
        {
            statements.DeleteDefinition.Execute(change.Tenant.Value, change.Key, StoredValue.Of(change.Version));
            return;
        }

        statements.SaveDefinition.Execute(
            definition.Tenant.Value,
            definition.Key,
            StoredValue.Of(definition.Version),
            StoredValue.Of(definition.Status),
            definition.Revision,
            definition.Name,
            definition.Description,
            definition.Category,
            definition.StepCount,
            definition.ContentHash,
            StoredValue.Of(definition.ChangedAt),
            definition.ChangedBy,
            definition.PublishedAt is { } at ? StoredValue.Of(at) : null,
            definition.PublishedBy,
            definition.Document);
    }
}
