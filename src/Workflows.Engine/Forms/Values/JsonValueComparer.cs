using System.Text.Json;

namespace Workflows.Engine.Forms.Values;

/// <summary>Compares JSON values as JSON Schema does: <c>1.0</c> equals <c>1</c>, and the order of members does not matter.</summary>
internal sealed class JsonValueComparer : IEqualityComparer<JsonElement>
{
    public static JsonValueComparer Instance { get; } = new();

    public bool Equals(JsonElement x, JsonElement y)
    {
        return JsonElement.DeepEquals(x, y);
    }

    public int GetHashCode(JsonElement obj)
    {
        return JsonHash.Of(obj);
    }
}
