namespace Workflows.Engine.Definitions;

public sealed partial class WorkflowDefinition
{
    /// <summary>
    /// Writes a definition in C#. Every text in it is read at once, and all that cannot be read are reported together. The graph is not checked here but when the
    /// definition is registered (see <see cref="DefinitionValidator"/>), so that a broken one can be made and looked at.
    /// </summary>
    /// <param name="key">The name under which instances are started.</param>
    /// <param name="version">The version, three numbers.</param>
    /// <param name="build">Adds the steps and edges.</param>
    /// <exception cref="DefinitionException">A version, expression, template, moment or form cannot be read.</exception>
    public static WorkflowDefinition Create(string key, string version, Action<DefinitionBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(build);
        var builder = new DefinitionBuilder();
        build(builder);
        return builder.Build(key, version);
    }
}
