using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

internal sealed class DefinitionConfiguration : IEntityTypeConfiguration<DefinitionEntity>
{
    public void Configure(EntityTypeBuilder<DefinitionEntity> builder)
    {
        builder.ToTable("definitions");
        builder.HasKey(d => d.Number);
        builder.Property(d => d.Number).ValueGeneratedNever();
        builder.HasIndex(d => new { d.Tenant, d.Key, d.Version }, "ux_definitions_version").IsUnique();
    }
}
