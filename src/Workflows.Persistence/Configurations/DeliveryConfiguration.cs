using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

/// <summary>Due deliveries are found subscriber by subscriber, so that one that takes nothing hides no other's. Lists go back along the numbers.</summary>
internal sealed class DeliveryConfiguration : IEntityTypeConfiguration<DeliveryEntity>
{
    public void Configure(EntityTypeBuilder<DeliveryEntity> builder)
    {
        builder.ToTable("deliveries");
        builder.HasKey(d => d.Number);
        builder.Property(d => d.Number).ValueGeneratedNever();
        builder.HasIndex(d => new { d.Subscriber, d.DueAt, d.Number }, "ix_deliveries_due").HasFilter("due_at IS NOT NULL");
        builder.HasIndex(d => new { d.Tenant, d.Status, d.Number }, "ix_deliveries_status");
        builder.HasIndex(d => new { d.Tenant, d.Subscriber, d.Number }, "ix_deliveries_subscriber");
        builder.HasIndex(d => d.TriedAt, "ix_deliveries_delivered").HasFilter("status = 'delivered'");
    }
}
