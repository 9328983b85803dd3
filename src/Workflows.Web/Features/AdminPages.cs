using Workflows.Web.Features.Audit;
using Workflows.Web.Features.Retention;
using Workflows.Web.Features.Webhooks;

namespace Workflows.Web.Features;

/// <summary>What the pages of *Admin* need.</summary>
internal static class AdminPages
{
    /// <summary>Adds the states of the pages: one for each time a page is opened.</summary>
    public static void AddAdminPages(this IServiceCollection services)
    {
        services.AddTransient<RetentionState>();
        services.AddTransient<AuditState>();
        services.AddTransient<WebhooksState>();
        services.AddTransient<WebhookState>();
        services.AddTransient<DeliveriesState>();
    }
}
