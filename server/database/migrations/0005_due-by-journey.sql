DROP INDEX "runs_due";--> statement-breakpoint
CREATE INDEX "runs_due" ON "runs" USING btree ("workspace_id","journey_id","due_at") WHERE "runs"."ended_at" is null and "runs"."convoy_id" is null and "runs"."phase" <> 'parked';--> statement-breakpoint
ALTER TABLE "runs" DROP COLUMN "pending_migration";