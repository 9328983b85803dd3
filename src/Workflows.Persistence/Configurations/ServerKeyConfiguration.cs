using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Configurations;

internal sealed class ServerKeyConfiguration : IEntityTypeConfiguration<ServerKeyEntity>
{
    public void Configure(EntityTypeBuilder<ServerKeyEntity> builder)
    {
        builder.ToTable("server_keys");
        builder.HasKey(k => k.Name);
    }
}
