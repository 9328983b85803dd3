using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Workflows.Web.Hosting;

/// <summary>What a person who starts the server reads first: where it is, where it keeps its data, and how to get in.</summary>
internal static class StartupBanner
{
    /// <summary>The banner of a server that has started.</summary>
    public static string Of(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var folder = app.Services.GetRequiredService<DataFolder>();
        return Text([.. addresses], folder.Path, $"at {Urls.Login}");
    }

    /// <summary>The same from its parts.</summary>
    public static string Text(IReadOnlyCollection<string> addresses, string dataFolder, string signIn)
    {
        var text = new StringBuilder();
        text.AppendLine();
        text.Append("  Workflows is ready   ").AppendLine(string.Join("  ", addresses));
        text.Append("  Data folder          ").AppendLine(dataFolder);
        text.Append("  Sign in              ").AppendLine(signIn);
        text.AppendLine();
        return text.ToString();
    }
}
