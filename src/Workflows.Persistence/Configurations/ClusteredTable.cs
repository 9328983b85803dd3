using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workflows.Persistence.Configurations;

/// <summary>Tables whose rows lie in the order of their primary key, where the database can do that.</summary>
internal static class ClusteredTable
{
    private const string Annotation = "Workflows:Clustered";

    public static void IsClustered<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class => builder.HasAnnotation(Annotation, true);

    public static bool IsClustered(this IReadOnlyEntityType entity) => entity.FindAnnotation(Annotation) is { Value: true };
}
