using System.Globalization;
using Workflows.Web.Api.Problems;

namespace Workflows.Web.Api;

/// <summary>Bounds of the texts beside a form's data. What stands in every list must stay short.</summary>
internal static class TextLength
{
    /// <summary>Checks texts, blanks at their ends not counted; one that is left out is fine.</summary>
    /// <exception cref="ApiProblemException">One is too short or too long; every fault is listed.</exception>
    public static void Check(params ReadOnlySpan<(string Pointer, string? Text, int Least, int Most)> texts)
    {
        var errors = new List<ProblemError>();
        foreach (var (pointer, text, least, most) in texts)
        {
            if (text is not null && text.Trim().Length < least)
            {
                errors.Add(new ProblemError { Pointer = pointer, Code = "minLength", Message = "This must not be empty." });
            }
            else if (text?.Length > most)
            {
                var message = string.Create(CultureInfo.InvariantCulture, $"Use at most {most:N0} characters.");
                errors.Add(new ProblemError { Pointer = pointer, Code = "maxLength", Message = message, Params = new Dictionary<string, object?> { ["limit"] = most } });
            }
        }

        if (errors.Count > 0)
        {
            throw new ApiProblemException(new ApiProblem(ProblemKind.Validation, errors[0].Message) { Errors = [.. errors] });
        }
    }
}
