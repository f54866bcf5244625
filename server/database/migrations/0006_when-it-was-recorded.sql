DROP INDEX "conversions_journey";--> statement-breakpoint
ALTER TABLE "conversions" ADD COLUMN "recorded_at" timestamptz(3) DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "message_events" ADD COLUMN "recorded_at" timestamptz(3) DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "message_events_clicked" ON "message_events" USING btree ("workspace_id","recorded_at") WHERE "message_events"."kind" = 'clicked' and not "message_events"."machine";--> statement-breakpoint
CREATE INDEX "conversions_journey" ON "conversions" USING btree ("workspace_id","journey_id","recorded_at");