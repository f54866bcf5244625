CREATE TABLE "link_tokens" (
	"token" text PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"n" integer NOT NULL
);
--> statement-breakpoint
INSERT INTO "link_tokens" ("token", "workspace_id", "profile_id", "message_id", "n") SELECT "token", "workspace_id", "profile_id", "message_id", "n" FROM "message_links";--> statement-breakpoint
DROP INDEX "message_links_token";--> statement-breakpoint
DROP INDEX "calls_id";--> statement-breakpoint
DROP INDEX "messages_id";--> statement-breakpoint
ALTER TABLE "event_names" ADD COLUMN "shape" text;--> statement-breakpoint
ALTER TABLE "rejected_events" ADD COLUMN "user_id" text;--> statement-breakpoint
ALTER TABLE "rejected_events" ADD COLUMN "anonymous_id" text;--> statement-breakpoint
ALTER TABLE "rejected_events" ADD COLUMN "profile_id" uuid;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "protected_attributes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "link_tokens" ADD CONSTRAINT "link_tokens_link" FOREIGN KEY ("workspace_id","profile_id","message_id","n") REFERENCES "public"."message_links"("workspace_id","profile_id","message_id","n") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "link_tokens_link" ON "link_tokens" USING btree ("workspace_id","profile_id","message_id");--> statement-breakpoint
CREATE INDEX "callbacks_received" ON "callbacks" USING btree ("workspace_id","received_at");--> statement-breakpoint
CREATE INDEX "calls_id" ON "calls" USING btree ("id");--> statement-breakpoint
CREATE INDEX "messages_id" ON "messages" USING btree ("id");--> statement-breakpoint
ALTER TABLE "event_names" DROP COLUMN "sample";--> statement-breakpoint
ALTER TABLE "message_links" DROP COLUMN "token";--> statement-breakpoint
ALTER TABLE "event_names" ADD CONSTRAINT "event_names_shape" CHECK ("event_names"."shape" in ('text', 'number', 'yes-no', 'time'));--> statement-breakpoint
alter table link_tokens enable row level security;--> statement-breakpoint
create policy one_workspace on link_tokens to wend_workspace using (workspace_id = current_setting('wend.workspace')::uuid);--> statement-breakpoint
grant select on link_tokens to wend_workspace;--> statement-breakpoint
grant select (protected_attributes), update (protected_attributes) on sources to wend_workspace;
