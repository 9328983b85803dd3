using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Workflows.Engine;
using Workflows.Web.Auth.ApiKeys;

namespace Workflows.Web.Auth;

/// <summary>People, their groups and roles, and their API keys, in a file (or a schema) of their own: signing in never waits for the engine's writer.</summary>
internal class AuthDbContext : IdentityDbContext<User>
{
    public AuthDbContext(DbContextOptions<AuthDbContext> options)
        : base(options)
    {
    }

    /// <summary>For another database.</summary>
    protected AuthDbContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<GroupMembership> GroupMemberships => Set<GroupMembership>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // As UTC ticks: SQLite cannot compare what it stores as text with an offset.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Properties<TenantId>().HaveConversion<TenantIdConverter>().HaveMaxLength(64);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        builder.Entity<IdentityRole>().HasData(Auth.Roles.All.Select(role => new IdentityRole(role)
        {
            Id = role,
            NormalizedName = role.ToUpperInvariant(),
            ConcurrencyStamp = role,
        }));
        builder.Entity<User>(user =>
        {
            user.Property(u => u.DisplayName).HasMaxLength(200);
            user.HasMany(u => u.Groups).WithOne().HasForeignKey(membership => membership.UserId);
        });
        builder.Entity<GroupMembership>(membership =>
        {
            membership.HasKey(m => new { m.UserId, m.Group });
            membership.Property(m => m.Group).HasMaxLength(100);
        });
        builder.Entity<ApiKey>(key =>
        {
            key.Property(k => k.Name).HasMaxLength(100);
            key.Property(k => k.Prefix).HasMaxLength(16);
            key.Property(k => k.Scopes).HasMaxLength(200);
            key.HasIndex(k => k.Hash).IsUnique();
            key.HasOne<User>().WithMany().HasForeignKey(k => k.UserId);
        });
    }

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private sealed class TenantIdConverter() : ValueConverter<TenantId, string>(tenant => tenant.Value, value => new TenantId(value));
}
