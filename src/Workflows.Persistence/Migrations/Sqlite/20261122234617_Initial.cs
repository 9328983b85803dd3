using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workflows.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "definitions",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    category = table.Column<string>(type: "TEXT", nullable: true),
                    step_count = table.Column<int>(type: "INTEGER", nullable: false),
                    content_hash = table.Column<string>(type: "TEXT", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_by = table.Column<string>(type: "TEXT", nullable: false),
                    document = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definitions", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "history",
                columns: table => new
                {
                    instance_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    step = table.Column<string>(type: "TEXT", nullable: true),
                    actor = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    payload = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history", x => new { x.instance_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "human_tasks",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    instance_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    token = table.Column<int>(type: "INTEGER", nullable: false),
                    step = table.Column<string>(type: "TEXT", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    title_folded = table.Column<string>(type: "TEXT", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: true),
                    instance_title = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: true),
                    reference_folded = table.Column<string>(type: "TEXT", nullable: true),
                    requester = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    assignee = table.Column<string>(type: "TEXT", nullable: true),
                    candidate_users = table.Column<string>(type: "TEXT", nullable: true),
                    candidate_groups = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    completed_by = table.Column<string>(type: "TEXT", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: true),
                    answers = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_human_tasks", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "instances",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    title_folded = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: true),
                    reference_folded = table.Column<string>(type: "TEXT", nullable: true),
                    start_key = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    started_by = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    current_steps = table.Column<string>(type: "TEXT", nullable: true),
                    incident_count = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instances", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "task_candidates",
                columns: table => new
                {
                    task = table.Column<long>(type: "INTEGER", nullable: false),
                    candidate = table.Column<string>(type: "TEXT", nullable: false),
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_task_candidates", x => new { x.task, x.candidate });
                });

            migrationBuilder.CreateTable(
                name: "timers",
                columns: table => new
                {
                    instance_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    token = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_timers", x => new { x.instance_id, x.token, x.kind });
                });

            migrationBuilder.CreateIndex(
                name: "ux_definitions_version",
                table: "definitions",
                columns: new[] { "tenant", "key", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_closed",
                table: "human_tasks",
                columns: new[] { "tenant", "closed_at" },
                filter: "closed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_definition",
                table: "human_tasks",
                columns: new[] { "tenant", "definition", "created_at" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_done",
                table: "human_tasks",
                columns: new[] { "tenant", "completed_by", "closed_at" },
                filter: "completed_by IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_instance",
                table: "human_tasks",
                columns: new[] { "tenant", "instance_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_mine",
                table: "human_tasks",
                columns: new[] { "tenant", "assignee", "created_at" },
                filter: "closed_at IS NULL AND assignee IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open",
                table: "human_tasks",
                columns: new[] { "tenant", "created_at" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_reference",
                table: "human_tasks",
                columns: new[] { "tenant", "reference_folded" },
                filter: "reference_folded IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_title",
                table: "human_tasks",
                columns: new[] { "tenant", "title_folded" });

            migrationBuilder.CreateIndex(
                name: "ux_human_tasks_id",
                table: "human_tasks",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_instances_definition",
                table: "instances",
                columns: new[] { "tenant", "definition", "status", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_instances_incident",
                table: "instances",
                columns: new[] { "tenant", "started_at" },
                filter: "incident_count > 0");

            migrationBuilder.CreateIndex(
                name: "ix_instances_incident_definition",
                table: "instances",
                columns: new[] { "tenant", "definition", "started_at" },
                filter: "incident_count > 0");

            migrationBuilder.CreateIndex(
                name: "ix_instances_open",
                table: "instances",
                columns: new[] { "tenant", "definition", "version" },
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_instances_reference",
                table: "instances",
                columns: new[] { "tenant", "reference_folded", "started_at" },
                filter: "reference_folded IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_instances_running",
                table: "instances",
                column: "id",
                filter: "status IN ('pending', 'running')");

            migrationBuilder.CreateIndex(
                name: "ix_instances_started",
                table: "instances",
                columns: new[] { "tenant", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_instances_starter",
                table: "instances",
                columns: new[] { "tenant", "started_by", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_instances_status",
                table: "instances",
                columns: new[] { "tenant", "status", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_instances_title",
                table: "instances",
                columns: new[] { "tenant", "title_folded" });

            migrationBuilder.CreateIndex(
                name: "ux_instances_id",
                table: "instances",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_instances_start_key",
                table: "instances",
                columns: new[] { "tenant", "definition", "start_key" },
                unique: true,
                filter: "start_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_task_candidates_inbox",
                table: "task_candidates",
                columns: new[] { "tenant", "candidate", "created_at", "task" });

            migrationBuilder.CreateIndex(
                name: "ix_timers_due",
                table: "timers",
                column: "due_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "definitions");

            migrationBuilder.DropTable(
                name: "history");

            migrationBuilder.DropTable(
                name: "human_tasks");

            migrationBuilder.DropTable(
                name: "instances");

            migrationBuilder.DropTable(
                name: "task_candidates");

            migrationBuilder.DropTable(
                name: "timers");
        }
    }
}
