using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Workflows.TestKit;
using Workflows.Web.Auth;

namespace Workflows.Web.Tests.Api;

/// <summary>Runs docs/journey-with-curl.md: its commands with curl, against the real server on a real port, and compares what they print with what the page says.</summary>
public sealed partial class CurlJourneyTests
{
    private const string Mark = "=== block ";

    [Fact]
    public async Task Journey_AsWritten_PrintsWhatThePageSays()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl") && File.Exists("/bin/bash"), "This needs bash and curl.");
        var blocks = Blocks();
        Assert.True(blocks.Count > 8);
        await using var host = new ApiHost();
        host.UseKestrel(0);
        await Task.Run(host.StartServer, TestContext.Current.CancellationToken);

        var printed = await RunAsync(blocks, new Dictionary<string, string>
        {
            ["BASE"] = host.Address,
            ["RITA_KEY"] = await host.KeyAsync("rita", Scopes.Read, Scopes.Start),
            ["MAX_KEY"] = await host.KeyAsync("max", Scopes.Read, Scopes.Decide),
            ["FIONA_KEY"] = await host.KeyAsync("fiona", Scopes.Read, Scopes.Decide),
        });

        Assert.Equal(blocks.Count, printed.Count);
        foreach (var ((_, expected), actual) in blocks.Zip(printed))
        {
            var isSo = Regex.IsMatch(actual, $"^{Regex.Escape(expected).Replace("…", ".*", StringComparison.Ordinal)}$");
            Assert.True(isSo, $"The page says:\n{expected}\n\nIt printed:\n{actual}");
        }
    }

    /// <summary>The commands of the page, each with what it prints.</summary>
    private static List<(string Commands, string Prints)> Blocks()
    {
        var page = Repository.Read("docs/journey-with-curl.md");
        var blocks = new List<(string Commands, string Prints)>();
        foreach (Match match in Fence().Matches(page))
        {
            var text = match.Groups["text"].Value.TrimEnd('\n');
            if (match.Groups["kind"].Value is "bash")
            {
                blocks.Add((text, ""));
            }
            else if (match.Groups["kind"].Value is "text")
            {
                blocks[^1] = (blocks[^1].Commands, text);
            }
        }

        return blocks;
    }

    private static async Task<List<string>> RunAsync(List<(string Commands, string Prints)> blocks, Dictionary<string, string> environment)
    {
        var script = new StringBuilder("set -euo pipefail\n");
        foreach (var (commands, _) in blocks)
        {
            script.Append("echo '").Append(Mark).Append("'\n").Append(commands).Append("\necho\n");
        }

        var folder = Directory.CreateTempSubdirectory("journey-");
        var start = new ProcessStartInfo("/bin/bash", "-s")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        folder.Delete(recursive: true);
        Assert.True(bash.ExitCode == 0, $"{await output}\n{await errors}");
        return [.. (await output).Split(Mark)[1..].Select(block => block.Trim('\n', ' '))];
    }

    [GeneratedRegex("^```(?<kind>\\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
