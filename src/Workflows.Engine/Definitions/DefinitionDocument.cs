using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Workflows.Engine.Definitions.Checks;
using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions;

/// <summary>
/// Definitions as documents, described in docs/definitions.md: at most 1 MiB, 300 steps and 64 levels deep. A document that begins with a brace is JSON, any other is
/// YAML. What <see cref="Write"/> gives is canonical: two definitions are the same when their JSON is, and <see cref="Read"/> gives back the same definition from either.
/// </summary>
public static class DefinitionDocument
{
    /// <summary>Reads a document. The graph it describes is not checked; see <see cref="DefinitionValidator"/>.</summary>
    /// <exception cref="DefinitionDocumentException">It is no definition document; the exception carries every problem with its line and column.</exception>
    public static WorkflowDefinition Read(string source) =>
        TryRead(source, out var definition, out var problems) ? definition : throw new DefinitionDocumentException(problems);

    /// <summary>Reads a document, or says everything that is wrong with it. The graph it describes is not checked.</summary>
    public static bool TryRead(string source, [NotNullWhen(true)] out WorkflowDefinition? definition, out ImmutableArray<DefinitionProblem> problems)
    {
        (definition, var document, var found) = Parse(source);
        problems = document is null ? found.ToImmutable() : found.Locate(document);
        return definition is not null;
    }

    /// <summary>Says everything that is wrong or doubtful with a document and the graph it describes, with lines and columns.</summary>
    /// <param name="source">The document.</param>
    /// <param name="knownStepTypes">The names that machine steps may use; null when they are not known here.</param>
    public static ImmutableArray<DefinitionProblem> Validate(string source, IReadOnlyCollection<string>? knownStepTypes = null)
    {
        var (definition, document, problems) = Parse(source);
        if (definition is not null)
        {
            new DefinitionCheck(definition, knownStepTypes, problems).Run();
        }

        return document is null ? problems.ToImmutable() : problems.Locate(document);
    }

    /// <summary>Adds lines and columns to problems that were found in the definition of a document, and not in its text.</summary>
    public static ImmutableArray<DefinitionProblem> Locate(string source, ImmutableArray<DefinitionProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(source);
        var found = new ProblemList();
        found.AddRange(problems);
        return DocumentText.Open(source, new ProblemList()) is { } document ? found.Locate(document) : problems;
    }

    /// <summary>Writes a definition as YAML, for people: the members of <see cref="Write"/> in the same order.</summary>
    public static string WriteYaml(WorkflowDefinition definition) => YamlWriter.Write(WriteUtf8(definition));

    /// <summary>Writes a definition as JSON: members in a fixed order, defaults left out.</summary>
    public static string Write(WorkflowDefinition definition) => Encoding.UTF8.GetString(WriteUtf8(definition));

    internal static byte[] WriteUtf8(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, DocumentWriter.Options))
        {
            new DocumentWriter(writer).Write(definition);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static (WorkflowDefinition? Definition, DocumentText? Document, ProblemList Problems) Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var problems = new ProblemList();
        if (DocumentText.Open(source, problems) is not { } document)
        {
            return (null, null, problems);
        }

        using var parsed = document.Parse();
        var definition = new DocumentReader(problems).Read(parsed.RootElement);
        return (problems.HasErrors ? null : definition, document, problems);
    }
}
