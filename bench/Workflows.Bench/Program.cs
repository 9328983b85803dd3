using Workflows.Bench;

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

if (options.IsChild)
{
    return await ColdStart.RunChildAsync(options.Child!);
}

var report = new Report(Machine.Describe());
for (var round = 1; round <= options.Rounds; round++)
{
    foreach (var workload in Workloads.All(options).Where(options.Wants))
    {
        Console.Error.WriteLine($"round {round} of {options.Rounds}: {workload.Name}");
        report.Add(workload, await workload.RunAsync());
    }
}

await BenchPostgres.StopAsync();
Console.WriteLine(report.ToTable());
if (options.Json is { } file)
{
    await File.WriteAllTextAsync(file, report.ToJson());
}

return 0;
