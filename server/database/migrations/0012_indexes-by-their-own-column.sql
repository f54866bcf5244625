DROP INDEX "contact_points_by_address";--> statement-breakpoint
DROP INDEX "conversions_journey";--> statement-breakpoint
DROP INDEX "messages_step";--> statement-breakpoint
DROP INDEX "runs_one_live";--> statement-breakpoint
DROP INDEX "runs_due";--> statement-breakpoint
DROP INDEX "runs_convoy";--> statement-breakpoint
DROP INDEX "runs_step";--> statement-breakpoint
DROP INDEX "runs_parked";--> statement-breakpoint
DROP INDEX "wakes_run";--> statement-breakpoint
CREATE INDEX "contact_points_by_address" ON "contact_points" USING btree ("address","channel");--> statement-breakpoint
CREATE INDEX "conversions_journey" ON "conversions" USING btree ("journey_id","recorded_at");--> statement-breakpoint
CREATE INDEX "messages_step" ON "messages" USING btree ("journey_id","step","sending_at");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_live" ON "runs" USING btree ("workspace_id","profile_id","journey_id","entry_key") WHERE "runs"."ended_at" is null and "runs"."exited_at" is null;--> statement-breakpoint
CREATE INDEX "runs_due" ON "runs" USING btree ("journey_id","due_at") WHERE "runs"."ended_at" is null and "runs"."convoy_id" is null and "runs"."phase" <> 'parked';--> statement-breakpoint
CREATE INDEX "runs_convoy" ON "runs" USING btree ("convoy_id","due_at") WHERE "runs"."convoy_id" is not null and "runs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "runs_step" ON "runs" USING btree ("journey_id","step") WHERE "runs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "runs_parked" ON "runs" USING btree ("journey_id") WHERE "runs"."phase" = 'parked';--> statement-breakpoint
CREATE INDEX "wakes_run" ON "wakes" USING btree ("run_id");