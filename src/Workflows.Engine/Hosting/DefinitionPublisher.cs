using Microsoft.Extensions.Hosting;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Runtime;

namespace Workflows.Engine.Hosting;

/// <summary>Publishes the host's own definitions before anything runs. A definition that cannot be published stops the start.</summary>
internal sealed class DefinitionPublisher(StartupDefinitions definitions, DefinitionDesk desk) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var definition in definitions.Items)
        {
            await desk.PublishAsync(definition, Actor.System, isHost: true, definitions.Items, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
