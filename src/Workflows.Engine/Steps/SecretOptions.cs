namespace Workflows.Engine.Steps;

/// <summary>What definitions may use without saying it: passwords and keys for steps that call other systems.</summary>
public sealed class SecretOptions
{
    /// <summary>The secrets by their names. They are filled in when a step runs, and are in no data, history, audit or log.</summary>
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);
}
