using System.Text.Json;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions;

/// <summary>Reads the small languages inside a definition; what cannot be read becomes a problem at its place, and null.</summary>
internal static class DefinitionParts
{
    public static Expression? ReadExpression(this ProblemList problems, string source, string place)
    {
        if (Expression.TryParse(source, out var expression, out var error))
        {
            return expression;
        }

        problems.Error(ProblemCodes.ExpressionInvalid, place, $"'{Clip(source)}' is not an expression: {error.Message}", error.Position);
        return null;
    }

    public static TextTemplate? ReadTemplate(this ProblemList problems, string source, string place)
    {
        if (TextTemplate.TryParse(source, out var template, out var error))
        {
            return template;
        }

        problems.Error(ProblemCodes.TemplateInvalid, place, $"'{Clip(source)}' is not a text with expressions in braces: {error.Message}", error.Position);
        return null;
    }

    public static Moment? ReadMoment(this ProblemList problems, string source, string place)
    {
        try
        {
            return Moment.Parse(source);
        }
        catch (ExpressionException e)
        {
            problems.Error(
                ProblemCodes.MomentInvalid,
                place,
                $"'{Clip(source)}' is neither a duration such as PT4H, nor an instant such as 2026-01-31T10:00:00Z, nor an expression: {e.Message}",
                e.Error.Position);
            return null;
        }
    }

    public static SemanticVersion ReadVersion(this ProblemList problems, string source, string place)
    {
        if (!SemanticVersion.TryParse(source, out var version))
        {
            problems.Error(ProblemCodes.VersionInvalid, place, $"'{Clip(source)}' is not a version: write three numbers, for example 1.0.0.");
        }

        return version;
    }

    /// <summary>Compiles a form; <paramref name="place"/> is the pointer of the object that holds <c>schema</c> and <c>ui</c>.</summary>
    public static FormSchema? ReadForm(this ProblemList problems, JsonElement schema, JsonElement? ui, string place)
    {
        if (FormSchema.TryCompile(schema, ui, out var form, out var found))
        {
            return form;
        }

        Report(problems, found, place);
        return null;
    }

    /// <summary>Compiles a form from JSON texts.</summary>
    public static FormSchema? ReadForm(this ProblemList problems, string schema, string? ui, string place)
    {
        try
        {
            return FormSchema.Parse(schema, ui);
        }
        catch (FormSchemaException e)
        {
            Report(problems, e.Problems, place);
            return null;
        }
    }

    /// <summary>A text short enough for a message.</summary>
    public static string Clip(string text) => text.Length <= 80 ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[79]) ? 79 : 80)}…";

    private static void Report(ProblemList problems, IReadOnlyList<FormSchemaProblem> found, string place)
    {
        const string Ui = "/uiSchema";
        foreach (var problem in found)
        {
            var isUi = problem.Pointer == Ui || problem.Pointer.StartsWith(Ui + "/", StringComparison.Ordinal);
            var pointer = isUi ? $"{place}/ui{problem.Pointer.AsSpan(Ui.Length)}" : $"{place}/schema{problem.Pointer}";
            problems.Error(ProblemCodes.FormInvalid, pointer, $"{problem.Message} ({problem.Code})");
        }
    }
}
