using Workflows.Web.Features.Attention;
using Workflows.Web.Features.Definitions;
using Workflows.Web.Features.Incidents;
using Workflows.Web.Features.Instances;
using Workflows.Web.Features.Schedules;

namespace Workflows.Web.Features;

/// <summary>What the pages of *Operate* need.</summary>
internal static class OperatePages
{
    /// <summary>Adds the states of the pages: one for each time a page is opened.</summary>
    public static void AddOperatePages(this IServiceCollection services)
    {
        services.AddTransient<DefinitionsState>();
        services.AddTransient<DefinitionState>();
        services.AddTransient<TryState>();
        services.AddTransient<ImportState>();
        services.AddTransient<InstancesState>();
        services.AddTransient<InstanceState>();
        services.AddTransient<RepairState>();
        services.AddTransient<IncidentsState>();
        services.AddTransient<IncidentState>();
        services.AddTransient<AttentionState>();
        services.AddTransient<SchedulesState>();
        services.AddTransient<ScheduleState>();
        services.AddTransient<ScheduleFormState>();
    }
}
