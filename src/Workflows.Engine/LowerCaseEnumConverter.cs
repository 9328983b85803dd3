using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Engine;

/// <summary>Writes an enum as its name in lower case, on disk and on the wire.</summary>
internal sealed class LowerCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(LowerCase.Instance, allowIntegerValues: false)
    where TEnum : struct, Enum
{
    private sealed class LowerCase : JsonNamingPolicy
    {
        public static LowerCase Instance { get; } = new();

        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}
