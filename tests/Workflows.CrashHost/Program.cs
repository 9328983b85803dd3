using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Workflows.CrashHost;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;
using Workflows.Persistence.Stores;
using Workflows.Samples;
using Workflows.TestKit;

if (args is not [var name, var path, var day, var crash, .. var server])
{
    await Console.Error.WriteLineAsync("Usage: JOURNEY DATABASE DAY never|Within:N|After:N [POSTGRES]");
    return 2;
}

if (name is "load" or "finish")
{
    var files = new LoadFiles(path);
    await using var loaded = await EngineHost.StartAsync(
        workflows =>
        {
            _ = server is [var address] ? workflows.UsePostgres(address) : workflows.UseSqlite(path);
            foreach (var definition in Load.Definitions)
            {
                workflows.AddDefinition(definition);
            }
        },
        new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddDays(int.Parse(day, CultureInfo.InvariantCulture))),
        services => services.AddSingleton(files).Configure<EngineOptions>(options => options.MaxStepCrashes = 10_000));
    var load = new Load(loaded, files);
    if (name is "load")
    {
        await load.RunAsync();
    }

    Console.WriteLine(JsonSerializer.Serialize(await load.FinishAsync()));
    return 0;
}

// Every start is on a later day than the one before it, so that what fell due while the process was down is overdue.
var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddDays(int.Parse(day, CultureInfo.InvariantCulture)));
var journey = Journey.All[name];
var diary = new CommitDiary(path, journey);
await using var host = await EngineHost.StartAsync(
    workflows =>
    {
        _ = server is [var connectionString] ? workflows.UsePostgres(connectionString) : workflows.UseSqlite(path);
        workflows.AddSamples();
        workflows.Services.Replace(ServiceDescriptor.Singleton<IInstanceStore>(services =>
            new CrashingStore(services.GetRequiredService<InstanceStore>(), services.GetRequiredService<WorkflowDatabase>(), CrashPoint.Parse(crash), diary)));
    },
    time);
var instance = await new JourneyDriver(host, journey).RunAsync();
Console.WriteLine((await CrashReport.OfAsync(host.Services.GetRequiredService<WorkflowDatabase>(), instance, journey, diary)).ToJson());
return 0;
