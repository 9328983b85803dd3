using System.Collections.Immutable;
using Workflows.Engine.Events;

namespace Workflows.Engine.Storage.InMemory;

/// <content>Webhooks, stored serialised, and deliveries.</content>
internal sealed partial class InMemoryStore : IEventStore
{
    private readonly Dictionary<(TenantId, WebhookId), (long Revision, string Document)> _webhooks = [];
    private readonly SortedDictionary<long, DeliveryEntry> _deliveries = [];
    private readonly SortedSet<(Guid Subscriber, DateTimeOffset DueAt, long Id)> _due = [];
    private long _lastDelivery;

    public Task<bool> WriteWebhookAsync(Webhook webhook, AuditRow? act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var isNext = _webhooks.GetValueOrDefault((webhook.Tenant, webhook.Id)).Revision == webhook.Revision - 1;
            if (isNext)
            {
                Add(act);
                _webhooks[(webhook.Tenant, webhook.Id)] = (webhook.Revision, EventJson.Write(webhook));
            }

            return Task.FromResult(isNext);
        }
    }

    public Task<bool> RemoveWebhookAsync(TenantId tenant, WebhookId id, long revision, AuditRow? act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var isRemoved = _webhooks.TryGetValue((tenant, id), out var webhook) && webhook.Revision == revision && _webhooks.Remove((tenant, id));
            Add(isRemoved ? act : null);
            return Task.FromResult(isRemoved);
        }
    }

    public Task<IReadOnlyList<Webhook>> ListWebhooksAsync(TenantId? tenant, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Webhook>>([.. _webhooks
                .Where(w => tenant is null || w.Key.Item1 == tenant)
                .Select(w => EventJson.ReadWebhook(w.Value.Document))]);
        }
    }

    public Task AddDeliveriesAsync(ImmutableArray<DeliveryRow> deliveries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            Add(deliveries);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DueDelivery>> ListDueDeliveriesAsync(Guid subscriber, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DueDelivery>>([.. DueOf(subscriber)
                .TakeWhile(d => d.DueAt <= now)
                .Take(limit)
                .Select(d => _deliveries[d.Id])
                .Select(e => new DueDelivery(e.Summary.Id, e.Tenant, e.Summary.Instance, e.Summary.Attempts, e.Summary.DueAt!.Value, e.Body))]);
        }
    }

    public Task<DateTimeOffset?> NextDeliveryAsync(Guid subscriber, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(DueOf(subscriber).Select(d => (DateTimeOffset?)d.DueAt).FirstOrDefault());
        }
    }

    public Task<bool> ChangeDeliveryAsync(DueDelivery delivery, DeliveryChange next, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_deliveries.TryGetValue(delivery.Id, out var entry) || entry.Summary.DueAt != delivery.DueAt)
            {
                return Task.FromResult(false);
            }

            Change(entry, entry.Summary with
            {
                Status = next.Status,
                Attempts = next.Attempts,
                DueAt = next.DueAt,
                TriedAt = next.TriedAt ?? entry.Summary.TriedAt,
                Code = next.TriedAt is null ? entry.Summary.Code : next.Code,
                Answer = next.TriedAt is null ? entry.Summary.Answer : next.Answer,
            });
            return Task.FromResult(true);
        }
    }

    public Task<Page<DeliverySummary>> ListDeliveriesAsync(TenantId tenant, DeliveryFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        var cursor = Cursor.Parse(page.Cursor, ListKind.Deliveries);
        lock (_lock)
        {
            List<DeliverySummary> rows = [.. _deliveries.Values
                .Where(e => e.Tenant == tenant)
                .Select(e => e.Summary)
                .Where(s => (filter.Webhook is not { } webhook || s.Subscriber == webhook.Value) && (filter.Status is not { } status || s.Status == status))
                .Where(s => cursor is not { } end || s.Id < end.Number)
                .OrderByDescending(s => s.Id)
                .Take(limit + 1)];
            return Task.FromResult(Paging.Page(rows, limit, s => s, s => new Cursor(ListKind.Deliveries, 0, s.Id)));
        }
    }

    public Task<(DeliverySummary Summary, byte[] Body)?> FindDeliveryAsync(TenantId tenant, long id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Delivery(tenant, id) is { } entry ? (entry.Summary, entry.Body) : default((DeliverySummary, byte[])?));
        }
    }

    public Task<bool> RequeueDeliveryAsync(TenantId tenant, long id, DateTimeOffset now, AuditRow? act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (Delivery(tenant, id) is not { } entry)
            {
                return Task.FromResult(false);
            }

            Add(act);
            Change(entry, entry.Summary with { Status = DeliveryStatus.Pending, Attempts = 0, DueAt = now });
            return Task.FromResult(true);
        }
    }

    public Task<bool> DiscardDeliveryAsync(TenantId tenant, long id, AuditRow? act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var isDiscarded = Delivery(tenant, id) is { } entry && Forget([entry], 1) == 1;
            Add(isDiscarded ? act : null);
            return Task.FromResult(isDiscarded);
        }
    }

    public Task<int> ForgetDeliveredAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Forget(_deliveries.Values.Where(e => e.Summary.Status is DeliveryStatus.Delivered && e.Summary.TriedAt < before), limit));
        }
    }

    public Task<int> ForgetSubscriberAsync(TenantId tenant, Guid subscriber, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Forget(_deliveries.Values.Where(e => e.Tenant == tenant && e.Summary.Subscriber == subscriber), limit));
        }
    }

    private void Add(ImmutableArray<DeliveryRow> deliveries)
    {
        foreach (var row in deliveries)
        {
            var summary = new DeliverySummary(++_lastDelivery, row.Subscriber, row.EventId, row.Type, row.Instance, row.At, DeliveryStatus.Pending, 0, row.At, null, null, null);
            _deliveries.Add(summary.Id, new DeliveryEntry(row.Tenant, row.Body) { Summary = summary });
            _due.Add((row.Subscriber, row.At, summary.Id));
        }
    }

    private SortedSet<(Guid Subscriber, DateTimeOffset DueAt, long Id)> DueOf(Guid subscriber) =>
        _due.GetViewBetween((subscriber, DateTimeOffset.MinValue, 0), (subscriber, DateTimeOffset.MaxValue, long.MaxValue));

    private DeliveryEntry? Delivery(TenantId tenant, long id) => _deliveries.TryGetValue(id, out var entry) && entry.Tenant == tenant ? entry : null;

    private void Change(DeliveryEntry entry, DeliverySummary next)
    {
        var last = entry.Summary;
        _due.Remove((last.Subscriber, last.DueAt ?? default, last.Id));
        entry.Summary = next;
        if (next.DueAt is { } due)
        {
            _due.Add((next.Subscriber, due, next.Id));
        }
    }

    private int Forget(IEnumerable<DeliveryEntry> entries, int limit)
    {
        var forgotten = entries.Take(limit).ToList();
        foreach (var entry in forgotten)
        {
            Change(entry, entry.Summary with { DueAt = null });
            _deliveries.Remove(entry.Summary.Id);
        }

        return forgotten.Count;
    }

    private sealed class DeliveryEntry(TenantId tenant, byte[] body)
    {
        public TenantId Tenant => tenant;

        public byte[] Body => body;

        public required DeliverySummary Summary { get; set; }
    }
}
