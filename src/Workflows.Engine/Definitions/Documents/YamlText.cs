using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Workflows.Engine.Definitions.Documents;

/// <summary>
/// A definition document in YAML 1.2, as the JSON it stands for and the place of each of its values. Words mean what they mean in JSON: <c>true</c>, <c>false</c>,
/// <c>null</c> and JSON's numbers are those, everything else is a text, so that <c>no</c> is a word and <c>1.0.0</c> a version. Tags are refused; an alias stands for a copy.
/// </summary>
internal sealed partial class YamlText : IDisposable
{
    private readonly List<ParsingEvent> _events = [];
    private readonly Dictionary<AnchorName, int> _anchors = [];
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private readonly List<YamlMark> _marks = [];
    private int _next;
    private int _depth;

    private YamlText() => _writer = new Utf8JsonWriter(_json, new JsonWriterOptions { MaxDepth = DefinitionLimits.MaxDepth + 1, SkipValidation = true });

    /// <summary>The document as JSON, with the place of each member's name and each value in the order of the JSON; null when it is no YAML, or none that is JSON.</summary>
    public static (byte[] Json, IReadOnlyList<YamlMark> Marks)? Convert(string yaml, ProblemList problems)
    {
        using var text = new YamlText();
        try
        {
            text.Read(yaml);
            return (text._json.WrittenSpan.ToArray(), text._marks);
        }
        catch (YamlException e)
        {
            var message = $"This is not YAML: {e.Message}";
            problems.AddRange([new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.YamlInvalid, "", message, (int)e.Start.Line, (int)e.Start.Column)]);
            return null;
        }
    }

    /// <summary>Whether a text without quotes is read as something else than this text.</summary>
    public static bool IsSpecial(string text) => text is "" or "~" or "null" or "true" or "false" || Number().IsMatch(text);

    public void Dispose() => _writer.Dispose();

    private void Read(string yaml)
    {
        Parse(yaml);

        var documents = _events.Count(e => e is DocumentStart);
        if (documents != 1)
        {
            throw new YamlException(_events[^1].Start, _events[^1].End, documents == 0 ? "there is nothing in it." : "there is more than one document in it.");
        }

        _next = _events.FindIndex(e => e is DocumentStart) + 1;
        Value();
        _writer.Flush();
    }

    private void Parse(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        try
        {
            while (parser.MoveNext())
            {
                _events.Add(parser.Current!);
            }
        }
        catch (Exception e) when (e is not YamlException)
        {
            // The parser trips over some texts instead of refusing them: it has come as far as its last event.
            var at = _events.Count == 0 ? Mark.Empty : _events[^1].End;
            throw new YamlException(at, at, "it cannot be read from here on.", e);
        }
    }

    /// <summary>Writes the value that begins at the next event.</summary>
    private void Value()
    {
        var current = _events[_next++];
        if (_json.WrittenCount + _writer.BytesPending > DefinitionLimits.MaxDocumentBytes)
        {
            throw Refused(current, "with its aliases written out it is larger than 1 MiB.");
        }

        switch (current)
        {
            case AnchorAlias alias:
                Copy(alias);
                break;
            case Scalar scalar:
                CheckTag(scalar);
                _marks.Add(MarkOf(scalar));
                WriteScalar(scalar);
                Keep(scalar, _next - 1);
                break;
            case SequenceStart or MappingStart:
                CheckTag((NodeEvent)current);
                Collection((NodeEvent)current);
                break;
        }
    }

    private void Collection(NodeEvent start)
    {
        var (at, isList) = (_next - 1, start is SequenceStart);
        if (++_depth > DefinitionLimits.MaxDepth)
        {
            throw Refused(start, $"it is nested deeper than {DefinitionLimits.MaxDepth} levels.");
        }

        _marks.Add(MarkOf(start));
        if (isList)
        {
            _writer.WriteStartArray();
        }
        else
        {
            _writer.WriteStartObject();
        }

        while (_events[_next] is not (SequenceEnd or MappingEnd))
        {
            if (!isList)
            {
                Name();
            }

            Value();
        }

        _next++;
        _depth--;
        if (isList)
        {
            _writer.WriteEndArray();
        }
        else
        {
            _writer.WriteEndObject();
        }

        Keep(start, at);
    }

    private void Name()
    {
        var name = _events[_next++];
        if (name is not Scalar scalar)
        {
            throw Refused(name, "the name of a member must be a text.");
        }

        CheckTag(scalar);
        Keep(scalar, _next - 1);
        _marks.Add(MarkOf(scalar));
        _writer.WritePropertyName(scalar.Value);
    }

    /// <summary>An anchor is known once its value is complete: so nothing can hold itself.</summary>
    private void Keep(NodeEvent node, int at)
    {
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor] = at;
        }
    }

    private void Copy(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var at))
        {
            throw Refused(alias, $"there is no complete value '&{alias.Value}' before this.");
        }

        var back = _next;
        _next = at;
        Value();
        _next = back;
    }

    private void WriteScalar(Scalar scalar)
    {
        if (scalar.Style is not ScalarStyle.Plain || !IsSpecial(scalar.Value))
        {
            _writer.WriteStringValue(scalar.Value);
        }
        else
        {
            _writer.WriteRawValue(scalar.Value is "" or "~" ? "null" : scalar.Value, skipInputValidation: true);
        }
    }

    private static void CheckTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty)
        {
            throw Refused(node, $"tags such as '{node.Tag}' are not read; quote a text instead.");
        }
    }

    private static YamlMark MarkOf(NodeEvent node)
    {
        var isOnOneLine = node.Start.Line == node.End.Line;
        int? textAt = node is not Scalar { Style: ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } scalar || !isOnOneLine ? null
            : scalar.Style is ScalarStyle.Plain ? -1
            : scalar.Value.Length == node.End.Index - node.Start.Index - 2 ? 0 : null;
        return new YamlMark((int)node.Start.Line, (int)node.Start.Column, textAt);
    }

    private static YamlException Refused(ParsingEvent at, string why) => new(at.Start, at.End, why);

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}

/// <summary>Where a name or a value is in a YAML text.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="TextAt">What to add to the column so that the first character of its text has the number 1 after it; null when the text is not there as it is read.</param>
internal readonly record struct YamlMark(int Line, int Column, int? TextAt);
