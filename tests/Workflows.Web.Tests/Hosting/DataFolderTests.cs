using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Workflows.Web.Hosting;

namespace Workflows.Web.Tests.Hosting;

public sealed class DataFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("workflows-data-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void Open_NewFolder_HoldsEverythingForItsOwnerOnly()
    {
        var path = Path.Combine(_root, "a", "b");

        using var folder = Open(path);

        Assert.Equal(
            (path, Path.Combine(path, "workflows.db"), Path.Combine(path, "identity.db"), Path.Combine(path, "keys")),
            (folder.Path, folder.WorkflowsDatabase, folder.IdentityDatabase, folder.Keys));
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.Equal((Owner, Owner), (File.GetUnixFileMode(path), File.GetUnixFileMode(folder.Keys)));
        }
    }

    [Fact]
    public void Open_HeldByAnother_SaysWhoHoldsItSinceWhen()
    {
        using var first = Open(_root);

        var refusal = Assert.Throws<StartupException>(() => Open(_root));

        Assert.Equal(
            $"Another Workflows server has the data folder {_root} open (process {Environment.ProcessId}, since 2026-05-04 10:00:00Z).{Environment.NewLine}"
            + "Stop it first, or give this one a folder of its own with Workflows:DataFolder.",
            refusal.Message);
    }

    [Fact]
    public void Open_AfterTheOtherEnded_Works()
    {
        Open(_root).Dispose();

        using var second = Open(_root);

        Assert.Equal(_root, second.Path);
    }

    [Fact]
    public void Open_PathIsAFile_SaysWhatToDo()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");

        var refusal = Assert.Throws<StartupException>(() => Open(file));

        Assert.StartsWith($"The data folder {file} cannot be used:", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give this user the right to write there, or name another folder with Workflows:DataFolder.", refusal.Message, StringComparison.Ordinal);
    }

    private DataFolder Open(string path)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>(DataFolder.ConfigurationKey, path)])
            .Build();
        return DataFolder.Open(configuration, _time);
    }
}
