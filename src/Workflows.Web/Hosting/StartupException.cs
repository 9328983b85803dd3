namespace Workflows.Web.Hosting;

/// <summary>The server cannot start, and the message tells the person who starts it why and what to do.</summary>
internal sealed class StartupException : Exception
{
    public StartupException(string message)
        : base(message)
    {
    }

    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
