using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

/// <summary>As with instances, every list is a walk along one index in the order of the page. Closed tasks are not in the indexes of open ones.</summary>
internal sealed class HumanTaskConfiguration : IEntityTypeConfiguration<HumanTaskEntity>
{
    public const string ByInstance = "ix_human_tasks_instance";
    public const string OpenByAssignee = "ix_human_tasks_mine";
    public const string OpenByAge = "ix_human_tasks_open";
    public const string OpenByDefinition = "ix_human_tasks_definition";
    public const string DoneByPerson = "ix_human_tasks_done";
    public const string Closed = "ix_human_tasks_closed";
    public const string ByTitle = "ix_human_tasks_title";
    public const string ByReference = "ix_human_tasks_reference";

    private const string IsOpen = "closed_at IS NULL";

    public void Configure(EntityTypeBuilder<HumanTaskEntity> builder)
    {
        builder.ToTable("human_tasks");
        builder.HasKey(t => t.Number);
        builder.Property(t => t.Number).ValueGeneratedNever();
        builder.HasIndex(t => t.Id, "ux_human_tasks_id").IsUnique();
        builder.HasIndex(t => new { t.Tenant, t.InstanceId, t.CreatedAt }, ByInstance);

        builder.HasIndex(t => new { t.Tenant, t.Assignee, t.CreatedAt }, OpenByAssignee).HasFilter(IsOpen + " AND assignee IS NOT NULL");
        builder.HasIndex(t => new { t.Tenant, t.CreatedAt }, OpenByAge).HasFilter(IsOpen);
        builder.HasIndex(t => new { t.Tenant, t.Definition, t.CreatedAt }, OpenByDefinition).HasFilter(IsOpen);
        builder.HasIndex(t => new { t.Tenant, t.CompletedBy, t.ClosedAt }, DoneByPerson).HasFilter("completed_by IS NOT NULL");
        builder.HasIndex(t => new { t.Tenant, t.ClosedAt }, Closed).HasFilter("closed_at IS NOT NULL");

        builder.HasIndex(t => new { t.Tenant, t.TitleFolded }, ByTitle);
        builder.HasIndex(t => new { t.Tenant, t.ReferenceFolded }, ByReference).HasFilter("reference_folded IS NOT NULL");
    }
}
