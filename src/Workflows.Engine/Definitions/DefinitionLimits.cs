namespace Workflows.Engine.Definitions;

/// <summary>How large a definition may be. Beyond a bound there is a clear error, never a slow answer.</summary>
internal static class DefinitionLimits
{
    /// <summary>Bytes of the document, in UTF-8.</summary>
    public const int MaxDocumentBytes = 1024 * 1024;

    /// <summary>Objects and arrays of the document inside each other.</summary>
    public const int MaxDepth = 64;

    public const int MaxSteps = 300;

    public const int MaxEdges = 3000;

    /// <summary>Definitions of one bundle.</summary>
    public const int MaxBundle = 200;

    /// <summary>Outcomes of one step.</summary>
    public const int MaxOutcomes = 50;

    /// <summary>Tokens that an edge puts on its way at once.</summary>
    public const int MaxWeight = 100;

    /// <summary>Problems reported at once. Nobody reads more.</summary>
    public const int MaxProblems = 500;

    /// <summary>Problems that come with a "did you mean": looking for the nearest of many names takes time.</summary>
    public const int MaxHints = 50;

    /// <summary>Characters of a name, a label or a category.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Characters of a description.</summary>
    public const int MaxDescriptionLength = 4000;
}
