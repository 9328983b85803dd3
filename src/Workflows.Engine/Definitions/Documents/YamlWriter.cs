using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Workflows.Engine.Definitions.Documents;

/// <summary>Writes a definition's JSON as YAML: a step or an edge that is small stands on one line, long texts in blocks. Read back it is the same JSON.</summary>
internal static class YamlWriter
{
    private const int OneLine = 100;

    public static string Write(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DefinitionLimits.MaxDepth });
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: true, indentSequences: true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, document.RootElement, isInLine: false, depth: 0);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonElement value, bool isInLine, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                isInLine |= depth > 0 && IsSmall(value);
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, isInLine ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var member in value.EnumerateObject())
                {
                    emitter.Emit(Text(member.Name, isInLine: true));
                    Emit(emitter, member.Value, isInLine, depth + 1);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                isInLine |= (depth > 1 || value.EnumerateArray().All(element => element.ValueKind is JsonValueKind.String)) && IsSmall(value);
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, isInLine ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var element in value.EnumerateArray())
                {
                    Emit(emitter, element, isInLine, depth + 1);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(Text(value.GetString()!, isInLine));
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value.GetRawText(), ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    private static Scalar Text(string text, bool isInLine)
    {
        var style = YamlText.IsSpecial(text) || HasControls(text) ? ScalarStyle.DoubleQuoted
            : text.Contains('\n', StringComparison.Ordinal) ? (isInLine || !IsBlock(text) ? ScalarStyle.DoubleQuoted : ScalarStyle.Literal)
            : ScalarStyle.Any;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);
    }

    // Characters that a plain text or a block would lose or change.
    private static bool HasControls(string text) => text.Any(c => (char.IsControl(c) && c != '\n') || c is '\u0085' or '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(c));

    private static bool IsBlock(string text) => !text.StartsWith(' ') && !text.StartsWith('\n') && !text.Contains(" \n", StringComparison.Ordinal) && !text.EndsWith(' ') && text.Trim('\n').Length > 0;

    /// <summary>An edge, a set of names, an empty object: what a line has room for, and no text of several lines.</summary>
    private static bool IsSmall(JsonElement value) => JsonSerializer.Serialize(value) is { Length: <= OneLine } compact && !compact.Contains("\\n", StringComparison.Ordinal);
}
