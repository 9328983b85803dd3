using System.Collections.Immutable;
using System.Text.Json;

namespace Workflows.Engine.Steps.BuiltIn;

/// <summary>Which settings a machine step takes.</summary>
/// <param name="Required">Those that it needs.</param>
/// <param name="Optional">Those that it also knows.</param>
internal sealed record SettingsShape(ImmutableArray<string> Required, ImmutableArray<string> Optional)
{
    /// <summary>Those that are HTML: what their templates put in is encoded.</summary>
    public ImmutableArray<string> Html { get; init; } = [];
}

/// <summary>Reads the settings of built-in steps, once their templates are filled in.</summary>
internal static class Settings
{
    /// <summary>The code of a step whose settings cannot be used.</summary>
    public const string Code = "settings";

    /// <summary>A text; null when it is not there.</summary>
    public static string? Text(JsonElement settings, string name) => !settings.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null
        ? null
        : value.ValueKind is JsonValueKind.String ? value.GetString() : throw Wrong(name, "is not a text");

    /// <summary>The members of an object as texts; none when it is not there. Numbers and booleans count as they are written; null leaves a member out.</summary>
    public static IEnumerable<(string Name, string Value)> Texts(JsonElement settings, string name)
    {
        if (!settings.TryGetProperty(name, out var members))
        {
            yield break;
        }

        if (members.ValueKind is not JsonValueKind.Object)
        {
            throw Wrong(name, "is not an object");
        }

        foreach (var member in members.EnumerateObject())
        {
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.String:
                    yield return (member.Name, member.Value.GetString()!);
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    yield return (member.Name, member.Value.GetRawText());
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    throw Wrong($"{name}/{member.Name}", "is not a text");
            }
        }
    }

    /// <summary>Says that a setting cannot be used. Trying again does not mend it.</summary>
    public static StepException Wrong(string name, string what) => new(Code, $"The setting '{name}' {what}.") { IsRetryable = false };
}
