CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
CREATE TABLE "audit" (
    "number" INTEGER NOT NULL CONSTRAINT "PK_audit" PRIMARY KEY,
    "tenant" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "channel" TEXT NULL,
    "action" TEXT NOT NULL,
    "instance_id" BLOB NULL,
    "subject" TEXT NULL,
    "title" TEXT NULL,
    "note" TEXT NULL
);
CREATE INDEX "ix_audit_action" ON "audit" ("tenant", "action", "at");
CREATE INDEX "ix_audit_actor" ON "audit" ("tenant", "actor", "at");
CREATE INDEX "ix_audit_at" ON "audit" ("tenant", "at");
CREATE INDEX "ix_audit_instance" ON "audit" ("instance_id", "at") WHERE instance_id IS NOT NULL;
CREATE TABLE "definitions" (
    "number" INTEGER NOT NULL CONSTRAINT "PK_definitions" PRIMARY KEY,
    "tenant" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NULL,
    "category" TEXT NULL,
    "step_count" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "changed_at" INTEGER NOT NULL,
    "changed_by" TEXT NOT NULL,
    "published_at" INTEGER NULL,
    "published_by" TEXT NULL,
    "document" TEXT NOT NULL
);
CREATE UNIQUE INDEX "ux_definitions_version" ON "definitions" ("tenant", "key", "version");
CREATE TABLE "deliveries" (
    "number" INTEGER NOT NULL CONSTRAINT "PK_deliveries" PRIMARY KEY,
    "tenant" TEXT NOT NULL,
    "subscriber" BLOB NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "instance_id" BLOB NULL,
    "at" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "due_at" INTEGER NULL,
    "tried_at" INTEGER NULL,
    "code" INTEGER NULL,
    "answer" TEXT NULL,
    "body" BLOB NOT NULL
);
CREATE INDEX "ix_deliveries_delivered" ON "deliveries" ("tried_at") WHERE status = 'delivered';
CREATE INDEX "ix_deliveries_due" ON "deliveries" ("subscriber", "due_at", "number") WHERE due_at IS NOT NULL;
CREATE INDEX "ix_deliveries_status" ON "deliveries" ("tenant", "status", "number");
CREATE INDEX "ix_deliveries_subscriber" ON "deliveries" ("tenant", "subscriber", "number");
CREATE TABLE "history" (
    "instance_id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "step" TEXT NULL,
    "actor" TEXT NULL,
    "at" INTEGER NOT NULL,
    "payload" BLOB NOT NULL,
    CONSTRAINT "PK_history" PRIMARY KEY ("instance_id", "position")
) WITHOUT ROWID;
CREATE TABLE "human_tasks" (
    "number" INTEGER NOT NULL CONSTRAINT "PK_human_tasks" PRIMARY KEY,
    "id" BLOB NOT NULL,
    "tenant" TEXT NOT NULL,
    "instance_id" BLOB NOT NULL,
    "token" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "title_folded" TEXT NOT NULL,
    "summary" TEXT NULL,
    "instance_title" TEXT NOT NULL,
    "reference" TEXT NULL,
    "reference_folded" TEXT NULL,
    "requester" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "assignee" TEXT NULL,
    "candidate_users" TEXT NULL,
    "candidate_groups" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "due_at" INTEGER NULL,
    "closed_at" INTEGER NULL,
    "completed_by" TEXT NULL,
    "outcome" TEXT NULL,
    "revision" INTEGER NOT NULL,
    "comment" TEXT NULL,
    "answers" BLOB NULL
);
CREATE INDEX "ix_human_tasks_closed" ON "human_tasks" ("tenant", "closed_at") WHERE closed_at IS NOT NULL;
CREATE INDEX "ix_human_tasks_definition" ON "human_tasks" ("tenant", "definition", "created_at") WHERE closed_at IS NULL;
CREATE INDEX "ix_human_tasks_done" ON "human_tasks" ("tenant", "completed_by", "closed_at") WHERE completed_by IS NOT NULL;
CREATE INDEX "ix_human_tasks_instance" ON "human_tasks" ("tenant", "instance_id", "created_at");
CREATE INDEX "ix_human_tasks_mine" ON "human_tasks" ("tenant", "assignee", "created_at") WHERE closed_at IS NULL AND assignee IS NOT NULL;
CREATE INDEX "ix_human_tasks_open" ON "human_tasks" ("tenant", "created_at") WHERE closed_at IS NULL;
CREATE INDEX "ix_human_tasks_reference" ON "human_tasks" ("tenant", "reference_folded") WHERE reference_folded IS NOT NULL;
CREATE INDEX "ix_human_tasks_title" ON "human_tasks" ("tenant", "title_folded");
CREATE UNIQUE INDEX "ux_human_tasks_id" ON "human_tasks" ("id");
CREATE TABLE "incidents" (
    "number" INTEGER NOT NULL CONSTRAINT "PK_incidents" PRIMARY KEY,
    "tenant" TEXT NOT NULL,
    "instance_id" BLOB NOT NULL,
    "incident" INTEGER NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "reference" TEXT NULL,
    "step" TEXT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "opened_at" INTEGER NOT NULL
);
CREATE INDEX "ix_incidents_definition" ON "incidents" ("tenant", "definition", "opened_at", "number");
CREATE INDEX "ix_incidents_group" ON "incidents" ("tenant", "fingerprint", "opened_at", "number");
CREATE INDEX "ix_incidents_opened" ON "incidents" ("tenant", "opened_at", "number");
CREATE UNIQUE INDEX "ux_incidents_incident" ON "incidents" ("instance_id", "incident");
CREATE TABLE "instances" (
    "number" INTEGER NOT NULL CONSTRAINT "PK_instances" PRIMARY KEY,
    "id" BLOB NOT NULL,
    "tenant" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "title_folded" TEXT NOT NULL,
    "reference" TEXT NULL,
    "reference_folded" TEXT NULL,
    "start_key" TEXT NULL,
    "status" TEXT NOT NULL,
    "started_by" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "current_steps" TEXT NULL,
    "incident_count" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "state" BLOB NOT NULL
);
CREATE INDEX "ix_instances_definition" ON "instances" ("tenant", "definition", "status", "started_at");
CREATE INDEX "ix_instances_incident" ON "instances" ("tenant", "started_at") WHERE incident_count > 0;
CREATE INDEX "ix_instances_incident_definition" ON "instances" ("tenant", "definition", "started_at") WHERE incident_count > 0;
CREATE INDEX "ix_instances_open" ON "instances" ("tenant", "definition", "version") WHERE ended_at IS NULL;
CREATE INDEX "ix_instances_reference" ON "instances" ("tenant", "reference_folded", "started_at") WHERE reference_folded IS NOT NULL;
CREATE INDEX "ix_instances_running" ON "instances" ("id") WHERE status IN ('pending', 'running');
CREATE INDEX "ix_instances_started" ON "instances" ("tenant", "started_at");
CREATE INDEX "ix_instances_starter" ON "instances" ("tenant", "started_by", "started_at");
CREATE INDEX "ix_instances_status" ON "instances" ("tenant", "status", "started_at");
CREATE INDEX "ix_instances_title" ON "instances" ("tenant", "title_folded");
CREATE UNIQUE INDEX "ux_instances_id" ON "instances" ("id");
CREATE UNIQUE INDEX "ux_instances_start_key" ON "instances" ("tenant", "definition", "start_key") WHERE start_key IS NOT NULL;
CREATE TABLE "nodes" (
    "id" TEXT NOT NULL CONSTRAINT "PK_nodes" PRIMARY KEY,
    "started_at" INTEGER NOT NULL,
    "seen_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL
);
CREATE TABLE "retention_runs" (
    "id" BLOB NOT NULL CONSTRAINT "PK_retention_runs" PRIMARY KEY,
    "tenant" TEXT NULL,
    "is_scheduled" INTEGER NOT NULL,
    "started_at" INTEGER NOT NULL,
    "beat_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "document" TEXT NOT NULL
);
CREATE TABLE "schedules" (
    "tenant" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "writes" INTEGER NOT NULL,
    "look_at" INTEGER NULL,
    "document" TEXT NOT NULL,
    CONSTRAINT "PK_schedules" PRIMARY KEY ("tenant", "id")
);
CREATE INDEX "ix_schedules_look" ON "schedules" ("look_at") WHERE look_at IS NOT NULL;
CREATE TABLE "server_keys" (
    "name" TEXT NOT NULL CONSTRAINT "PK_server_keys" PRIMARY KEY,
    "value" BLOB NOT NULL,
    "made_at" INTEGER NOT NULL
);
CREATE TABLE "task_candidates" (
    "task" INTEGER NOT NULL,
    "candidate" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "PK_task_candidates" PRIMARY KEY ("task", "candidate")
) WITHOUT ROWID;
CREATE INDEX "ix_task_candidates_inbox" ON "task_candidates" ("tenant", "candidate", "created_at", "task");
CREATE TABLE "timers" (
    "instance_id" BLOB NOT NULL,
    "token" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "due_at" INTEGER NOT NULL,
    CONSTRAINT "PK_timers" PRIMARY KEY ("instance_id", "token", "kind")
) WITHOUT ROWID;
CREATE INDEX "ix_timers_due" ON "timers" ("due_at");
CREATE TABLE "webhooks" (
    "tenant" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "revision" INTEGER NOT NULL,
    "document" TEXT NOT NULL,
    CONSTRAINT "PK_webhooks" PRIMARY KEY ("tenant", "id")
);
