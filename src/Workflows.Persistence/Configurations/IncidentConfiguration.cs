using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

/// <summary>Lists are walks back along an index; groups are found fingerprint by fingerprint.</summary>
internal sealed class IncidentConfiguration : IEntityTypeConfiguration<IncidentEntity>
{
    public void Configure(EntityTypeBuilder<IncidentEntity> builder)
    {
        builder.ToTable("incidents");
        builder.HasKey(i => i.Number);
        builder.Property(i => i.Number).ValueGeneratedNever();
        builder.HasIndex(i => new { i.InstanceId, i.Incident }, "ux_incidents_incident").IsUnique();
        builder.HasIndex(i => new { i.Tenant, i.OpenedAt, i.Number }, "ix_incidents_opened");
        builder.HasIndex(i => new { i.Tenant, i.Fingerprint, i.OpenedAt, i.Number }, "ix_incidents_group");
        builder.HasIndex(i => new { i.Tenant, i.Definition, i.OpenedAt, i.Number }, "ix_incidents_definition");
    }
}
