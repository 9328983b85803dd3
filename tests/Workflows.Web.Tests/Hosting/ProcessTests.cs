using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Workflows.Web.Hosting;

namespace Workflows.Web.Tests.Hosting;

public sealed class ProcessTests
{
    [Fact]
    public async Task Start_FolderIsHeld_EndsWithOneMessageAndCode1()
    {
        var path = Directory.CreateTempSubdirectory("workflows-data-").FullName;
        using var held = DataFolder.Open(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(DataFolder.ConfigurationKey, path)]).Build(),
            TimeProvider.System);

        using var second = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, $"--{DataFolder.ConfigurationKey}={path}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var errors = await second.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await second.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, ""), (second.ExitCode, output));
        Assert.Equal(
            [$"Another Workflows server has the data folder {path} open (process {Environment.ProcessId},", "Stop it first,"],
            errors.Trim().Split('\n').Select(line => line.Split(" since")[0].Split(" or give")[0]));
    }
}
