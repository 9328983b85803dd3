using Microsoft.EntityFrameworkCore;

namespace Workflows.Web.Auth;

/// <summary>Brings the identity store up to date before the server listens.</summary>
internal sealed class AuthStartup(IDbContextFactory<AuthDbContext> databases, IHostEnvironment environment) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Database.MigrateAsync(cancellationToken);
        if (environment.IsDevelopment())
        {
            await DemoPeople.SeedAsync(database, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        return Task.CompletedTask;
    }
}
