ALTER TABLE "waits" ADD COLUMN "closed_by" uuid;--> statement-breakpoint
CREATE INDEX "runs_exited" ON "runs" USING btree ("workspace_id") WHERE "runs"."exited_at" is not null and "runs"."ended_at" is null and "runs"."convoy_id" is null;--> statement-breakpoint
-- Who was told to end and has not: from now on the clock finds them by this column.
UPDATE "runs" SET "exited_at" = "run_exits"."at" FROM "run_exits"
WHERE "run_exits"."workspace_id" = "runs"."workspace_id" AND "run_exits"."profile_id" = "runs"."profile_id" AND "run_exits"."run_id" = "runs"."id"
  AND "runs"."ended_at" IS NULL AND "runs"."exited_at" IS NULL;
