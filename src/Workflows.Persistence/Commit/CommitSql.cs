using System.Text;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>How a commit of an instance is written, statement by statement.</summary>
internal static class CommitSql
{
    public const string InsertInstance = """
        INSERT INTO instances (
            id, tenant, definition, version, title, title_folded, reference, reference_folded, start_key, status, started_by, started_at, updated_at, ended_at,
            current_steps, incident_count, revision, position, state)
        VALUES (
            @id, @tenant, @definition, @version, @title, @title_folded, @reference, @reference_folded, @start_key, @status, @started_by, @started_at, @updated_at, @ended_at,
            @current_steps, @incident_count, @revision, @position, @state)
        ON CONFLICT DO NOTHING
        """;

    public const string FindInstance = "SELECT 1 FROM instances WHERE id = @id";

    public const string UpdateInstance = """
        UPDATE instances
        SET status = @status, updated_at = @updated_at, ended_at = @ended_at, current_steps = @current_steps, incident_count = @incident_count,
            revision = @revision, position = @position, state = @state
        WHERE id = @id AND tenant = @tenant AND revision = @expected
        """;

    public const string InsertTask = """
        INSERT INTO human_tasks (
            id, tenant, instance_id, token, step, definition, version, title, title_folded, summary, instance_title, reference, reference_folded, requester,
            status, assignee, candidate_users, candidate_groups, created_at, due_at, revision)
        VALUES (
            @id, @tenant, @instance_id, @token, @step, @definition, @version, @title, @title_folded, @summary, @instance_title, @reference, @reference_folded, @requester,
            @status, @assignee, @candidate_users, @candidate_groups, @created_at, @due_at, @revision)
        """;

    public const string AssignTask = "UPDATE human_tasks SET status = @status, assignee = @assignee, revision = @revision WHERE id = @id";

    public const string CloseTask = """
        UPDATE human_tasks
        SET status = @status, closed_at = @closed_at, completed_by = @completed_by, outcome = @outcome, comment = @comment, answers = @answers, revision = @revision
        WHERE id = @id
        """;

    public const string InsertCandidate = """
        INSERT INTO task_candidates (task, candidate, tenant, created_at)
        SELECT number, @candidate, tenant, created_at FROM human_tasks WHERE id = @id
        """;

    public const string DeleteCandidates = "DELETE FROM task_candidates WHERE task = (SELECT number FROM human_tasks WHERE id = @id)";

    public const string InsertTimer = """
        INSERT INTO timers (instance_id, token, kind, tenant, due_at) VALUES (@instance_id, @token, @kind, @tenant, @due_at)
        ON CONFLICT (instance_id, token, kind) DO UPDATE SET tenant = excluded.tenant, due_at = excluded.due_at
        """;

    public const string DeleteTimers = "DELETE FROM timers WHERE instance_id = @instance_id";

    public const string DeleteTimersOfToken = "DELETE FROM timers WHERE instance_id = @instance_id AND token = @token";

    private static readonly string[] s_historyColumns = ["instance_id", "position", "type", "step", "actor", "at", "payload"];

    /// <summary>How many events one statement inserts: as many as fit, then the rest by smaller ones.</summary>
    private static readonly (int Size, string Sql)[] s_insertHistory = [.. new[] { 8, 4, 2, 1 }.Select(size => (size, HistorySql(size)))];

    /// <summary>Inserts events, several with each statement.</summary>
    public static void InsertHistory(DbSession session, Guid instance, ReadOnlySpan<HistoryRow> rows)
    {
        object id = instance;
        foreach (var (size, sql) in s_insertHistory)
        {
            for (; rows.Length >= size; rows = rows[size..])
            {
                var values = new object?[size * s_historyColumns.Length];
                var at = 0;
                foreach (var row in rows[..size])
                {
                    values[at++] = id;
                    values[at++] = row.Position;
                    values[at++] = row.Type;
                    values[at++] = row.Step?.Value;
                    values[at++] = row.Actor;
                    values[at++] = StoredValue.Of(row.At);
                    values[at++] = row.Payload;
                }

                session.Execute(sql, values);
            }
        }
    }

    private static string HistorySql(int size)
    {
        var sql = new StringBuilder("INSERT INTO history (").AppendJoin(", ", s_historyColumns).Append(") VALUES ");
        for (var row = 0; row < size; row++)
        {
            sql.Append(row == 0 ? "(" : ", (").AppendJoin(", ", s_historyColumns.Select(c => $"@{c}{row}")).Append(')');
        }

        return sql.ToString();
    }
}
