CREATE TABLE "entrances" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"condition" jsonb NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"cursor" uuid,
	"up_to" uuid,
	"entered" integer DEFAULT 0 NOT NULL,
	"started_at" timestamptz(3) NOT NULL,
	"ended_at" timestamptz(3),
	CONSTRAINT "entrances_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "entrances_state" CHECK ("entrances"."state" in ('running', 'done', 'stopped')),
	CONSTRAINT "entrances_cause" CHECK ("entrances"."cause" in ('published', 'asked'))
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"condition" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamptz(3) NOT NULL,
	"archived_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "segments_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "entrance_id" uuid;--> statement-breakpoint
ALTER TABLE "entrances" ADD CONSTRAINT "entrances_workspace_id_journey_id_journeys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","journey_id") REFERENCES "public"."journeys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entrances" ADD CONSTRAINT "entrances_workspace_id_segment_id_segments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","segment_id") REFERENCES "public"."segments"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "entrances_one_running" ON "entrances" USING btree ("workspace_id","journey_id") WHERE "entrances"."state" = 'running';--> statement-breakpoint
CREATE INDEX "entrances_journey" ON "entrances" USING btree ("workspace_id","journey_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "segments_name" ON "segments" USING btree ("workspace_id",lower("name")) WHERE "segments"."archived_at" is null;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_names_entrance" CHECK (("outbox"."kind" = 'entrance') = ("outbox"."entrance_id" is not null));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('convoy', 'clock', 'entrance'));--> statement-breakpoint
alter table segments enable row level security;--> statement-breakpoint
create policy one_workspace on segments to wend_workspace using (workspace_id = current_setting('wend.workspace')::uuid);--> statement-breakpoint
grant select, insert on segments to wend_workspace;--> statement-breakpoint
grant update (name, condition, revision, changed_at, archived_at) on segments to wend_workspace;--> statement-breakpoint
alter table entrances enable row level security;--> statement-breakpoint
create policy one_workspace on entrances to wend_workspace using (workspace_id = current_setting('wend.workspace')::uuid);--> statement-breakpoint
grant select, insert on entrances to wend_workspace;
