namespace Workflows.Engine.Forms;

/// <summary>What a schema or its data may cost. Beyond a bound there is a clear error, never a slow answer.</summary>
internal static class FormLimits
{
    public const int MaxSchemaBytes = 256 * 1024;
    public const int MaxInstanceBytes = 1024 * 1024;

    /// <summary>Nesting of arrays and objects in schemas and data.</summary>
    public const int MaxJsonDepth = 64;

    /// <summary>Nesting of subschema evaluations; deeper means a recursion that the data does not drive.</summary>
    public const int MaxEvaluationDepth = 200;

    public const int MaxSubschemas = 2000;
    public const int MaxPatterns = 200;
    public const int MaxProblems = 100;

    /// <summary>Errors reported for one instance. Nobody reads more, and a large array could otherwise produce a million.</summary>
    public const int MaxErrors = 100;

    /// <summary>Characters of one number; a longer one has no meaning to a person and costs quadratic time to divide.</summary>
    public const int MaxNumberLength = 1000;

    public const int MaxPatternLength = 4096;

    /// <summary>Nodes of a pattern after its counted repetitions are written out.</summary>
    public const int MaxPatternNodes = 10_000;

    public const int MaxPatternDepth = 50;

    /// <summary>Characters of a pattern after translation: a set such as <c>\p{L}</c> takes thousands.</summary>
    public const int MaxTranslatedLength = 64 * 1024;

    /// <summary>Sum of the squares of distinct character sets of all patterns that run on the linear engine; about a millisecond for 100.</summary>
    public const int LinearPatternBudget = 20_000;

    /// <summary>One match of a pattern with look-around or back-references, which may backtrack for ever.</summary>
    public static readonly TimeSpan BacktrackingTimeout = TimeSpan.FromMilliseconds(50);

    /// <summary>One match of any other pattern; its time is linear in the text.</summary>
    public static readonly TimeSpan LinearTimeout = TimeSpan.FromSeconds(1);

    /// <summary>All slow matches of one validation together.</summary>
    public static readonly TimeSpan TotalMatchTime = TimeSpan.FromSeconds(1);

    /// <summary>Subschema evaluations allowed for an instance of this many JSON values.</summary>
    public static int WorkBudget(int instanceNodes)
    {
        return 20_000 + (20 * instanceNodes);
    }
}
