using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

internal sealed class ScheduleConfiguration : IEntityTypeConfiguration<ScheduleEntity>
{
    public void Configure(EntityTypeBuilder<ScheduleEntity> builder)
    {
        builder.ToTable("schedules");
        builder.HasKey(s => new { s.Tenant, s.Id });
        builder.HasIndex(s => s.LookAt, "ix_schedules_look").HasFilter("look_at IS NOT NULL");
    }
}
