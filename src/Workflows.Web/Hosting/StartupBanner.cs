using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Workflows.Web.Auth;

namespace Workflows.Web.Hosting;

/// <summary>What a person who starts the server reads first: where it is, where it keeps its data, and how to get in.</summary>
internal static class StartupBanner
{
    /// <summary>The banner of a server that has started; nothing for one that listens nowhere, as in a test.</summary>
    public static async Task<string> OfAsync(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.ToList() ?? [];
        if (addresses.Count == 0)
        {
            return "";
        }

        var folder = app.Services.GetRequiredService<DataFolder>();
        var setup = app.Services.GetRequiredService<SetupCode>();
        var first = addresses[0].Replace("[::]", "localhost", StringComparison.Ordinal).TrimEnd('/');
        var signIn = app.Environment.IsDevelopment()
            ? $"one click as a demo person at {first}{Urls.Login}"
            : await setup.IsOpenAsync(CancellationToken.None)
                ? $"create the administrator at {first}{Urls.Setup}?code={setup.Value}"
                : $"{first}{Urls.Login}";
        return Text(addresses, app.Services.GetService<PostgresSetting>()?.Name, folder.Path, signIn);
    }

    /// <summary>The same from its parts.</summary>
    public static string Text(IReadOnlyCollection<string> addresses, string? database, string dataFolder, string signIn)
    {
        var text = new StringBuilder();
        text.AppendLine();
        text.Append("  Workflows is ready   ").AppendLine(string.Join("  ", addresses));
        if (database is not null)
        {
            text.Append("  Database             ").AppendLine(database);
        }

        text.Append("  Data folder          ").AppendLine(dataFolder);
        text.Append("  Sign in              ").AppendLine(signIn);
        text.AppendLine();
        return text.ToString();
    }
}
