// Stand-in until definition documents and the validator land on main: delete this file then.
using System.Collections.Immutable;
namespace Workflows.Engine.Definitions;
#pragma warning disable
public static class DefinitionDocument { public static WorkflowDefinition Read(string json) => throw new NotSupportedException(); public static string Write(WorkflowDefinition d) => ""; }
public sealed class DefinitionDocumentException : Exception;
internal static class DefinitionValidator { public static ImmutableArray<DefinitionProblem> Validate(WorkflowDefinition d, IReadOnlyCollection<string>? names) => []; }
public sealed partial class WorkflowDefinition { public string ContentHash => ""; }
