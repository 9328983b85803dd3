using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;

namespace Workflows.Web.Tests.Auth.Gate;

/// <summary>The people and things that the gate's tests talk about.</summary>
internal static class GateSamples
{
    public static readonly Person Rita = Someone("rita");
    public static readonly Person Mia = Someone("mia") with { Groups = ["managers"] };
    public static readonly Person Max = Someone("max") with { Groups = ["managers"] };
    public static readonly Person Uma = Someone("uma");
    public static readonly Person Olga = Someone("olga", Roles.Operator, Roles.User);
    public static readonly Person Anna = Someone("anna", Roles.Admin, Roles.User);
    public static readonly Person Aram = Someone("aram", Roles.Author, Roles.User);

    /// <summary>The same name as the requester, in another tenant, with every role there.</summary>
    public static readonly Person RitaElsewhere = Someone("rita", Roles.Admin, Roles.Author, Roles.Operator, Roles.User) with { Tenant = "acme", Groups = ["managers"] };

    public static readonly InstanceSnapshot Instance = new()
    {
        Id = new InstanceId(Guid.Parse("00000000-0000-0000-0000-00000000000a")),
        Tenant = TenantId.Default,
        Definition = "expense_approval",
        Version = new SemanticVersion(1, 0, 0),
        Title = "Trip",
        Status = InstanceStatus.Waiting,
        StartedBy = "rita",
        StartedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Data = JsonElement.Parse("{}"),
        Revision = 1,
        Position = 3,
        Tokens = [],
        OpenTasks = [],
        Timers = [],
        Incidents = [],
        Steps = ImmutableDictionary<StepId, StepTrace>.Empty,
        TakenEdges = ImmutableDictionary<int, int>.Empty,
    };

    /// <summary>Offered to the managers.</summary>
    public static readonly TaskDetails Offered = new()
    {
        Id = new HumanTaskId(Guid.Parse("00000000-0000-0000-0000-00000000000b")),
        Instance = Instance.Id,
        Step = "manager_approval",
        Definition = "expense_approval",
        DefinitionName = "Expense approval",
        Version = new SemanticVersion(1, 0, 0),
        Title = "Approve",
        InstanceTitle = "Trip",
        Requester = "rita",
        Status = HumanTaskStatus.Offered,
        Groups = ["managers"],
        CreatedAt = DateTimeOffset.UnixEpoch,
        Revision = 1,
    };

    /// <summary>Offered to the managers and taken by Max.</summary>
    public static readonly TaskDetails Taken = Offered with { Assignee = "max", Status = HumanTaskStatus.Allocated };

    private static Person Someone(string id, params string[] roles) =>
        new(id, id, [], roles.Length == 0 ? [Roles.User] : [.. roles], Person.DefaultTenant);
}
