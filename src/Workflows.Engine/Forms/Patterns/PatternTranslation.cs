namespace Workflows.Engine.Forms.Patterns;

/// <summary>A pattern as .NET understands it.</summary>
/// <param name="Text">The .NET pattern.</param>
/// <param name="NeedsBacktracking">It has look-around or back-references.</param>
/// <param name="DistinctSets">Different characters and sets of characters in it; the linear engine takes time quadratic in these to get ready.</param>
internal sealed record PatternTranslation(string Text, bool NeedsBacktracking, int DistinctSets);
