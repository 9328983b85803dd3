namespace Workflows.Engine.Forms;

/// <summary>The standard sentences for broken keywords.</summary>
internal static class SchemaMessages
{
    public static string Describe(string keyword, IReadOnlyDictionary<string, object?> parameters)
    {
        return keyword == "required" ? "This is required." : "This value is not allowed here.";
    }
}
