using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

/// <summary>
/// Every list is a walk along one index in the order of the page: an index begins with the tenant, goes on with what is asked for, and ends with the moment
/// of the start (and, as every index does, with the row's number).
/// </summary>
internal sealed class InstanceConfiguration : IEntityTypeConfiguration<InstanceEntity>
{
    public const string ByStart = "ix_instances_started";
    public const string ByStatus = "ix_instances_status";
    public const string ByDefinition = "ix_instances_definition";
    public const string ByStarter = "ix_instances_starter";
    public const string ByReference = "ix_instances_reference";
    public const string ByTitle = "ix_instances_title";
    public const string WithIncident = "ix_instances_incident";
    public const string WithIncidentByDefinition = "ix_instances_incident_definition";

    private const string HasIncident = "incident_count > 0";

    public void Configure(EntityTypeBuilder<InstanceEntity> builder)
    {
        builder.ToTable("instances");
        builder.HasKey(i => i.Number);
        builder.Property(i => i.Number).ValueGeneratedNever();
        builder.HasIndex(i => i.Id, "ux_instances_id").IsUnique();
        builder.HasIndex(i => new { i.Tenant, i.Definition, i.StartKey }, "ux_instances_start_key").IsUnique().HasFilter("start_key IS NOT NULL");

        builder.HasIndex(i => new { i.Tenant, i.StartedAt }, ByStart);
        builder.HasIndex(i => new { i.Tenant, i.Status, i.StartedAt }, ByStatus);
        builder.HasIndex(i => new { i.Tenant, i.Definition, i.Status, i.StartedAt }, ByDefinition);
        builder.HasIndex(i => new { i.Tenant, i.StartedBy, i.StartedAt }, ByStarter);
        builder.HasIndex(i => new { i.Tenant, i.StartedAt }, WithIncident).HasFilter(HasIncident);
        builder.HasIndex(i => new { i.Tenant, i.Definition, i.StartedAt }, WithIncidentByDefinition).HasFilter(HasIncident);
        builder.HasIndex(i => new { i.Tenant, i.TitleFolded }, ByTitle);
        builder.HasIndex(i => new { i.Tenant, i.ReferenceFolded, i.StartedAt }, ByReference).HasFilter("reference_folded IS NOT NULL");

        builder.HasIndex(i => new { i.Tenant, i.Definition, i.Version }, "ix_instances_open").HasFilter("ended_at IS NULL");
        builder.HasIndex(i => i.Id, "ix_instances_running").HasFilter("status IN ('pending', 'running')");
    }
}
