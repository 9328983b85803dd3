namespace Workflows.Engine.Expressions;

/// <summary>Thrown by the <c>Parse</c> methods for a source that is not an expression or template of the language.</summary>
public sealed class ExpressionException : Exception
{
    /// <summary>Creates the exception for a parse error.</summary>
    public ExpressionException(ExpressionError error)
        : base(error?.Message)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    /// <summary>What is wrong, and where.</summary>
    public ExpressionError Error { get; }
}
