using System.Runtime.InteropServices;
using System.Text.Json;

namespace Workflows.Engine.Forms.Rules;

/// <summary>What work other than evaluating a subschema costs, in subschema evaluations; nothing for the small values of usual forms.</summary>
internal static class Cost
{
    /// <summary>Reading a whole value: hashing or comparing it.</summary>
    public static int OfReading(JsonElement element)
    {
        var length = JsonMarshal.GetRawUtf8Value(element).Length;
        return element.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? length / 16 : length / 256;
    }

    /// <summary>Keeping all parts of a value to compare them with each other.</summary>
    public static int OfRemembering(JsonElement element)
    {
        return JsonMarshal.GetRawUtf8Value(element).Length / 4;
    }

    /// <summary>Walking over the members of an object.</summary>
    public static int OfWalking(JsonElement element)
    {
        return element.GetPropertyCount() / 4;
    }

    /// <summary>Matching a pattern against a text.</summary>
    public static int OfMatching(int length)
    {
        return 1 + (length / 256);
    }
}
