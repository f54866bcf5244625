DROP INDEX "calls_callback";--> statement-breakpoint
CREATE UNIQUE INDEX "calls_id" ON "calls" USING btree ("id");--> statement-breakpoint
CREATE INDEX "calls_waiting" ON "calls" USING btree ("workspace_id","due_at") WHERE "calls"."state" = 'waiting-for-callback';--> statement-breakpoint
ALTER TABLE "calls" DROP COLUMN "callback_token";