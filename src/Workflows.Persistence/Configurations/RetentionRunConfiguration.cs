using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

internal sealed class RetentionRunConfiguration : IEntityTypeConfiguration<RetentionRunEntity>
{
    public void Configure(EntityTypeBuilder<RetentionRunEntity> builder)
    {
        builder.ToTable("retention_runs");
        builder.HasKey(r => r.Id);
    }
}
