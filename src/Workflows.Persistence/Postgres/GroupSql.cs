using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;

namespace Workflows.Persistence.Postgres;

/// <summary>How a group of commits is written: what <see cref="CommitSql"/> says of one row, for many.</summary>
internal static class GroupSql
{
    public static SetStatement<CommitUnit> InsertInstances { get; } = new(
        "INSERT INTO instances ({columns}) SELECT * FROM {rows} ON CONFLICT DO NOTHING RETURNING id",
        SetColumn<CommitUnit>.Id("id", u => StoredValue.Of(u.Rows.Instance.Id)),
        SetColumn<CommitUnit>.Text("tenant", u => u.Rows.Instance.Tenant.Value),
        SetColumn<CommitUnit>.Text("definition", u => u.Rows.Instance.Definition),
        SetColumn<CommitUnit>.Number("version", u => StoredValue.Of(u.Rows.Instance.Version)),
        SetColumn<CommitUnit>.Text("title", u => u.Rows.Instance.Title),
        SetColumn<CommitUnit>.Text("title_folded", u => Paging.Fold(u.Rows.Instance.Title)),
        SetColumn<CommitUnit>.Text("reference", u => u.Rows.Instance.Reference),
        SetColumn<CommitUnit>.Text("reference_folded", u => Folded(u.Rows.Instance.Reference)),
        SetColumn<CommitUnit>.Text("start_key", u => u.Rows.Instance.StartKey),
        SetColumn<CommitUnit>.Text("status", u => StoredValue.Of(u.Rows.Instance.Status)),
        SetColumn<CommitUnit>.Text("started_by", u => u.Rows.Instance.StartedBy),
        SetColumn<CommitUnit>.Moment("started_at", u => u.Rows.Instance.StartedAt),
        SetColumn<CommitUnit>.Moment("updated_at", u => u.Rows.Instance.UpdatedAt),
        SetColumn<CommitUnit>.MomentOrNull("ended_at", u => u.Rows.Instance.EndedAt),
        SetColumn<CommitUnit>.Text("current_steps", u => u.Rows.Instance.CurrentSteps),
        SetColumn<CommitUnit>.Count("incident_count", u => u.Rows.Instance.Incidents),
        SetColumn<CommitUnit>.Number("revision", u => u.Rows.Instance.Revision),
        SetColumn<CommitUnit>.Number("position", u => u.Rows.Instance.Position),
        SetColumn<CommitUnit>.Bytes("state", u => u.Rows.Instance.State));

    public static SetStatement<CommitUnit> UpdateInstances { get; } = new(
        """
        UPDATE instances i
        SET status = r.status, updated_at = r.updated_at, ended_at = r.ended_at, current_steps = r.current_steps, incident_count = r.incident_count,
            revision = r.revision, position = r.position, state = r.state
        FROM {rows}
        WHERE i.id = r.id AND i.tenant = r.tenant AND i.revision = r.expected
        RETURNING i.id
        """,
        SetColumn<CommitUnit>.Id("id", u => StoredValue.Of(u.Rows.Instance.Id)),
        SetColumn<CommitUnit>.Text("tenant", u => u.Rows.Instance.Tenant.Value),
        SetColumn<CommitUnit>.Number("expected", u => u.Rows.ExpectedRevision),
        SetColumn<CommitUnit>.Text("status", u => StoredValue.Of(u.Rows.Instance.Status)),
        SetColumn<CommitUnit>.Moment("updated_at", u => u.Rows.Instance.UpdatedAt),
        SetColumn<CommitUnit>.MomentOrNull("ended_at", u => u.Rows.Instance.EndedAt),
        SetColumn<CommitUnit>.Text("current_steps", u => u.Rows.Instance.CurrentSteps),
        SetColumn<CommitUnit>.Count("incident_count", u => u.Rows.Instance.Incidents),
        SetColumn<CommitUnit>.Number("revision", u => u.Rows.Instance.Revision),
        SetColumn<CommitUnit>.Number("position", u => u.Rows.Instance.Position),
        SetColumn<CommitUnit>.Bytes("state", u => u.Rows.Instance.State));

    public static SetStatement<(Guid Instance, HistoryRow Row)> InsertHistory { get; } = new(
        "INSERT INTO history ({columns}) SELECT * FROM {rows}",
        SetColumn<(Guid Instance, HistoryRow Row)>.Id("instance_id", h => h.Instance),
        SetColumn<(Guid Instance, HistoryRow Row)>.Number("position", h => h.Row.Position),
        SetColumn<(Guid Instance, HistoryRow Row)>.Text("type", h => h.Row.Type),
        SetColumn<(Guid Instance, HistoryRow Row)>.Text("step", h => h.Row.Step?.Value),
        SetColumn<(Guid Instance, HistoryRow Row)>.Text("actor", h => h.Row.Actor),
        SetColumn<(Guid Instance, HistoryRow Row)>.Moment("at", h => h.Row.At),
        SetColumn<(Guid Instance, HistoryRow Row)>.Bytes("payload", h => h.Row.Payload));

    public static SetStatement<(InstanceRow Instance, HumanTask Task)> InsertTasks { get; } = new(
        "INSERT INTO human_tasks ({columns}) SELECT * FROM {rows}",
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Id("id", t => StoredValue.Of(t.Task.Id)),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("tenant", t => t.Instance.Tenant.Value),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Id("instance_id", t => StoredValue.Of(t.Instance.Id)),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Count("token", t => t.Task.Token),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("step", t => t.Task.Step.Value),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("definition", t => t.Instance.Definition),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Number("version", t => StoredValue.Of(t.Instance.Version)),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("title", t => t.Task.Title),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("title_folded", t => Paging.Fold(t.Task.Title)),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("summary", t => t.Task.Summary),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("instance_title", t => t.Instance.Title),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("reference", t => t.Instance.Reference),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("reference_folded", t => Folded(t.Instance.Reference)),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("requester", t => t.Instance.StartedBy),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("status", t => StoredValue.Of(t.Task.Status)),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("assignee", t => t.Task.Assignee),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("candidate_users", t => CommitUnit.Names(t.Task.Users)),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Text("candidate_groups", t => CommitUnit.Names(t.Task.Groups)),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Moment("created_at", t => t.Task.CreatedAt),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.MomentOrNull("due_at", t => t.Task.DueAt),
        SetColumn<(InstanceRow Instance, HumanTask Task)>.Number("revision", t => t.Instance.Revision));

    public static SetStatement<(InstanceRow Instance, TaskChange.Assigned Change)> AssignTasks { get; } = new(
        AllMustExist("UPDATE human_tasks t SET status = r.status, assignee = r.assignee, revision = r.revision FROM {rows} WHERE t.id = r.id"),
        SetColumn<(InstanceRow Instance, TaskChange.Assigned Change)>.Id("id", c => StoredValue.Of(c.Change.Id)),
        SetColumn<(InstanceRow Instance, TaskChange.Assigned Change)>.Text(
            "status", c => StoredValue.Of(c.Change.Assignee is null ? HumanTaskStatus.Offered : HumanTaskStatus.Allocated)),
        SetColumn<(InstanceRow Instance, TaskChange.Assigned Change)>.Text("assignee", c => c.Change.Assignee),
        SetColumn<(InstanceRow Instance, TaskChange.Assigned Change)>.Number("revision", c => c.Instance.Revision));

    public static SetStatement<(InstanceRow Instance, TaskChange.Closed Change)> CloseTasks { get; } = new(
        AllMustExist("""
            UPDATE human_tasks t
            SET status = r.status, closed_at = r.closed_at, completed_by = r.completed_by, outcome = r.outcome, comment = r.comment, answers = r.answers, revision = r.revision
            FROM {rows} WHERE t.id = r.id
            """),
        SetColumn<(InstanceRow Instance, TaskChange.Closed Change)>.Id("id", c => StoredValue.Of(c.Change.Id)),
        SetColumn<(InstanceRow Instance, TaskChange.Closed Change)>.Text("status", c => StoredValue.Of(c.Change.Status)),
        SetColumn<(InstanceRow Instance, TaskChange.Closed Change)>.Moment("closed_at", c => c.Change.At),
        SetColumn<(InstanceRow Instance, TaskChange.Closed Change)>.Text("completed_by", c => c.Change.By),
        SetColumn<(InstanceRow Instance, TaskChange.Closed Change)>.Text("outcome", c => c.Change.Outcome),
        SetColumn<(InstanceRow Instance, TaskChange.Closed Change)>.Text("comment", c => c.Change.Comment),
        SetColumn<(InstanceRow Instance, TaskChange.Closed Change)>.Bytes("answers", c => c.Change.Answers),
        SetColumn<(InstanceRow Instance, TaskChange.Closed Change)>.Number("revision", c => c.Instance.Revision));

    public static SetStatement<HumanTaskId> DeleteCandidates { get; } = new(
        "DELETE FROM task_candidates c USING {rows}, human_tasks t WHERE t.id = r.id AND c.task = t.number",
        SetColumn<HumanTaskId>.Id("id", StoredValue.Of));

    public static SetStatement<(HumanTaskId Task, string Candidate)> InsertCandidates { get; } = new(
        "INSERT INTO task_candidates (task, candidate, tenant, created_at) SELECT t.number, r.candidate, t.tenant, t.created_at FROM {rows} JOIN human_tasks t ON t.id = r.id",
        SetColumn<(HumanTaskId Task, string Candidate)>.Id("id", o => StoredValue.Of(o.Task)),
        SetColumn<(HumanTaskId Task, string Candidate)>.Text("candidate", o => o.Candidate));

    public static SetStatement<(InstanceRow Instance, ArmedTimer Timer)> InsertTimers { get; } = new(
        """
        INSERT INTO timers ({columns}) SELECT * FROM {rows}
        ON CONFLICT (instance_id, token, kind) DO UPDATE SET tenant = excluded.tenant, due_at = excluded.due_at
        """,
        SetColumn<(InstanceRow Instance, ArmedTimer Timer)>.Id("instance_id", t => StoredValue.Of(t.Instance.Id)),
        SetColumn<(InstanceRow Instance, ArmedTimer Timer)>.Count("token", t => t.Timer.Token),
        SetColumn<(InstanceRow Instance, ArmedTimer Timer)>.Text("kind", t => StoredValue.Of(t.Timer.Kind)),
        SetColumn<(InstanceRow Instance, ArmedTimer Timer)>.Text("tenant", t => t.Instance.Tenant.Value),
        SetColumn<(InstanceRow Instance, ArmedTimer Timer)>.Moment("due_at", t => t.Timer.DueAt));

    public static SetStatement<InstanceId> DeleteTimers { get; } = new(
        "DELETE FROM timers t USING {rows} WHERE t.instance_id = r.instance_id",
        SetColumn<InstanceId>.Id("instance_id", StoredValue.Of));

    public static SetStatement<(InstanceId Instance, int Token)> DeleteTimersOfTokens { get; } = new(
        "DELETE FROM timers t USING {rows} WHERE t.instance_id = r.instance_id AND t.token = r.token",
        SetColumn<(InstanceId Instance, int Token)>.Id("instance_id", t => StoredValue.Of(t.Instance)),
        SetColumn<(InstanceId Instance, int Token)>.Count("token", t => t.Token));

    public static SetStatement<AuditRow> InsertActs { get; } = new(
        "INSERT INTO audit ({columns}) SELECT * FROM {rows}",
        SetColumn<AuditRow>.Text("tenant", a => a.Tenant.Value),
        SetColumn<AuditRow>.Moment("at", a => a.At),
        SetColumn<AuditRow>.Text("actor", a => a.Actor),
        SetColumn<AuditRow>.Text("channel", a => a.Channel),
        SetColumn<AuditRow>.Text("action", a => a.Action),
        SetColumn<AuditRow>.Id("instance_id", a => a.Instance!.Value.Value),
        SetColumn<AuditRow>.Text("subject", a => a.Subject),
        SetColumn<AuditRow>.Text("title", a => a.Title),
        SetColumn<AuditRow>.Text("note", a => a.Note));

    public static SetStatement<(InstanceId Instance, int Incident)> DeleteIncidents { get; } = new(
        "DELETE FROM incidents i USING {rows} WHERE i.instance_id = r.instance_id AND i.incident = r.incident",
        SetColumn<(InstanceId Instance, int Incident)>.Id("instance_id", i => StoredValue.Of(i.Instance)),
        SetColumn<(InstanceId Instance, int Incident)>.Count("incident", i => i.Incident));

    public static SetStatement<IncidentRow> InsertIncidents { get; } = new(
        "INSERT INTO incidents ({columns}) SELECT * FROM {rows}",
        SetColumn<IncidentRow>.Text("tenant", i => i.Tenant.Value),
        SetColumn<IncidentRow>.Id("instance_id", i => StoredValue.Of(i.Instance)),
        SetColumn<IncidentRow>.Count("incident", i => i.Incident),
        SetColumn<IncidentRow>.Text("fingerprint", i => i.Fingerprint),
        SetColumn<IncidentRow>.Text("definition", i => i.Definition),
        SetColumn<IncidentRow>.Number("version", i => StoredValue.Of(i.Version)),
        SetColumn<IncidentRow>.Text("title", i => i.Title),
        SetColumn<IncidentRow>.Text("reference", i => i.Reference),
        SetColumn<IncidentRow>.Text("step", i => i.Step?.Value),
        SetColumn<IncidentRow>.Text("code", i => i.Code),
        SetColumn<IncidentRow>.Text("message", i => i.Message),
        SetColumn<IncidentRow>.Moment("opened_at", i => i.OpenedAt));

    public static SetStatement<DeliveryRow> InsertDeliveries { get; } = new(
        """
        INSERT INTO deliveries (tenant, subscriber, event_id, type, instance_id, at, status, attempts, due_at, body)
        SELECT tenant, subscriber, event_id, type, instance_id, at, 'pending', 0, at, body FROM {rows}
        """,
        SetColumn<DeliveryRow>.Text("tenant", d => d.Tenant.Value),
        SetColumn<DeliveryRow>.Id("subscriber", d => d.Subscriber),
        SetColumn<DeliveryRow>.Text("event_id", d => d.EventId),
        SetColumn<DeliveryRow>.Text("type", d => d.Type),
        SetColumn<DeliveryRow>.Id("instance_id", d => d.Instance!.Value.Value),
        SetColumn<DeliveryRow>.Moment("at", d => d.At),
        SetColumn<DeliveryRow>.Bytes("body", d => d.Body));

    /// <summary>An update that fails, with what else is in its transaction, when it does not find every row.</summary>
    private static string AllMustExist(string update) => $"WITH changed AS ({update} RETURNING 1) SELECT 1 / (count(*) = {{count}})::int FROM changed";

    private static string? Folded(string? text) => text is null ? null : Paging.Fold(text);
}
