using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Steps;

namespace Workflows.TestKit;

/// <summary>Machine steps for a host that is composed already.</summary>
public static class StepRegistration
{
    /// <summary>Registers a class of machine steps under a name, before any definition that names it is published.</summary>
    public static void RegisterStep<TStep>(this IServiceProvider services, string name)
        where TStep : MachineStep => services.GetRequiredService<StepRegistry>().Add(name, typeof(TStep));
}
