using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Workflows.Persistence.Migrations.Postgres
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
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    category = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    step_count = table.Column<int>(type: "integer", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    published_at = table.Column<long>(type: "bigint", nullable: true),
                    published_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    document = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definitions", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "history",
                columns: table => new
                {
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    actor = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    payload = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history", x => new { x.instance_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "human_tasks",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definition = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    title_folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    summary = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    instance_title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reference = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reference_folded = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    requester = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    assignee = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    candidate_users = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    candidate_groups = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    completed_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    outcome = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    answers = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_human_tasks", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "instances",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definition = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    title_folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reference = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reference_folded = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    start_key = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    started_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    current_steps = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    incident_count = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instances", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "task_candidates",
                columns: table => new
                {
                    task = table.Column<long>(type: "bigint", nullable: false),
                    candidate = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_task_candidates", x => new { x.task, x.candidate });
                });

            migrationBuilder.CreateTable(
                name: "timers",
                columns: table => new
                {
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    due_at = table.Column<long>(type: "bigint", nullable: false)
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
