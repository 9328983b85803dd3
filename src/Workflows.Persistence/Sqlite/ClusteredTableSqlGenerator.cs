using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Workflows.Persistence.Configurations;

namespace Workflows.Persistence.Sqlite;

/// <summary>Creates clustered tables <c>WITHOUT ROWID</c>, which EF Core does not know.</summary>
internal sealed class ClusteredTableSqlGenerator(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
    : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        var isClustered = model?.GetEntityTypes().Any(e => e.GetTableName() == operation.Name && e.IsClustered()) is true;
        base.Generate(operation, model, builder, terminate && !isClustered);
        if (isClustered)
        {
            builder.Append(" WITHOUT ROWID");
            if (terminate)
            {
                builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
                EndStatement(builder);
            }
        }
    }
}
