using Workflows.Engine.Definitions;
using Workflows.Engine.Simulation;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Tasks;

/// <summary>Says what a decision would lead to, before it is made: steps and people, never data.</summary>
internal static class PreviewText
{
    private const string Data = "data.";

    /// <summary>Where the request would go, in one to three sentences.</summary>
    /// <param name="preview">What was found out.</param>
    /// <param name="nameOf">What people are called.</param>
    public static string Of(OutcomePreview preview, Func<string, string> nameOf)
    {
        var first = preview.Assumed.IsEmpty ? "" : $"{Words.List(preview.Assumed)} {(preview.Assumed.Length == 1 ? "runs" : "run")} first. ";
        if (!preview.Needs.IsEmpty)
        {
            var by = preview.Assumed.IsEmpty ? "" : $", or on what {Words.List(preview.Assumed)} {(preview.Assumed.Length == 1 ? "finds" : "find")}";
            return $"{first}Cannot be told yet: it depends on {Words.List(preview.Needs.Select(Readable))}{by}.";
        }

        var may = preview.DependsOnMachines ? $" What {Words.List(preview.Assumed)} {(preview.Assumed.Length == 1 ? "finds" : "find")} may change that." : "";
        return first + Where(preview, nameOf) + may;
    }

    private static string Where(OutcomePreview preview, Func<string, string> nameOf)
    {
        if (preview.IsEnded)
        {
            return preview.EndName is { } end ? $"The request ends: {end}." : "The request ends.";
        }

        if (preview.StopsAt is { } step)
        {
            return $"The request would stop at {step}; an operator would have to look at it.";
        }

        var next = preview.Next.Select(wait => Named(wait, nameOf)).ToList();
        var still = preview.Still.Select(wait => Named(wait, nameOf)).ToList();
        return next.Count == 0 ? $"It still waits for {Words.List(still)}."
            : still.Count == 0 ? $"It goes to {Words.List(next)}."
            : $"It goes to {Words.List(next)}, and still waits for {Words.List(still)}.";
    }

    private static string Named(SimulatedWait wait, Func<string, string> nameOf) => wait.Kind switch
    {
        WaitKind.Task => $"{wait.Name} ({DecisionText.Who(wait.Assignee, wait.Users, wait.Groups, nameOf)})",
        WaitKind.Signal => $"{wait.Name} ({(wait.Signal is { } signal && Trigger.Webhook.NameIn(signal) is not null ? "a call" : "a message")} from outside)",
        _ => wait.Name,
    };

    /// <summary>A path as people know it: the names of the fields.</summary>
    private static string Readable(string path) => path.StartsWith(Data, StringComparison.Ordinal) ? path[Data.Length..].Replace('_', ' ') : path;
}
