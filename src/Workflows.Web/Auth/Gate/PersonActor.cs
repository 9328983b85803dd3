using Workflows.Engine;
using Workflows.Engine.HumanTasks;

namespace Workflows.Web.Auth.Gate;

/// <summary>The person as the engine knows them.</summary>
internal static class PersonActor
{
    /// <summary>The person with their groups, in their tenant and no other.</summary>
    public static Actor ToActor(this Person person) => new(person.Id, person.Groups, person.TenantId()) { Channel = person.Channel };

    /// <summary>The tenant that every query and command of the person is confined to.</summary>
    public static TenantId TenantId(this Person person) => new(person.Tenant);
}
