using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

/// <summary>Every list is a walk back along one index, in the order of the acts.</summary>
internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntity>
{
    public void Configure(EntityTypeBuilder<AuditEntity> builder)
    {
        builder.ToTable("audit");
        builder.HasKey(a => a.Number);
        builder.Property(a => a.Number).ValueGeneratedNever();
        builder.HasIndex(a => new { a.Tenant, a.At }, "ix_audit_at");
        builder.HasIndex(a => new { a.Tenant, a.Action, a.At }, "ix_audit_action");
        builder.HasIndex(a => new { a.Tenant, a.Actor, a.At }, "ix_audit_actor");
        builder.HasIndex(a => new { a.InstanceId, a.At }, "ix_audit_instance").HasFilter("instance_id IS NOT NULL");
    }
}
