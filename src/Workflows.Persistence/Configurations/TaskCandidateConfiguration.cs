using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

internal sealed class TaskCandidateConfiguration : IEntityTypeConfiguration<TaskCandidateEntity>
{
    public void Configure(EntityTypeBuilder<TaskCandidateEntity> builder)
    {
        builder.ToTable("task_candidates");
        builder.HasKey(c => new { c.Task, c.Candidate });
        builder.IsClustered();
        builder.HasIndex(c => new { c.Tenant, c.Candidate, c.CreatedAt, c.Task }, "ix_task_candidates_inbox");
    }
}
