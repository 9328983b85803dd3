namespace Workflows.Engine.Expressions;

/// <summary>The bounds of one expression. They make its time and memory independent of who wrote it.</summary>
internal static class ExpressionLimits
{
    /// <summary>Characters of the source.</summary>
    public const int SourceLength = 4096;

    /// <summary>Literals, names, property reads, operators and calls.</summary>
    public const int Nodes = 500;

    /// <summary>Levels of parentheses, brackets, calls, prefix operators and middle branches of ? : inside each other.</summary>
    public const int Depth = 50;

    /// <summary>Macros inside each other.</summary>
    public const int MacroNesting = 2;

    /// <summary>Units of work of one evaluation; see <see cref="Evaluation.Burn"/>.</summary>
    public const int Fuel = 10_000;

    /// <summary>Characters of a text that an operation or a template makes.</summary>
    public const int TextLength = 65_536;

    /// <summary>Levels of lists and objects that == walks down; deeper data cannot be compared.</summary>
    public const int DataDepth = 128;
}
