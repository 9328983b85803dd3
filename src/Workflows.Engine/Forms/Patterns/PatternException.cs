namespace Workflows.Engine.Forms.Patterns;

/// <summary>Says why a text is no usable pattern; the compiler of schemas turns it into a problem.</summary>
internal sealed class PatternException(string message, int position) : Exception(message)
{
    /// <summary>Index of the offending character in the pattern.</summary>
    public int Position { get; } = position;
}
