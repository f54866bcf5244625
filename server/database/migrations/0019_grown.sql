DROP INDEX "runs_ended";--> statement-breakpoint
CREATE INDEX "events_name" ON "events" USING btree ("workspace_id","name","id");--> statement-breakpoint
CREATE INDEX "messages_state" ON "messages" USING btree ("workspace_id","state","id");--> statement-breakpoint
CREATE INDEX "runs_entered" ON "runs" USING btree ("journey_id","created_at");--> statement-breakpoint
CREATE INDEX "runs_over" ON "runs" USING btree ("journey_id","id") WHERE "runs"."ended_at" is not null;--> statement-breakpoint
CREATE INDEX "runs_ended" ON "runs" USING btree ("journey_id","ended_at") WHERE "runs"."ended_at" is not null;