using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Api.OpenApi;
using Workflows.Web.Api.Problems;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>The audit: what people did.</summary>
internal static class AuditApi
{
    public static void MapAudit(this RouteGroupBuilder api) =>
        api.MapGroup("/audit").WithTags("Audit").MapGet("", ListAsync).Describe("listAudit", "List what people did, the latest first", Scopes.Admin, Example)
            .WithDescription("Every act that changed something, with who, when and by what way. The audit is for administrators; nothing in it is ever changed.")
            .CanFail(ProblemKind.Forbidden);

    private static async Task<Ok<PageOf<AuditResource>>> ListAsync(
        ClaimsPrincipal user,
        GuardedAudit audit,
        CancellationToken cancellationToken,
        [Description("Only what this person did, by their id.")] string? actor = null,
        [Description("Only what was done to this instance.")] Guid? instance = null,
        [Description("Only acts of this kind, such as task.complete.")] string? action = null,
        [Description("Only from this moment on.")] DateTimeOffset? from = null,
        [Description("Only before this moment.")] DateTimeOffset? to = null,
        [Description("How many rows, from 1 to 200. The default is 50.")] int? limit = null,
        [Description("The nextCursor of the page before.")] string? cursor = null)
    {
        var filter = new AuditFilter { Actor = actor, Instance = instance is { } id ? new InstanceId(id) : null, Action = action, From = from, To = to };
        var page = await audit.ListAsync(Person.From(user), filter, new PageRequest(Parameters.Limit(limit), cursor), cancellationToken);
        return TypedResults.Ok(new PageOf<AuditResource> { Items = [.. page.Items.Select(entry => new AuditResource(entry))], NextCursor = page.Next });
    }

    private static JsonNode Example() => JsonNode.Parse("""
        {
          "items": [
            {
              "number": 1042, "at": "2026-01-02T10:00:00+00:00", "actor": "max", "channel": "page", "action": "task.complete",
              "instance": "019bd1c0-7a00-7000-8000-000000000001", "subject": "approve", "title": "Chair", "note": "approve: It is in the budget."
            }
          ],
          "nextCursor": null
        }
        """)!;
}

/// <summary>Something that somebody did.</summary>
public sealed record AuditResource
{
    [SetsRequiredMembers]
    internal AuditResource(AuditEntry entry)
    {
        Number = entry.Number;
        At = entry.At;
        Actor = entry.Actor;
        Channel = entry.Channel;
        Action = entry.Action;
        Instance = entry.Instance;
        Subject = entry.Subject;
        Title = entry.Title;
        Note = entry.Note;
    }

    /// <summary>Names it among all that was done.</summary>
    public required long Number { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string Actor { get; init; }

    /// <summary>By what way: <c>page</c>, <c>api</c>, <c>schedule</c>, <c>webhook</c>; absent for the program itself.</summary>
    public string? Channel { get; init; }

    /// <summary>What was done, such as <c>task.complete</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The instance it was done to.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>What in it, or what else: the id of a step, a schedule, a webhook or a person; the key and version of a definition.</summary>
    public string? Subject { get; init; }

    /// <summary>What people call that.</summary>
    public string? Title { get; init; }

    /// <summary>The outcome, the reason, the comment.</summary>
    public string? Note { get; init; }
}
