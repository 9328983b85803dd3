using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Events;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>Webhooks, and what subscribers are to be told.</summary>
internal sealed class EventStore(WorkflowDatabase database) : IEventStore
{
    private const string Summary = "number, subscriber, event_id, type, instance_id, at, status, attempts, due_at, tried_at, code, answer";

    public async Task<bool> WriteWebhookAsync(Webhook webhook, AuditRow? act, CancellationToken cancellationToken)
    {
        var document = EventJson.Write(webhook);
        return await database.ChangeAsync(
            webhook.Revision == 1
                ? "INSERT INTO webhooks (tenant, id, revision, document) VALUES (@tenant, @id, @revision, @document) ON CONFLICT (tenant, id) DO NOTHING"
                : "UPDATE webhooks SET revision = @revision, document = @document WHERE tenant = @tenant AND id = @id AND revision = @expected",
            webhook.Revision == 1
                ? [webhook.Tenant.Value, webhook.Id.Value, webhook.Revision, document]
                : [webhook.Revision, document, webhook.Tenant.Value, webhook.Id.Value, webhook.Revision - 1],
            cancellationToken,
            act).ConfigureAwait(false) == 1;
    }

    public async Task<bool> RemoveWebhookAsync(TenantId tenant, WebhookId id, long revision, AuditRow? act, CancellationToken cancellationToken) => await database.ChangeAsync(
        "DELETE FROM webhooks WHERE tenant = @tenant AND id = @id AND revision = @revision", [tenant.Value, id.Value, revision], cancellationToken, act).ConfigureAwait(false) == 1;

    public async Task<IReadOnlyList<Webhook>> ListWebhooksAsync(TenantId? tenant, CancellationToken cancellationToken) => await (tenant is { } of
        ? database.Reads.ListAsync("SELECT document FROM webhooks WHERE tenant = @tenant", row => EventJson.ReadWebhook(row.Text(0)), cancellationToken, of.Value)
        : database.Reads.ListAsync("SELECT document FROM webhooks", row => EventJson.ReadWebhook(row.Text(0)), cancellationToken)).ConfigureAwait(false);

    public Task AddDeliveriesAsync(ImmutableArray<DeliveryRow> deliveries, CancellationToken cancellationToken) =>
        database.WriteAsync(new DeliveryUnit(deliveries), cancellationToken);

    public async Task<IReadOnlyList<DueDelivery>> ListDueDeliveriesAsync(Guid subscriber, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        await database.Reads.ListAsync(
            """
            SELECT number, tenant, instance_id, attempts, due_at, body FROM deliveries
            WHERE subscriber = @subscriber AND due_at IS NOT NULL AND due_at <= @now ORDER BY due_at, number LIMIT @limit
            """,
            row => new DueDelivery(row.Number(0), new TenantId(row.Text(1)), Instance(row.IdOrNull(2)), row.Count(3), row.Moment(4), row.Bytes(5)),
            cancellationToken,
            subscriber,
            StoredValue.Of(now),
            limit).ConfigureAwait(false);

    public Task<DateTimeOffset?> NextDeliveryAsync(Guid subscriber, CancellationToken cancellationToken) => database.Reads.FirstAsync(
        "SELECT min(due_at) FROM deliveries WHERE subscriber = @subscriber AND due_at IS NOT NULL", row => row.MomentOrNull(0), cancellationToken, subscriber);

    public async Task<bool> ChangeDeliveryAsync(DueDelivery delivery, DeliveryChange next, CancellationToken cancellationToken) => next.TriedAt is { } triedAt
        ? await database.ChangeAsync(
            """
            UPDATE deliveries SET status = @status, attempts = @attempts, due_at = @due_at, tried_at = @tried_at, code = @code, answer = @answer
            WHERE number = @number AND due_at = @expected
            """,
            [StoredValue.Of(next.Status), next.Attempts, Moment(next.DueAt), StoredValue.Of(triedAt), next.Code, next.Answer, delivery.Id, StoredValue.Of(delivery.DueAt)],
            cancellationToken).ConfigureAwait(false) == 1
        : await database.ChangeAsync(
            "UPDATE deliveries SET status = @status, attempts = @attempts, due_at = @due_at WHERE number = @number AND due_at = @expected",
            [StoredValue.Of(next.Status), next.Attempts, Moment(next.DueAt), delivery.Id, StoredValue.Of(delivery.DueAt)],
            cancellationToken).ConfigureAwait(false) == 1;

    public async Task<Page<DeliverySummary>> ListDeliveriesAsync(TenantId tenant, DeliveryFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        var before = Cursor.Parse(page.Cursor, ListKind.Deliveries)?.Number ?? long.MaxValue;
        var sql = $"SELECT {Summary} FROM deliveries WHERE tenant = @tenant AND number < @before";
        List<object?> values = [tenant.Value, before];
        if (filter.Webhook is { } webhook)
        {
            sql += " AND subscriber = @subscriber";
            values.Add(webhook.Value);
        }

        if (filter.Status is { } status)
        {
            sql += " AND status = @status";
            values.Add(StoredValue.Of(status));
        }

        var rows = await database.Reads.ListAsync(sql + " ORDER BY number DESC LIMIT @limit", Read, cancellationToken, [.. values, limit + 1]).ConfigureAwait(false);
        return Paging.Page(rows, limit, row => row, row => new Cursor(ListKind.Deliveries, 0, row.Id));
    }

    public async Task<(DeliverySummary Summary, byte[] Body)?> FindDeliveryAsync(TenantId tenant, long id, CancellationToken cancellationToken) => await database.Reads.FirstAsync(
        $"SELECT {Summary}, body FROM deliveries WHERE number = @number AND tenant = @tenant",
        row => ((DeliverySummary, byte[])?)(Read(row), row.Bytes(12)),
        cancellationToken,
        id,
        tenant.Value).ConfigureAwait(false);

    public async Task<bool> RequeueDeliveryAsync(TenantId tenant, long id, DateTimeOffset now, AuditRow? act, CancellationToken cancellationToken) => await database.ChangeAsync(
        "UPDATE deliveries SET status = 'pending', attempts = 0, due_at = @now WHERE number = @number AND tenant = @tenant",
        [StoredValue.Of(now), id, tenant.Value],
        cancellationToken,
        act).ConfigureAwait(false) == 1;

    public async Task<bool> DiscardDeliveryAsync(TenantId tenant, long id, AuditRow? act, CancellationToken cancellationToken) =>
        await database.ChangeAsync("DELETE FROM deliveries WHERE number = @number AND tenant = @tenant", [id, tenant.Value], cancellationToken, act).ConfigureAwait(false) == 1;

    public Task<int> ForgetDeliveredAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => database.ChangeAsync(
        "DELETE FROM deliveries WHERE number IN (SELECT number FROM deliveries WHERE status = 'delivered' AND tried_at < @before LIMIT @limit)",
        [StoredValue.Of(before), limit],
        cancellationToken);

    public Task<int> ForgetSubscriberAsync(TenantId tenant, Guid subscriber, int limit, CancellationToken cancellationToken) => database.ChangeAsync(
        "DELETE FROM deliveries WHERE number IN (SELECT number FROM deliveries WHERE tenant = @tenant AND subscriber = @subscriber LIMIT @limit)",
        [tenant.Value, subscriber, limit],
        cancellationToken);

    private static DeliverySummary Read(DbRow row) => new(
        row.Number(0), row.Id(1), row.Text(2), row.Text(3), Instance(row.IdOrNull(4)), row.Moment(5), row.Name<DeliveryStatus>(6), row.Count(7), row.MomentOrNull(8), row.MomentOrNull(9),
        row.NumberOrNull(10) is { } code ? (int)code : null, row.TextOrNull(11));

    private static InstanceId? Instance(Guid? id) => id is { } value ? new InstanceId(value) : null;

    private static long? Moment(DateTimeOffset? moment) => moment is { } at ? StoredValue.Of(at) : null;
}
