using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workflows.Engine.Expressions;

/// <summary>Values as text and as JSON. Equal numbers always look the same: no trailing zeros, no exponent.</summary>
internal static class ValueText
{
    // Not for HTML: the text is encoded where it is shown, and people should read "é", not "\u00E9".
    private static readonly JsonWriterOptions s_writerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The data was accepted once, by whatever rules; copying a part of it must not fail.
    private static readonly JsonDocumentOptions s_documentOptions = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = int.MaxValue,
    };

    public static string Plain(decimal number) =>
        number == 0 ? "0" : number.ToString("0.############################", CultureInfo.InvariantCulture);

    public static string ToText(in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Missing:
                return "";
            case ValueKind.Null:
                return "null";
            case ValueKind.Boolean:
                value.TryGetBoolean(out var boolean);
                return boolean ? "true" : "false";
            case ValueKind.Number:
                return value.TryGetNumber(out var number) ? Plain(number) : value.Json.GetRawText();
            case ValueKind.Text:
                return value.TryGetText(out var text) ? text : Encoding.UTF8.GetString(JsonAccess.RawText(value.Json));
            case ValueKind.List or ValueKind.Object:
                return value.IsJson ? value.Json.GetRawText() : value.ToJsonElement().GetRawText();
            default:
                return Temporal.Format(value);
        }
    }

    public static JsonElement ToJson(in Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_writerOptions))
        {
            Write(writer, value);
        }

        return JsonElement.Parse(buffer.WrittenSpan, s_documentOptions);
    }

    private static void Write(Utf8JsonWriter writer, in Value value)
    {
        switch (value.Kind)
        {
            case var _ when value.IsJson:
                // Raw, because texts that are not valid Unicode cannot be written any other way.
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value.Json), skipInputValidation: true);
                break;
            case ValueKind.Missing or ValueKind.Null:
                writer.WriteNullValue();
                break;
            case ValueKind.Boolean:
                value.TryGetBoolean(out var boolean);
                writer.WriteBooleanValue(boolean);
                break;
            case ValueKind.Number:
                value.TryGetNumber(out var number);
                writer.WriteRawValue(Plain(number), skipInputValidation: true);
                break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(Encoding.UTF8.GetBytes(ToText(value)));
                break;
        }
    }
}
