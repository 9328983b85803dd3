using System.Text;
using Microsoft.Data.Sqlite;
using Workflows.Persistence.Sqlite;

namespace Workflows.Persistence.Commit;

/// <summary>Everything that is ever written, prepared for the writer's connection.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    /// <summary>How many events one statement inserts: as many as fit, then the rest by smaller ones.</summary>
    private static readonly int[] s_historySizes = [8, 4, 2, 1];

    private readonly Statement[] _insertHistory = [.. s_historySizes.Select(size => new Statement(connection, HistorySql(size)))];
    private readonly object?[] _historyValues = new object?[s_historySizes[0] * HistoryColumns.Length];

    public Statement Begin { get; } = new(connection, "BEGIN IMMEDIATE");

    public Statement Commit { get; } = new(connection, "COMMIT");

    public Statement InsertInstance { get; } = new(connection, """
        INSERT INTO instances (
            id, tenant, definition, version, title, title_folded, reference, reference_folded, start_key, status, started_by, started_at, updated_at, ended_at,
            current_steps, incident_count, revision, position, state)
        VALUES (
            @id, @tenant, @definition, @version, @title, @title_folded, @reference, @reference_folded, @start_key, @status, @started_by, @started_at, @updated_at, @ended_at,
            @current_steps, @incident_count, @revision, @position, @state)
        ON CONFLICT DO NOTHING
        """);

    public Statement FindInstance { get; } = new(connection, "SELECT 1 FROM instances WHERE id = @id");

    public Statement UpdateInstance { get; } = new(connection, """
        UPDATE instances
        SET status = @status, updated_at = @updated_at, ended_at = @ended_at, current_steps = @current_steps, incident_count = @incident_count,
            revision = @revision, position = @position, state = @state
        WHERE id = @id AND tenant = @tenant AND revision = @expected
        """);

    public Statement InsertTask { get; } = new(connection, """
        INSERT INTO human_tasks (
            id, tenant, instance_id, token, step, definition, version, title, title_folded, summary, instance_title, reference, reference_folded, requester,
            status, assignee, candidate_users, candidate_groups, created_at, due_at, revision)
        VALUES (
            @id, @tenant, @instance_id, @token, @step, @definition, @version, @title, @title_folded, @summary, @instance_title, @reference, @reference_folded, @requester,
            @status, @assignee, @candidate_users, @candidate_groups, @created_at, @due_at, @revision)
        """);

    public Statement AssignTask { get; } = new(connection, "UPDATE human_tasks SET status = @status, assignee = @assignee, revision = @revision WHERE id = @id");

    public Statement CloseTask { get; } = new(connection, """
        UPDATE human_tasks
        SET status = @status, closed_at = @closed_at, completed_by = @completed_by, outcome = @outcome, comment = @comment, answers = @answers, revision = @revision
        WHERE id = @id
        """);

    public Statement InsertCandidate { get; } = new(connection, """
        INSERT INTO task_candidates (task, candidate, tenant, created_at)
        SELECT number, @candidate, tenant, created_at FROM human_tasks WHERE id = @id
        """);

    public Statement DeleteCandidates { get; } = new(connection, "DELETE FROM task_candidates WHERE task = (SELECT number FROM human_tasks WHERE id = @id)");

    public Statement InsertTimer { get; } = new(connection, """
        INSERT OR REPLACE INTO timers (instance_id, token, kind, tenant, due_at) VALUES (@instance_id, @token, @kind, @tenant, @due_at)
        """);

    public Statement DeleteTimers { get; } = new(connection, "DELETE FROM timers WHERE instance_id = @instance_id");

    public Statement DeleteTimersOfToken { get; } = new(connection, "DELETE FROM timers WHERE instance_id = @instance_id AND token = @token");

    public Statement FindDefinition { get; } = new(connection, "SELECT revision FROM definitions WHERE tenant = @tenant AND key = @key AND version = @version");

    public Statement SaveDefinition { get; } = new(connection, """
        INSERT INTO definitions (
            tenant, key, version, status, revision, name, description, category, step_count, content_hash, changed_at, changed_by, published_at, published_by, document)
        VALUES (
            @tenant, @key, @version, @status, @revision, @name, @description, @category, @step_count, @content_hash, @changed_at, @changed_by, @published_at, @published_by,
            @document)
        ON CONFLICT (tenant, key, version) DO UPDATE
        SET status = excluded.status, revision = excluded.revision, name = excluded.name, description = excluded.description, category = excluded.category,
            step_count = excluded.step_count, content_hash = excluded.content_hash, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
            published_at = excluded.published_at, published_by = excluded.published_by, document = excluded.document
        """);

    public Statement DeleteDefinition { get; } = new(connection, "DELETE FROM definitions WHERE tenant = @tenant AND key = @key AND version = @version");

    private static string[] HistoryColumns { get; } = ["instance_id", "position", "type", "step", "actor", "at", "payload"];

    /// <summary>Inserts events, several with each statement.</summary>
    public void InsertHistory(byte[] instance, ReadOnlySpan<Workflows.Engine.Storage.HistoryRow> rows)
    {
        for (var i = 0; i < s_historySizes.Length; i++)
        {
            var size = s_historySizes[i];
            for (; rows.Length >= size; rows = rows[size..])
            {
                var at = 0;
                foreach (var row in rows[..size])
                {
                    _historyValues[at++] = instance;
                    _historyValues[at++] = row.Position;
                    _historyValues[at++] = row.Type;
                    _historyValues[at++] = row.Step?.Value;
                    _historyValues[at++] = row.Actor;
                    _historyValues[at++] = StoredValue.Of(row.At);
                    _historyValues[at++] = row.Payload;
                }

                _insertHistory[i].Execute(_historyValues.AsSpan(0, at));
            }
        }

        Array.Clear(_historyValues);
    }

    public void Dispose()
    {
        foreach (var statement in _insertHistory)
        {
            statement.Dispose();
        }

        foreach (var statement in new[]
        {
            Begin, Commit, InsertInstance, FindInstance, UpdateInstance, InsertTask, AssignTask, CloseTask, InsertCandidate, DeleteCandidates, InsertTimer, DeleteTimers,
            DeleteTimersOfToken, FindDefinition, SaveDefinition, DeleteDefinition,
        })
        {
            statement.Dispose();
        }
    }

    private static string HistorySql(int size)
    {
        var sql = new StringBuilder("INSERT INTO history (").AppendJoin(", ", HistoryColumns).Append(") VALUES ");
        for (var row = 0; row < size; row++)
        {
            sql.Append(row == 0 ? "(" : ", (").AppendJoin(", ", HistoryColumns.Select(c => $"@{c}{row}")).Append(')');
        }

        return sql.ToString();
    }
}
