using System.Security.Cryptography;
using System.Text;

namespace Workflows.Engine.Events;

/// <summary>Somebody who is told of events: a webhook, or a handler in the process.</summary>
/// <param name="Id">The webhook's id, or one made of the handler's name.</param>
/// <param name="Tenant">Whose events these are; null for those of every tenant.</param>
/// <param name="Filter">Which of them.</param>
internal sealed record EventSubscriber(Guid Id, TenantId? Tenant, EventFilter Filter)
{
    /// <summary>The id of a handler: always the same for a name, so that what was left for it before a restart finds it.</summary>
    public static Guid IdOf(string handler) => new(SHA256.HashData(Encoding.UTF8.GetBytes(handler)).AsSpan(0, 16), bigEndian: true);

    /// <summary>Whether it is told of an event.</summary>
    public bool Wants(TenantId tenant, string type, string definition) => (Tenant is null || Tenant == tenant) && Filter.Wants(type, definition);
}
