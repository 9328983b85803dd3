namespace Workflows.Engine.Forms;

/// <summary>Thrown when a form schema cannot be compiled; carries every problem found, not only the first.</summary>
public sealed class FormSchemaException : Exception
{
    public FormSchemaException(IReadOnlyList<FormSchemaProblem> problems)
        : base(Describe(problems))
    {
        Problems = problems;
    }

    /// <summary>What is wrong and where; never empty.</summary>
    public IReadOnlyList<FormSchemaProblem> Problems { get; }

    private static string Describe(IReadOnlyList<FormSchemaProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return "The form schema cannot be used: "
            + string.Join(" ", problems.Select(p => p.Pointer.Length == 0 ? p.Message : $"{p.Pointer}: {p.Message}"));
    }
}
