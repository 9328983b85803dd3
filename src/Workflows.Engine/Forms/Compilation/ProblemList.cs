namespace Workflows.Engine.Forms.Compilation;

/// <summary>Collects what is wrong with a schema, up to a bound.</summary>
internal sealed class ProblemList
{
    private readonly List<FormSchemaProblem> _problems = [];

    public IReadOnlyList<FormSchemaProblem> All => _problems;

    public bool IsEmpty => _problems.Count == 0;

    public void Add(string pointer, string code, string message)
    {
        if (_problems.Count < FormLimits.MaxProblems)
        {
            _problems.Add(new FormSchemaProblem(pointer, code, message));
        }
    }
}
