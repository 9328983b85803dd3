using System.Collections.Immutable;

namespace Workflows.Web.Auth;

/// <summary>What is wrong with one field of what somebody entered, in words; an empty field name means the form as a whole.</summary>
internal sealed record FieldProblem(string Field, string Message);

/// <summary>Collects and finds the problems of a form's fields.</summary>
internal static class FieldProblems
{
    /// <summary>The problem of a field, or of the form as a whole when the name is empty; null when there is none.</summary>
    public static string? For(this ImmutableArray<FieldProblem> problems, string field)
    {
        return problems.FirstOrDefault(problem => problem.Field == field)?.Message;
    }

    /// <summary>Adds the message when nothing was entered.</summary>
    public static void Require(this ImmutableArray<FieldProblem>.Builder problems, string field, string? value, string message)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            problems.Add(new FieldProblem(field, message));
        }
    }
}
