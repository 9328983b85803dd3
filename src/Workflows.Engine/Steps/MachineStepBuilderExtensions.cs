using Workflows.Engine.Definitions;

namespace Workflows.Engine.Steps;

/// <summary>Machine steps by their class.</summary>
public static class MachineStepBuilderExtensions
{
    /// <summary>Adds a step that runs a class, named in the definition by the class's name. Registering the definition registers the class.</summary>
    /// <typeparam name="TStep">The class.</typeparam>
    /// <param name="builder">The definition.</param>
    /// <param name="id">The step's id.</param>
    /// <param name="name">What people read. The default is the id, humanised.</param>
    /// <param name="configure">More options.</param>
    public static DefinitionBuilder Machine<TStep>(this DefinitionBuilder builder, string id, string? name = null, Action<StepBuilder>? configure = null)
        where TStep : MachineStep
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Machine(id, typeof(TStep), name, configure);
    }
}
