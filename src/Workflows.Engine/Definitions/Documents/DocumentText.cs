using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Workflows.Engine.Definitions.Documents;

/// <summary>The text of a definition document, JSON or YAML: checked before anything is made of it, and asked afterwards where in it a problem is.</summary>
internal sealed class DocumentText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _json;

    /// <summary>Where in the YAML what begins at a byte of the JSON is; null when the document is JSON itself.</summary>
    private readonly Dictionary<int, YamlMark>? _marks;

    private DocumentText(byte[] json, IReadOnlyList<YamlMark>? marks = null)
    {
        _json = json;
        _marks = marks is null ? null : Align(marks);
    }

    /// <summary>The document as JSON, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>
    /// Takes a text within the limits: JSON when it begins with a brace or a bracket, else YAML. Everything that is wrong with it becomes a problem. Null when nothing
    /// can be made of it.
    /// </summary>
    public static DocumentText? Open(string source, ProblemList problems)
    {
        var text = source.AsSpan().TrimStart('\uFEFF');
        byte[] bytes;
        try
        {
            bytes = text.Length > DefinitionLimits.MaxDocumentBytes ? [] : s_strict.GetBytes(text.ToArray());
        }
        catch (EncoderFallbackException)
        {
            problems.Error(ProblemCodes.JsonInvalid, "", "This is no text: it holds half of a character (a lone surrogate).");
            return null;
        }

        if (text.Length > DefinitionLimits.MaxDocumentBytes || bytes.Length > DefinitionLimits.MaxDocumentBytes)
        {
            problems.Error(ProblemCodes.DocumentTooLarge, "", "The document is larger than 1 MiB. Keep data and texts out of the definition, or split the workflow.");
            return null;
        }

        if (text.TrimStart() is not ['{' or '[', ..])
        {
            return YamlText.Convert(text.ToString(), problems) is var (json, marks) && new DocumentText(json, marks) is var yaml && yaml.Scan(problems, null) ? yaml : null;
        }

        var document = new DocumentText(bytes);
        try
        {
            return document.Scan(problems, null) ? document : null;
        }
        catch (JsonException e)
        {
            problems.AddRange([document.Describe(e)]);
            return null;
        }
    }

    /// <summary>The document as values.</summary>
    public JsonDocument Parse() => JsonDocument.Parse(_json, new JsonDocumentOptions { MaxDepth = DefinitionLimits.MaxDepth });

    /// <summary>Where values are, by their pointers; of a place that is not there, where what is nearest above it is.</summary>
    public Dictionary<string, Spot> Find(IEnumerable<string> places)
    {
        var spots = new Dictionary<string, Spot>();
        foreach (var place in places)
        {
            for (var pointer = place; spots.TryAdd(pointer, default) && pointer.Length > 0;)
            {
                pointer = pointer[..Math.Max(0, pointer.LastIndexOf('/'))];
            }
        }

        Scan(null, spots);
        return spots;
    }

    /// <summary>The problem with its line and column.</summary>
    public DefinitionProblem Locate(DefinitionProblem problem, int? character, Dictionary<string, Spot> spots)
    {
        var pointer = problem.Place;
        while (!spots[pointer].IsFound)
        {
            if (pointer.Length == 0)
            {
                return problem;
            }

            pointer = pointer[..pointer.LastIndexOf('/')];
        }

        var spot = spots[pointer];
        var at = problem.Code is ProblemCodes.MemberUnknown ? spot.NameAt : spot.ValueAt;
        var (line, column) = PositionOf(at);
        var before = _marks is not null ? _marks[at].TextAt : spot.IsPlainText ? 0 : null;
        var inside = pointer == problem.Place && character is not null && before is not null ? character + before : 0;
        return problem with { Line = line, Column = column + inside };
    }

    /// <summary>A JSON pointer with one more member.</summary>
    public static string Join(string pointer, string member) => $"{pointer}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>A JSON pointer with one more index.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Join(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    /// <summary>Walks the document once: reports members that are there twice and broken texts, and notes where the wanted values are. False when a text is broken.</summary>
    private bool Scan(ProblemList? problems, Dictionary<string, Spot>? wanted)
    {
        var isReadable = true;
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = DefinitionLimits.MaxDepth });
        var frames = new Stack<Frame>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    frames.Peek().Name = TextOf(ref reader, problems, ref isReadable);
                    frames.Peek().NameAt = (int)reader.TokenStartIndex;
                    if (!frames.Peek().Names!.Add(frames.Peek().Name) && problems is { IsFull: false })
                    {
                        var (line, column) = PositionOf((int)reader.TokenStartIndex);
                        problems.AddRange([Duplicate(frames.Peek().Name, PointerOf(frames), line, column)]);
                    }

                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    frames.Pop();
                    break;
                default:
                    Note(ref reader, frames, wanted, out var pointer);
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        frames.Push(new Frame { Names = reader.TokenType is JsonTokenType.StartObject ? [] : null, Pointer = pointer });
                    }
                    else if (reader.TokenType is JsonTokenType.String)
                    {
                        TextOf(ref reader, problems, ref isReadable);
                    }

                    break;
            }
        }

        return isReadable;
    }

    /// <summary>Notes where a value begins when it is wanted; nothing below an unwanted value is.</summary>
    private static void Note(ref Utf8JsonReader reader, Stack<Frame> frames, Dictionary<string, Spot>? wanted, out string? pointer)
    {
        pointer = null;
        var at = (int)reader.TokenStartIndex;
        var parent = frames.Count == 0 ? null : frames.Peek();
        if (parent is { Names: null })
        {
            parent.Index++;
        }

        if (wanted is null || parent is { Pointer: null })
        {
            return;
        }

        pointer = parent is null ? "" : parent.Pointer + parent.Segment;
        if (wanted.ContainsKey(pointer))
        {
            var isPlain = reader.TokenType is JsonTokenType.String && !reader.ValueIsEscaped;
            wanted[pointer] = new Spot(true, parent is { Names: not null } ? parent.NameAt : at, at, isPlain);
        }
        else
        {
            pointer = null;
        }
    }

    private string TextOf(ref Utf8JsonReader reader, ProblemList? problems, ref bool isReadable)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            isReadable = false;
            if (problems is { IsFull: false })
            {
                var (line, column) = PositionOf((int)reader.TokenStartIndex);
                const string Message = "This text holds half of a character: \\ud800 to \\udfff only come in pairs.";
                problems.AddRange([new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.JsonInvalid, "", Message, line, column)]);
            }

            return "";
        }
    }

    private static string PointerOf(Stack<Frame> frames) => string.Concat(frames.Reverse().Select(f => f.Segment));

    private static DefinitionProblem Duplicate(string name, string pointer, int line, int column) => new(
        ProblemSeverity.Error, ProblemCodes.JsonDuplicate, pointer, $"'{DefinitionParts.Clip(name)}' is there twice in this object; take one away.", line, column);

    private DefinitionProblem Describe(JsonException e)
    {
        var message = e.Message;
        if (message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and > 0)
        {
            message = message[..end];
        }

        var line = (int)(e.LineNumber ?? 0);
        var start = StartOfLine(line);
        var length = (int)Math.Min(e.BytePositionInLine ?? 0, _json.Length - start);
        var column = Encoding.UTF8.GetCharCount(_json, start, length) + 1;
        return new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.JsonInvalid, "", $"This is not JSON: {message}", line + 1, column);
    }

    private int StartOfLine(int line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += _json.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        return start;
    }

    private (int Line, int Column) PositionOf(int offset)
    {
        if (_marks is not null)
        {
            return (_marks[offset].Line, _marks[offset].Column);
        }

        var before = _json.AsSpan(0, offset);
        var start = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[start..]) + 1);
    }

    /// <summary>Marks come in the order of the names and values of the JSON.</summary>
    private Dictionary<int, YamlMark> Align(IReadOnlyList<YamlMark> marks)
    {
        var aligned = new Dictionary<int, YamlMark>(marks.Count);
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = DefinitionLimits.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            {
                aligned[(int)reader.TokenStartIndex] = marks[aligned.Count];
            }
        }

        return aligned;
    }

    /// <summary>Where a value is: the byte its name begins at, and the byte it begins at.</summary>
    internal readonly record struct Spot(bool IsFound, int NameAt, int ValueAt, bool IsPlainText);

    /// <summary>An object or array that the scan is in.</summary>
    private sealed class Frame
    {
        /// <summary>The members seen so far; null for an array.</summary>
        public HashSet<string>? Names { get; init; }

        /// <summary>Its pointer, when something in it is wanted.</summary>
        public string? Pointer { get; init; }

        public string Name { get; set; } = "";

        public int NameAt { get; set; }

        public int Index { get; set; } = -1;

        /// <summary>The pointer's part for the value that is read now.</summary>
        public string Segment => Names is null ? Join("", Index) : Join("", Name);
    }
}
