using Microsoft.Data.Sqlite;
using Workflows.Engine.Storage;

namespace Workflows.Persistence.Commit;

/// <summary>A published definition.</summary>
internal sealed class DefinitionUnit(StoredDefinition definition) : WriteUnit
{
    /// <summary>Whether it was added; otherwise the version was there before.</summary>
    public bool IsAdded { get; private set; }

    public override Exception? Write(SqliteConnection connection, Statements statements)
    {
        IsAdded = statements.InsertDefinition.Execute(
            definition.Tenant.Value,
            definition.Key,
            StoredValue.Of(definition.Version),
            definition.Name,
            definition.Description,
            definition.Category,
            definition.StepCount,
            definition.ContentHash,
            StoredValue.Of(definition.PublishedAt),
            definition.PublishedBy,
            definition.Document) == 1;
        return null;
    }
}
