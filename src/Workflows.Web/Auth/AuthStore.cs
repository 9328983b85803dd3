using Microsoft.EntityFrameworkCore;
using Workflows.Web.Hosting;

namespace Workflows.Web.Auth;

/// <summary>Where the identity store lives: a file in the data folder, or a schema in PostgreSQL.</summary>
internal static class AuthStore
{
    public static void AddAuthStore(this IServiceCollection services, DataFolder folder, PostgresSetting? postgres)
    {
        if (postgres is null)
        {
            services.AddDbContextFactory<AuthDbContext>(database => database.UseSqlite($"Data Source={folder.IdentityDatabase}"));
            return;
        }

        services.AddDbContextFactory<PostgresAuthDbContext>(database => PostgresAuthDbContext.Configure(database, postgres.ConnectionString));
        services.AddSingleton<IDbContextFactory<AuthDbContext>, PostgresFactory>();
        services.AddScoped<AuthDbContext>(provider => provider.GetRequiredService<PostgresAuthDbContext>());
    }

    private sealed class PostgresFactory(IDbContextFactory<PostgresAuthDbContext> factory) : IDbContextFactory<AuthDbContext>
    {
        public AuthDbContext CreateDbContext()
        {
            return factory.CreateDbContext();
        }
    }
}
