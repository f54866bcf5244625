ALTER TABLE "journey_versions" ADD CONSTRAINT "journey_versions_of_journey" UNIQUE("workspace_id","id","journey_id");--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_workspace_id_journey_version_id_journey_versions_workspace_id_id_fk";
--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_workspace_id_merged_into_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","merged_into") REFERENCES "public"."profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejected_events" ADD CONSTRAINT "rejected_events_workspace_id_source_id_sources_workspace_id_id_fk" FOREIGN KEY ("workspace_id","source_id") REFERENCES "public"."sources"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_journey_version_id_journey_id_journey_versions_workspace_id_id_journey_id_fk" FOREIGN KEY ("workspace_id","journey_version_id","journey_id") REFERENCES "public"."journey_versions"("workspace_id","id","journey_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wakes" ADD CONSTRAINT "wakes_workspace_id_profile_id_wait_id_waits_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","wait_id") REFERENCES "public"."waits"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_role" CHECK ("api_keys"."role" in ('viewer', 'editor', 'publisher', 'admin', 'owner'));--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_state" CHECK ("calls"."state" in ('planned', 'calling', 'waiting-for-callback', 'done', 'failed', 'unknown'));--> statement-breakpoint
ALTER TABLE "consent_events" ADD CONSTRAINT "consent_events_action" CHECK ("consent_events"."action" in ('granted', 'withdrawn'));--> statement-breakpoint
ALTER TABLE "consent_states" ADD CONSTRAINT "consent_states_state" CHECK ("consent_states"."state" in ('granted', 'withdrawn'));--> statement-breakpoint
ALTER TABLE "contact_points" ADD CONSTRAINT "contact_points_state" CHECK ("contact_points"."state" in ('active', 'invalid'));--> statement-breakpoint
ALTER TABLE "convoys" ADD CONSTRAINT "convoys_queue" CHECK ("convoys"."queue" in ('small', 'crowd'));--> statement-breakpoint
ALTER TABLE "convoys" ADD CONSTRAINT "convoys_phase" CHECK ("convoys"."phase" in ('forming', 'started', 'driving', 'done'));--> statement-breakpoint
ALTER TABLE "counters" ADD CONSTRAINT "counters_kind" CHECK ("counters"."kind" in ('entered', 'ended', 'converted', 'arrived', 'left', 'resting', 'sent', 'delivered', 'clicked', 'skipped', 'rejected', 'unknown', 'ghost'));--> statement-breakpoint
ALTER TABLE "event_names" ADD CONSTRAINT "event_names_kind" CHECK ("event_names"."kind" in ('event', 'property', 'attribute'));--> statement-breakpoint
ALTER TABLE "event_queue" ADD CONSTRAINT "event_queue_stage" CHECK ("event_queue"."stage" in ('learn', 'match'));--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_type" CHECK ("events"."type" in ('track', 'identify', 'page', 'screen', 'group', 'alias'));--> statement-breakpoint
ALTER TABLE "journeys" ADD CONSTRAINT "journeys_state" CHECK ("journeys"."state" in ('draft', 'live', 'paused', 'stopped'));--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_role" CHECK ("members"."role" in ('viewer', 'editor', 'publisher', 'admin', 'owner'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_state" CHECK ("messages"."state" in ('planned', 'sending', 'accepted', 'rejected', 'skipped', 'ghost', 'unknown'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_purpose" CHECK ("messages"."purpose" in ('marketing', 'transactional'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('convoy', 'clock'));--> statement-breakpoint
ALTER TABLE "profile_identities" ADD CONSTRAINT "profile_identities_kind" CHECK ("profile_identities"."kind" in ('user', 'anonymous'));--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_phase" CHECK ("runs"."phase" in ('moving', 'waiting', 'sending', 'calling', 'parked', 'ended'));--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_kind" CHECK ("sources"."kind" in ('browser', 'server'));--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_purpose" CHECK ("topics"."purpose" in ('marketing', 'transactional'));--> statement-breakpoint
ALTER TABLE "wakes" ADD CONSTRAINT "wakes_kind" CHECK ("wakes"."kind" in ('event', 'changed', 'released'));--> statement-breakpoint
ALTER TABLE "journeys" ADD CONSTRAINT "journeys_live_version_of_journey" FOREIGN KEY ("workspace_id","live_version_id","id") REFERENCES "public"."journey_versions"("workspace_id","id","journey_id") ON DELETE no action ON UPDATE no action;
