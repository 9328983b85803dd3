using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Hosting;
using Workflows.TestKit.Storage;

namespace Workflows.Persistence.Tests.Hosting;

public sealed class UseSqliteTests : IDisposable
{
    private readonly string _folder = TestDatabase.NewFolder();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task UseSqlite_HostRestarted_GoesOnWhereItWas()
    {
        InstanceSnapshot started;
        await using (var services = Services())
        {
            await StartAsync(services);
            var engine = services.GetRequiredService<IWorkflowEngine>();
            started = await engine.StartAsync(new StartRequest("task", JsonElement.Parse("""{"amount":5}"""), "rita"), Token);
            await StopAsync(services);
        }

        await using (var services = Services())
        {
            await StartAsync(services);
            var queries = services.GetRequiredService<IWorkflowQueries>();
            var task = Assert.Single((await queries.ListTasksAsync(TenantId.Default, new TaskFilter(TaskScope.Available, "ann"), new PageRequest(), Token)).Items);
            Assert.Equal("The task workflow", task.DefinitionName);

            var done = await services.GetRequiredService<IWorkflowEngine>().CompleteTaskAsync(new CompleteTaskRequest(task.Id, JsonElement.Parse("{}"), "ann"), Token);

            Assert.Equal((started.Id, InstanceStatus.Completed), (done.Id, done.Status));
            Assert.Equal((await queries.FindInstanceAsync(TenantId.Default, started.Id, Token))!.Revision, done.Revision);
            await StopAsync(services);
        }
    }

    [Fact]
    public async Task UseSqlite_Registration_OpensTheDatabaseFirst()
    {
        await using var services = Services();

        Assert.IsType<DatabaseLifetime>(services.GetServices<IHostedService>().First());
        await services.GetServices<IHostedService>().First().StartAsync(Token);
    }

    [Fact]
    public async Task UseSqlite_NoPath_IsRefused()
    {
        await using var services = new ServiceCollection().AddLogging().AddWorkflows(w => w.UseSqlite("")).Services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IInstanceStore>());
    }

    private ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .AddWorkflows(w => w.UseSqlite(Path.Combine(_folder, "workflows.db")).AddDefinition(StoreSamples.Task()))
        .Services
        .BuildServiceProvider();

    private static async Task StartAsync(ServiceProvider services)
    {
        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(Token);
        }
    }

    private static async Task StopAsync(ServiceProvider services)
    {
        foreach (var service in services.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(Token);
        }
    }
}
