using System.Collections.Frozen;
using System.Collections.Immutable;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Events;

/// <summary>Says everything that is wrong with what a webhook is to do, each at its place. Pure.</summary>
public static class WebhookCheck
{
    private static readonly FrozenDictionary<string, object?> s_noParams = FrozenDictionary<string, object?>.Empty;

    /// <summary>Checks a specification.</summary>
    /// <returns>The problems, with JSON pointers into the specification; none when it is in order.</returns>
    public static ImmutableArray<SchemaError> Check(WebhookSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var problems = ImmutableArray.CreateBuilder<SchemaError>();
        if (string.IsNullOrWhiteSpace(spec.Name))
        {
            problems.Add(Problem("/name", "required", "This is required."));
        }
        else if (spec.Name.Length > 200)
        {
            problems.Add(Problem("/name", "maxLength", "At most 200 characters."));
        }

        if (string.IsNullOrWhiteSpace(spec.Url))
        {
            problems.Add(Problem("/url", "required", "This is required."));
        }
        else if (spec.Url.Length > 2000 || !Uri.TryCreate(spec.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            problems.Add(Problem("/url", "format", "This is the full address of a web server, as in https://example.com/events, without a user name or password."));
        }

        CheckTypes(spec, problems);
        if (spec.Definitions.IsDefault || spec.Definitions.Length > 100)
        {
            problems.Add(Problem("/definitions", "maxItems", "At most 100 workflows; none stands for all of them."));
        }

        return problems.DrainToImmutable();
    }

    private static void CheckTypes(WebhookSpec spec, ImmutableArray<SchemaError>.Builder problems)
    {
        if (spec.Types.IsDefaultOrEmpty)
        {
            problems.Add(Problem("/types", "minItems", "Say which events are to be sent; * stands for all of them."));
            return;
        }

        if (spec.Types.Length > 100)
        {
            problems.Add(Problem("/types", "maxItems", "At most 100 types; an end like workflow.task.* stands for many."));
        }

        for (var i = 0; i < spec.Types.Length; i++)
        {
            var type = spec.Types[i];
            if (!EventFilter.IsPattern(type))
            {
                problems.Add(Problem($"/types/{i}", "format", $"'{type}' is not a type of event. Write one like workflow.task.completed, a beginning like workflow.task.*, or *."));
            }
            else if (type.StartsWith(WorkflowEventTypes.Reserved, StringComparison.Ordinal) && !WorkflowEventTypes.All.Any(known => new EventFilter([type], []).Wants(known, "")))
            {
                problems.Add(Problem($"/types/{i}", "unknown", $"There is no event '{type}'."));
            }
        }
    }

    private static SchemaError Problem(string place, string code, string message) => new(place, code, "", s_noParams) { Message = message };
}
