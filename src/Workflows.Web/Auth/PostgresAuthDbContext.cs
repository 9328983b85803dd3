using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Workflows.Persistence.Postgres;

namespace Workflows.Web.Auth;

/// <summary>The identity store on PostgreSQL: a schema of its own beside the engine's. Texts compare by their bytes, and are as long as they are, as on SQLite.</summary>
internal sealed class PostgresAuthDbContext(DbContextOptions<PostgresAuthDbContext> options) : AuthDbContext(options)
{
    private const string Schema = "identity";

    public static void Configure(DbContextOptionsBuilder options, string connectionString)
    {
        options
            .UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable("__EFMigrationsHistory", Schema))
            .RepairTexts()

            // An error is thrown, too; and on an empty database EF Core looks for its history by asking for it.
            .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, LogLevel.Debug)));
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.HasDefaultSchema(Schema);
        base.OnModelCreating(builder);
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => (property.GetValueConverter()?.ProviderClrType ?? property.ClrType) == typeof(string)))
        {
            property.SetColumnType("text");
            property.SetCollation("C");
        }
    }
}

/// <summary>For <c>dotnet ef</c>, which needs no server to write a migration.</summary>
internal sealed class PostgresAuthDbContextDesign : IDesignTimeDbContextFactory<PostgresAuthDbContext>
{
    public PostgresAuthDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresAuthDbContext>();
        PostgresAuthDbContext.Configure(options, "Host=localhost");
        return new PostgresAuthDbContext(options.Options);
    }
}
