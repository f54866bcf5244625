DROP INDEX "messages_state";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "orphaned" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "messages" m SET "orphaned" = true FROM "runs" r
	WHERE m."state" = 'sending' AND r."workspace_id" = m."workspace_id" AND r."profile_id" = m."profile_id" AND r."id" = m."run_id" AND r."ended_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "odd_state" text GENERATED ALWAYS AS (case when state not in ('planned', 'sending', 'accepted') then state end) STORED;--> statement-breakpoint
DROP INDEX "messages_unresolved";--> statement-breakpoint
CREATE INDEX "messages_odd" ON "messages" USING btree ("workspace_id","odd_state","id") WHERE "messages"."odd_state" is not null;--> statement-breakpoint
CREATE INDEX "messages_orphaned" ON "messages" USING btree ("workspace_id") WHERE "messages"."orphaned";