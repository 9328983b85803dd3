using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Workflows.TestKit.Postgres;
using Workflows.Web.Auth;
using Workflows.Web.Hosting;
using Workflows.Web.Tests.Api;

namespace Workflows.Web.Tests.Hosting;

/// <summary>The whole server on PostgreSQL: what differs from the data folder is where things are kept, so a journey through all of it is enough.</summary>
public sealed class PostgresServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_OnPostgres_KeepsPeopleAndInstancesThere()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var database = cluster.ConnectionString("web");
        await RunAsync(cluster.ConnectionString("postgres"), "CREATE DATABASE web");
        Guid instance;
        await using (var first = await ApiHost.StartAsync(postgres: database))
        {
            var max = await first.ClientAsync("max");
            (instance, var task) = await (await first.ClientAsync("rita")).StartToTaskAsync();
            Assert.Single((await max.ReadAsync("tasks?scope=available")).Json.GetProperty("items").EnumerateArray());
            Assert.Empty((await max.ReadAsync("instances?search=%00")).Json.GetProperty("items").EnumerateArray());

            Assert.Equal(HttpStatusCode.OK, (await max.DecideAsync(task)).Status);
            Assert.Empty(await first.Services.GetRequiredService<People>().CreateAsync("nora", "Nora", WebServer.Password, false, [Roles.User, Roles.Operator], ["managers"], Token));
            Assert.Equal(["identity.db", "workflows.db"], new[] { "identity.db", "workflows.db" }.Where(file => !File.Exists(Path.Combine(first.Folder, file))));
        }

        await using var second = await ApiHost.StartAsync(postgres: database);
        var browser = second.CreateClient();
        Assert.Equal(HttpStatusCode.Redirect, (await WebServer.SignInAsync(browser, "nora")).StatusCode);
        Assert.NotEqual(HttpStatusCode.Redirect, (await WebServer.SignInAsync(second.CreateClient(), "n\0ra")).StatusCode);
        Assert.Equal("completed", (await (await second.ClientAsync("nora")).ReadAsync($"instances/{instance}")).Text("status"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Urls.Ready, Token)).StatusCode);
    }

    [Fact]
    public async Task AuthModel_Migrations_AreUpToDate()
    {
        var options = new DbContextOptionsBuilder<PostgresAuthDbContext>();
        PostgresAuthDbContext.Configure(options, "Host=localhost");
        await using var context = new PostgresAuthDbContext(options.Options);

        Assert.False(
            context.Database.HasPendingModelChanges(),
            "The model has changes without a migration: run 'dotnet ef migrations add NAME --context PostgresAuthDbContext --output-dir Auth/Migrations/Postgres'.");
    }

    [Theory]
    [InlineData("nonsense=1;Password=secret")]
    [InlineData("Host;Password=secret")]
    [InlineData("Database=workflows;Password=secret")]
    public void Setting_NoConnectionString_SaysHowItLooks(string text)
    {
        var refusal = Assert.Throws<StartupException>(() => PostgresSetting.Of(Configuration(text)));

        Assert.StartsWith("Workflows:Postgres is not a connection string: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Host=localhost;Database=workflows", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Setting_None_IsNone(string? text)
    {
        Assert.Null(PostgresSetting.Of(Configuration(text)));
    }

    [Fact]
    public void Setting_ConnectionString_IsNamedWithoutItsPassword()
    {
        Assert.Equal("flows on db:5433", PostgresSetting.Of(Configuration("Host=db;Port=5433;Database=flows;Username=ada;Password=secret"))!.Name);
    }

    [Fact]
    public async Task Start_NoServerThere_EndsWithOneMessageAndCode1()
    {
        var folder = Directory.CreateTempSubdirectory("workflows-data-").FullName;
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [typeof(Program).Assembly.Location, $"--{DataFolder.ConfigurationKey}={folder}", $"--{PostgresSetting.ConfigurationKey}=Host=127.0.0.1;Port=1;Database=flows"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        })!;
        var errors = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("'flows on 127.0.0.1:1' cannot be reached", errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
        Directory.Delete(folder, recursive: true);
    }

    private static IConfiguration Configuration(string? text)
    {
        return new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(PostgresSetting.ConfigurationKey, text)]).Build();
    }

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
