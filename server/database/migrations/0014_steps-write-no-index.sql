-- Room in each page for the next versions of its rows: one that changes nothing indexed stays in its page and writes no index.
ALTER TABLE "runs" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "messages" SET (fillfactor = 60);--> statement-breakpoint
ALTER TABLE "visits" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "sandbox"."messages" SET (fillfactor = 70);--> statement-breakpoint
DROP INDEX "runs_step";--> statement-breakpoint
DROP INDEX "runs_due";--> statement-breakpoint
DROP INDEX "runs_convoy";--> statement-breakpoint
DROP INDEX "runs_parked";--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "clock_at" timestamptz(3) GENERATED ALWAYS AS (case when ended_at is null and convoy_id is null and phase <> 'parked' then due_at end) STORED;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "rests_on" text GENERATED ALWAYS AS (case when ended_at is null and convoy_id is null then step end) STORED;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "is_parked" boolean GENERATED ALWAYS AS (phase = 'parked') STORED;--> statement-breakpoint
CREATE INDEX "runs_live" ON "runs" USING btree ("journey_id","id") WHERE "runs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "runs_rests" ON "runs" USING btree ("journey_id","rests_on","id") WHERE "runs"."rests_on" is not null;--> statement-breakpoint
CREATE INDEX "runs_due" ON "runs" USING btree ("journey_id","clock_at") WHERE "runs"."clock_at" is not null;--> statement-breakpoint
CREATE INDEX "runs_convoy" ON "runs" USING btree ("convoy_id") WHERE "runs"."convoy_id" is not null and "runs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "runs_parked" ON "runs" USING btree ("journey_id") WHERE "runs"."is_parked";