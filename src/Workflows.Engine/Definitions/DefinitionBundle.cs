using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions;

/// <summary>
/// Several definitions in one document: an object with a list <c>definitions</c>, in JSON or YAML, described in docs/definitions.md. Places in a bundle are pointers
/// such as <c>/definitions/2/steps/0</c>. The limits of <see cref="DefinitionDocument"/> hold for each definition, and the size for the whole.
/// </summary>
public static class DefinitionBundle
{
    private const string ListMember = "definitions";

    /// <summary>Reads a bundle, or a document with one definition; or says everything that is wrong with it. The graphs are not checked.</summary>
    /// <param name="source">The document.</param>
    /// <param name="definitions">What it holds, in its order; empty after a problem.</param>
    /// <param name="isBundle">Whether it is a bundle; otherwise it is one definition, and places are those of its document.</param>
    /// <param name="problems">What is wrong, with lines and columns.</param>
    public static bool TryRead(string source, out ImmutableArray<WorkflowDefinition> definitions, out bool isBundle, out ImmutableArray<DefinitionProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(source);
        var found = new ProblemList();
        (definitions, isBundle) = ([], false);
        if (DocumentText.Open(source, found) is not { } document)
        {
            problems = found.ToImmutable();
            return false;
        }

        using var parsed = document.Parse();
        var root = parsed.RootElement;
        isBundle = root.ValueKind is JsonValueKind.Object && root.TryGetProperty(ListMember, out _) && !root.TryGetProperty("steps", out _);
        if (isBundle)
        {
            definitions = ReadBundle(root, found);
        }
        else if (new DocumentReader(found).Read(root) is { } single)
        {
            definitions = [single];
        }

        definitions = found.HasErrors ? [] : definitions;
        problems = found.Locate(document);
        return !found.HasErrors;
    }

    /// <summary>Writes a bundle as JSON: the canonical documents of its definitions in a list.</summary>
    public static string Write(ImmutableArray<WorkflowDefinition> definitions) => Encoding.UTF8.GetString(WriteUtf8(definitions));

    /// <summary>Writes a bundle as YAML, for people.</summary>
    public static string WriteYaml(ImmutableArray<WorkflowDefinition> definitions) => YamlWriter.Write(WriteUtf8(definitions));

    /// <summary>The definitions in an order in which called ones come before those that call them; apart from that, and in circles, by key and version.</summary>
    public static ImmutableArray<WorkflowDefinition> CalledFirst(ImmutableArray<WorkflowDefinition> definitions)
    {
        var ordered = ImmutableArray.CreateBuilder<WorkflowDefinition>(definitions.Length);
        var seen = new HashSet<WorkflowDefinition>();
        foreach (var definition in definitions.OrderBy(d => d.Key, StringComparer.Ordinal).ThenBy(d => d.Version))
        {
            Visit(definition);
        }

        return ordered.ToImmutable();

        void Visit(WorkflowDefinition definition)
        {
            // A chain of calls is as long as the bundle at most.
            if (!seen.Add(definition))
            {
                return;
            }

            foreach (var (key, version) in CallsOf(definition))
            {
                foreach (var called in definitions.Where(d => d.Key == key && (version is null || d.Version == version)).OrderBy(d => d.Version))
                {
                    Visit(called);
                }
            }

            ordered.Add(definition);
        }
    }

    /// <summary>The workflows that a definition calls, each once; a version where the call names one.</summary>
    public static ImmutableArray<(string Key, SemanticVersion? Version)> CallsOf(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. definition.Steps.Select(step => step.Body).OfType<StepBody.Call>().Select(call => (call.Definition, call.Version)).Distinct()];
    }

    /// <summary>Everything that is wrong or doubtful with definitions that are to be published together.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="check">Looks at one.</param>
    internal static ImmutableArray<DefinitionProblem> Check(
        ImmutableArray<WorkflowDefinition> definitions, Func<WorkflowDefinition, ImmutableArray<DefinitionProblem>> check)
    {
        var problems = new ProblemList();
        var seen = new Dictionary<(string, SemanticVersion), int>();
        for (var i = 0; i < definitions.Length; i++)
        {
            var definition = definitions[i];
            var place = DocumentText.Join($"/{ListMember}", i);
            var inner = new ProblemList();
            inner.AddRange(check(definition));
            problems.AddRange(inner, place);
            if (!seen.TryAdd((definition.Key, definition.Version), i))
            {
                problems.Error(
                    ProblemCodes.BundleDuplicate,
                    $"{place}/version",
                    $"'{DefinitionParts.Clip(definition.Key)}' {definition.Version} is in the bundle twice; take one away, or give it another version.");
            }
        }

        return problems.ToImmutable();
    }

    private static ImmutableArray<WorkflowDefinition> ReadBundle(JsonElement root, ProblemList problems)
    {
        var bundle = DocumentObject.Read(root, "", problems)!;
        bundle.Text(DocumentReader.SchemaMember);
        if (bundle.Find(ListMember) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() is > DefinitionLimits.MaxBundle and var count)
        {
            problems.Error(
                ProblemCodes.BundleTooLarge, $"/{ListMember}", $"There are {count} definitions; a bundle has at most {DefinitionLimits.MaxBundle}. Make several bundles.");
            return [];
        }

        var definitions = bundle.List(ListMember, (element, place) =>
        {
            var inner = new ProblemList();
            var definition = new DocumentReader(inner).Read(element);
            problems.AddRange(inner, place);
            return definition;
        });
        if (definitions.IsEmpty && !problems.HasErrors)
        {
            problems.Error(ProblemCodes.BundleEmpty, $"/{ListMember}", "The bundle holds no definition.");
        }

        bundle.End("a bundle");
        return definitions;
    }

    private static byte[] WriteUtf8(ImmutableArray<WorkflowDefinition> definitions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, DocumentWriter.Options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(ListMember);
            foreach (var definition in definitions)
            {
                new DocumentWriter(writer).Write(definition);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
