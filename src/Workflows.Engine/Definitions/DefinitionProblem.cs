using System.Globalization;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Definitions;

/// <summary>Something wrong, or doubtful, with a definition.</summary>
/// <param name="Severity">Errors stop the publication; warnings do not.</param>
/// <param name="Code">A stable name, for example <c>edge-target-unknown</c>.</param>
/// <param name="Place">A JSON pointer into the definition's document, for example <c>/edges/2/to</c>.</param>
/// <param name="Message">A sentence that says what is wrong and how to mend it.</param>
/// <param name="Line">The line in the source document, from 1, where known.</param>
/// <param name="Column">The column in that line, from 1 and in UTF-16 characters, where known.</param>
public sealed record DefinitionProblem(ProblemSeverity Severity, string Code, string Place, string Message, int? Line = null, int? Column = null)
{
    /// <summary>The problem on one line, as compilers write them.</summary>
    public override string ToString()
    {
        var position = Line is null ? "" : string.Create(CultureInfo.InvariantCulture, $"({Line},{Column})");
        return $"{(Place.Length == 0 ? "document" : Place)}{position}: {(Severity is ProblemSeverity.Error ? "error" : "warning")} {Code}: {Message}";
    }
}

/// <summary>How bad a <see cref="DefinitionProblem"/> is.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<ProblemSeverity>))]
public enum ProblemSeverity
{
    /// <summary>The definition cannot be published.</summary>
    Error,

    /// <summary>It can, but somebody should look.</summary>
    Warning,
}
