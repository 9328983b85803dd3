using Workflows.Web.Features.Home;
using Workflows.Web.Features.Inbox;
using Workflows.Web.Features.Requests;
using Workflows.Web.Features.Start;
using Workflows.Web.Features.Tasks;

namespace Workflows.Web.Features;

/// <summary>Registers what the pages of people's own work keep: one state for each page that is open, for as long as it is.</summary>
internal static class WorkPages
{
    public static void AddWorkPages(this IServiceCollection services)
    {
        services.AddTransient<HomeState>();
        services.AddTransient<InboxState>();
        services.AddTransient<TaskState>();
        services.AddTransient<CatalogState>();
        services.AddTransient<StartFormState>();
        services.AddTransient<RequestsState>();
    }
}
