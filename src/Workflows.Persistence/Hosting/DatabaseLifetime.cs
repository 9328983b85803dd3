using Microsoft.Extensions.Hosting;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Hosting;

/// <summary>Opens the database before anything else of the engine starts, and closes it after everything else has stopped.</summary>
internal sealed class DatabaseLifetime(WorkflowDatabase database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => database.DisposeAsync().AsTask();
}
