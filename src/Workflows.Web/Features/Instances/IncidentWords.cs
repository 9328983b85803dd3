using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Web.Features.Instances;

/// <summary>Says what an incident is and what to do about it.</summary>
internal static class IncidentWords
{
    /// <summary>What happened, in a few words.</summary>
    public static string Title(Incident incident, WorkflowDefinition definition)
    {
        var step = incident.Step is { } id ? $"“{definition.FindStep(id)?.Name ?? id.Value}”" : "The instance";
        return incident.Code switch
        {
            IncidentCodes.StepFailed => $"{step} failed",
            IncidentCodes.StepCrashed => $"The process ended too often while {step} ran",
            IncidentCodes.ExpressionFailed => $"{step} cannot go on: an expression could not be evaluated",
            IncidentCodes.NoEdgeMatched => $"{step} is done, but no way on applies",
            IncidentCodes.Stuck => "Nothing can happen any more",
            IncidentCodes.CallFailed => $"{step} could not call its workflow",
            IncidentCodes.SagaFailed => $"{step} failed, and what was done in it is undone",
            IncidentCodes.LoopLimit => $"{step} was entered too often",
            _ => $"{step} cannot go on",
        };
    }

    /// <summary>What a retry does.</summary>
    public static string WhatRetryDoes(Incident incident) => incident.Code switch
    {
        IncidentCodes.StepFailed => "Runs the step once more, with the same idempotency key. Mend the cause first.",
        IncidentCodes.StepCrashed => "Runs the step once more. If it is what ends the process, it will again: mend it first.",
        IncidentCodes.ExpressionFailed => "Evaluates the expression once more, with the data as it is now.",
        IncidentCodes.CallFailed => "Calls the workflow once more. Publish it, or mend the data, first.",
        IncidentCodes.SagaFailed => "Does the steps in it again, from the first. Mend the cause first.",
        IncidentCodes.NoEdgeMatched => "Chooses the way on once more, with the data as it is now.",
        _ => "Lets the branch try once more.",
    };

    /// <summary>An expression in three parts: before the place where it went wrong, the character there, and the rest.</summary>
    public static (string Before, string At, string After) Mark(string expression, int position)
    {
        var index = Math.Clamp(position - 1, 0, expression.Length);
        if (index == expression.Length)
        {
            return (expression, "", "");
        }

        // What went wrong is a word or a number more often than one sign.
        var end = index;
        while (end < expression.Length && (char.IsLetterOrDigit(expression[end]) || expression[end] is '_' or '.'))
        {
            end++;
        }

        end = Math.Max(end, index + 1);
        return (expression[..index], expression[index..end], expression[end..]);
    }
}
