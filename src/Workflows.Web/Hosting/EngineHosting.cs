using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Hosting;

/// <summary>The engine inside the server: where its instances live, and what it knows from the start.</summary>
internal static class EngineHosting
{
    public static void AddEngine(this IServiceCollection services, DataFolder folder)
    {
        services.AddWorkflows(workflows => workflows.UseSqlite(folder.WorkflowsDatabase));
        services.AddSingleton<GuardedEngine>();
    }
}
