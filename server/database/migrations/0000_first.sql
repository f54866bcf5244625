CREATE SCHEMA "sandbox";
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"key_hash" text NOT NULL,
	"key_hint" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3),
	CONSTRAINT "api_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"step" text NOT NULL,
	"arm" text NOT NULL,
	"run_id" uuid NOT NULL,
	"at" timestamptz(3) NOT NULL,
	CONSTRAINT "assignments_workspace_id_profile_id_journey_id_step_pk" PRIMARY KEY("workspace_id","profile_id","journey_id","step")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "audit_log_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "callbacks" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"headers" jsonb NOT NULL,
	"body" text NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"processed_at" timestamptz(3),
	"error" text,
	CONSTRAINT "callbacks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"step" text NOT NULL,
	"visit" integer NOT NULL,
	"node_type" text NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"input" jsonb NOT NULL,
	"output" jsonb,
	"error" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"claim" uuid,
	"lease_until" timestamptz(3),
	"callback_token" text,
	"planned_at" timestamptz(3) NOT NULL,
	"settled_at" timestamptz(3),
	CONSTRAINT "calls_workspace_id_profile_id_id_pk" PRIMARY KEY("workspace_id","profile_id","id")
);
--> statement-breakpoint
CREATE TABLE "consent_events" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel" text NOT NULL,
	"topic" text DEFAULT '*' NOT NULL,
	"action" text NOT NULL,
	"legal_basis" text DEFAULT 'consent' NOT NULL,
	"source" text NOT NULL,
	"wording" text,
	"actor" text,
	"at" timestamptz(3) NOT NULL,
	CONSTRAINT "consent_events_workspace_id_profile_id_id_pk" PRIMARY KEY("workspace_id","profile_id","id")
);
--> statement-breakpoint
CREATE TABLE "consent_states" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"topic" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamptz(3) NOT NULL,
	CONSTRAINT "consent_states_workspace_id_profile_id_channel_topic_pk" PRIMARY KEY("workspace_id","profile_id","channel","topic")
);
--> statement-breakpoint
CREATE TABLE "contact_points" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"verified_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "contact_points_workspace_id_profile_id_id_pk" PRIMARY KEY("workspace_id","profile_id","id")
);
--> statement-breakpoint
CREATE TABLE "conversions" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"goal" integer NOT NULL,
	"journey_id" uuid NOT NULL,
	"journey_version_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"value" numeric,
	"at" timestamptz(3) NOT NULL,
	CONSTRAINT "conversions_workspace_id_profile_id_run_id_goal_pk" PRIMARY KEY("workspace_id","profile_id","run_id","goal")
);
--> statement-breakpoint
CREATE TABLE "convoys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"queue" text NOT NULL,
	"size" integer NOT NULL,
	"phase" text DEFAULT 'forming' NOT NULL,
	"wake_requested" boolean DEFAULT false NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"ended_at" timestamptz(3),
	CONSTRAINT "convoys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"workspace_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"journey_version_id" uuid NOT NULL,
	"step" text NOT NULL,
	"kind" text NOT NULL,
	"port" text DEFAULT '' NOT NULL,
	"shard" smallint NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "counters_workspace_id_journey_id_journey_version_id_step_kind_port_shard_pk" PRIMARY KEY("workspace_id","journey_id","journey_version_id","step","kind","port","shard")
);
--> statement-breakpoint
CREATE TABLE "entry_records" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"entry_key" text NOT NULL,
	"last_entered_at" timestamptz(3) NOT NULL,
	"entries" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "entry_records_workspace_id_profile_id_journey_id_entry_key_pk" PRIMARY KEY("workspace_id","profile_id","journey_id","entry_key")
);
--> statement-breakpoint
CREATE TABLE "event_ids" (
	"workspace_id" uuid NOT NULL,
	"message_id" text NOT NULL,
	"event_id" uuid NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	CONSTRAINT "event_ids_workspace_id_message_id_pk" PRIMARY KEY("workspace_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "event_names" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"event" text DEFAULT '' NOT NULL,
	"name" text NOT NULL,
	"sample" text,
	"last_seen_at" timestamptz(3) NOT NULL,
	CONSTRAINT "event_names_workspace_id_kind_event_name_pk" PRIMARY KEY("workspace_id","kind","event","name")
);
--> statement-breakpoint
CREATE TABLE "event_queue" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"stage" text DEFAULT 'learn' NOT NULL,
	"partition" smallint NOT NULL,
	"profile_id" uuid,
	"received_at" timestamptz(3) NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	"parked_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "events" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"profile_id" uuid,
	"source_id" uuid,
	"message_id" text NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"user_id" text,
	"anonymous_id" text,
	"previous_id" text,
	"properties" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"traits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"context" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"original_at" timestamptz(3),
	"sent_at" timestamptz(3),
	"received_at" timestamptz(3) NOT NULL,
	"from_the_future" boolean DEFAULT false NOT NULL,
	"historical" boolean DEFAULT false NOT NULL,
	"emitted_by" uuid,
	CONSTRAINT "events_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "frequency_caps" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel" text,
	"max" integer NOT NULL,
	"within" text NOT NULL,
	CONSTRAINT "frequency_caps_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "frequency_caps_max" CHECK ("frequency_caps"."max" >= 0)
);
--> statement-breakpoint
CREATE TABLE "journey_versions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"document" jsonb NOT NULL,
	"hash" text NOT NULL,
	"compiled" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"author" text NOT NULL,
	"diff" jsonb,
	"published_at" timestamptz(3) NOT NULL,
	CONSTRAINT "journey_versions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "journeys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"draft" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"draft_updated_at" timestamptz(3) NOT NULL,
	"live_version_id" uuid,
	"paused_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "journeys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "journeys_paused_since" CHECK (("journeys"."state" = 'paused') = ("journeys"."paused_at" is not null)),
	CONSTRAINT "journeys_live_has_version" CHECK ("journeys"."state" = 'draft' or "journeys"."live_version_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "members" (
	"workspace_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "members_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "message_events" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"dedupe" text NOT NULL,
	"kind" text NOT NULL,
	"machine" boolean DEFAULT false NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamptz(3) NOT NULL,
	CONSTRAINT "message_events_workspace_id_profile_id_message_id_kind_dedupe_pk" PRIMARY KEY("workspace_id","profile_id","message_id","kind","dedupe")
);
--> statement-breakpoint
CREATE TABLE "message_links" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"token" text NOT NULL,
	"url" text NOT NULL,
	CONSTRAINT "message_links_workspace_id_profile_id_message_id_n_pk" PRIMARY KEY("workspace_id","profile_id","message_id","n")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"step" text NOT NULL,
	"visit" integer NOT NULL,
	"journey_id" uuid NOT NULL,
	"journey_version_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"topic" text,
	"state" text DEFAULT 'planned' NOT NULL,
	"spec" jsonb NOT NULL,
	"payload" jsonb,
	"address" text,
	"provider_id" uuid,
	"provider_ref" text,
	"outcome" jsonb,
	"deferrals" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"slot_at" timestamptz(3),
	"planned_at" timestamptz(3) NOT NULL,
	"sending_at" timestamptz(3),
	"resolve_after" timestamptz(3),
	"settled_at" timestamptz(3),
	"delivered_at" timestamptz(3),
	"opened_at" timestamptz(3),
	"clicked_at" timestamptz(3),
	"replied_at" timestamptz(3),
	"bounced_at" timestamptz(3),
	CONSTRAINT "messages_workspace_id_profile_id_id_pk" PRIMARY KEY("workspace_id","profile_id","id"),
	CONSTRAINT "messages_sending_since" CHECK ("messages"."state" not in ('sending', 'accepted', 'unknown') or "messages"."sending_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"convoy_id" uuid,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "outbox_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "outbox_names_convoy" CHECK (("outbox"."kind" = 'convoy') = ("outbox"."convoy_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "profile_gates" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	CONSTRAINT "profile_gates_workspace_id_profile_id_pk" PRIMARY KEY("workspace_id","profile_id")
);
--> statement-breakpoint
CREATE TABLE "profile_identities" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"profile_id" uuid NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "profile_identities_workspace_id_kind_value_pk" PRIMARY KEY("workspace_id","kind","value")
);
--> statement-breakpoint
CREATE TABLE "profiles" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"time_zone" text,
	"language" text,
	"country" text,
	"merged_into" uuid,
	"merged_by" uuid,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	CONSTRAINT "profiles_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "providers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel" text NOT NULL,
	"adapter" text NOT NULL,
	"name" text NOT NULL,
	"config" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"rate" double precision NOT NULL,
	"burst" integer DEFAULT 1 NOT NULL,
	"reserved_share" double precision DEFAULT 0 NOT NULL,
	"next_free_at" timestamptz(3) NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "providers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "quiet_hours" (
	"country" text NOT NULL,
	"channel" text NOT NULL,
	"allow" jsonb NOT NULL,
	"source" text NOT NULL,
	"checked_on" text NOT NULL,
	CONSTRAINT "quiet_hours_country_channel_pk" PRIMARY KEY("country","channel")
);
--> statement-breakpoint
CREATE TABLE "rejected_events" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"field" text,
	"excerpt" text NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	CONSTRAINT "rejected_events_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "run_exits" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"event_id" uuid,
	"reason" jsonb NOT NULL,
	"at" timestamptz(3) NOT NULL,
	CONSTRAINT "run_exits_workspace_id_profile_id_run_id_pk" PRIMARY KEY("workspace_id","profile_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"journey_version_id" uuid NOT NULL,
	"entry_key" text DEFAULT '' NOT NULL,
	"phase" text DEFAULT 'moving' NOT NULL,
	"step" text DEFAULT 'entry' NOT NULL,
	"visit" integer DEFAULT 0 NOT NULL,
	"arrived_at" timestamptz(3) NOT NULL,
	"visits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"entry" jsonb NOT NULL,
	"entry_event_id" uuid,
	"holdout" boolean DEFAULT false NOT NULL,
	"entered_at" timestamptz(3) NOT NULL,
	"last_send_at" timestamptz(3),
	"due_at" timestamptz(3),
	"convoy_id" uuid,
	"claim" uuid,
	"lease_until" timestamptz(3),
	"claims" integer DEFAULT 0 NOT NULL,
	"error" text,
	"exited_at" timestamptz(3),
	"ended_at" timestamptz(3),
	"end_reason" jsonb,
	"pending_migration" jsonb,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "runs_workspace_id_profile_id_id_pk" PRIMARY KEY("workspace_id","profile_id","id"),
	CONSTRAINT "runs_ended" CHECK (("runs"."phase" = 'ended') = ("runs"."ended_at" is not null)),
	CONSTRAINT "runs_claim_has_lease" CHECK (("runs"."claim" is null) = ("runs"."lease_until" is null)),
	CONSTRAINT "runs_at_rest_is_due" CHECK ("runs"."phase" in ('ended', 'parked', 'calling') or "runs"."due_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "sandbox"."accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"rules" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sandbox"."messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"honesty" text NOT NULL,
	"direction" text DEFAULT 'out' NOT NULL,
	"channel" text NOT NULL,
	"reference" text NOT NULL,
	"recipient" text NOT NULL,
	"sender" text DEFAULT '' NOT NULL,
	"payload" jsonb NOT NULL,
	"callback_url" text NOT NULL,
	"state" text DEFAULT 'accepted' NOT NULL,
	"at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secrets" (
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"sealed" text NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	CONSTRAINT "secrets_workspace_id_name_pk" PRIMARY KEY("workspace_id","name")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"key_hash" text NOT NULL,
	"key_hint" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3),
	CONSTRAINT "sources_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"workspace_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address_hash" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3),
	CONSTRAINT "suppressions_workspace_id_channel_address_hash_pk" PRIMARY KEY("workspace_id","channel","address_hash")
);
--> statement-breakpoint
CREATE TABLE "system" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "system_one_row" CHECK ("system"."only")
);
--> statement-breakpoint
CREATE TABLE "topics" (
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"channel" text,
	"purpose" text NOT NULL,
	"double_opt_in" boolean DEFAULT false NOT NULL,
	CONSTRAINT "topics_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"step" text NOT NULL,
	"n" integer NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"left_at" timestamptz(3),
	"port" text,
	"to_step" text,
	"reason" jsonb,
	CONSTRAINT "visits_workspace_id_profile_id_run_id_step_n_pk" PRIMARY KEY("workspace_id","profile_id","run_id","step","n")
);
--> statement-breakpoint
CREATE TABLE "waits" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"step" text NOT NULL,
	"visit" integer NOT NULL,
	"until" timestamptz(3) NOT NULL,
	"recheck_at" timestamptz(3),
	"event_names" text[] DEFAULT '{}' NOT NULL,
	"events" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"condition" jsonb,
	"reason" jsonb NOT NULL,
	"opened_at" timestamptz(3) NOT NULL,
	"closed_at" timestamptz(3),
	CONSTRAINT "waits_workspace_id_profile_id_id_pk" PRIMARY KEY("workspace_id","profile_id","id")
);
--> statement-breakpoint
CREATE TABLE "wakes" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"wait_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"event_id" uuid,
	"event" jsonb,
	"at" timestamptz(3) NOT NULL,
	CONSTRAINT "wakes_workspace_id_profile_id_wait_id_pk" PRIMARY KEY("workspace_id","profile_id","wait_id")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"created_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_workspace_id_profile_id_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","profile_id") REFERENCES "public"."profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_workspace_id_profile_id_run_id_runs_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","run_id") REFERENCES "public"."runs"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_events" ADD CONSTRAINT "consent_events_workspace_id_profile_id_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","profile_id") REFERENCES "public"."profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_states" ADD CONSTRAINT "consent_states_workspace_id_profile_id_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","profile_id") REFERENCES "public"."profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_points" ADD CONSTRAINT "contact_points_workspace_id_profile_id_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","profile_id") REFERENCES "public"."profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversions" ADD CONSTRAINT "conversions_workspace_id_profile_id_run_id_runs_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","run_id") REFERENCES "public"."runs"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "convoys" ADD CONSTRAINT "convoys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_records" ADD CONSTRAINT "entry_records_workspace_id_profile_id_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","profile_id") REFERENCES "public"."profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_names" ADD CONSTRAINT "event_names_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "frequency_caps" ADD CONSTRAINT "frequency_caps_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journey_versions" ADD CONSTRAINT "journey_versions_workspace_id_journey_id_journeys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","journey_id") REFERENCES "public"."journeys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journeys" ADD CONSTRAINT "journeys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_workspace_id_profile_id_message_id_messages_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","message_id") REFERENCES "public"."messages"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_links" ADD CONSTRAINT "message_links_workspace_id_profile_id_message_id_messages_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","message_id") REFERENCES "public"."messages"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_workspace_id_profile_id_run_id_runs_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","run_id") REFERENCES "public"."runs"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profile_gates" ADD CONSTRAINT "profile_gates_workspace_id_profile_id_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","profile_id") REFERENCES "public"."profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profile_identities" ADD CONSTRAINT "profile_identities_workspace_id_profile_id_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","profile_id") REFERENCES "public"."profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "providers" ADD CONSTRAINT "providers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejected_events" ADD CONSTRAINT "rejected_events_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_exits" ADD CONSTRAINT "run_exits_workspace_id_profile_id_run_id_runs_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","run_id") REFERENCES "public"."runs"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_profile_id_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","profile_id") REFERENCES "public"."profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_journey_version_id_journey_versions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","journey_version_id") REFERENCES "public"."journey_versions"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secrets" ADD CONSTRAINT "secrets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_workspace_id_profile_id_run_id_runs_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","run_id") REFERENCES "public"."runs"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waits" ADD CONSTRAINT "waits_workspace_id_profile_id_run_id_runs_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","run_id") REFERENCES "public"."runs"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wakes" ADD CONSTRAINT "wakes_workspace_id_profile_id_run_id_runs_workspace_id_profile_id_id_fk" FOREIGN KEY ("workspace_id","profile_id","run_id") REFERENCES "public"."runs"("workspace_id","profile_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_user" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_key" ON "api_keys" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "callbacks_open" ON "callbacks" USING btree ("workspace_id","received_at") WHERE "callbacks"."processed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "calls_once" ON "calls" USING btree ("workspace_id","profile_id","run_id","step","visit");--> statement-breakpoint
CREATE UNIQUE INDEX "calls_callback" ON "calls" USING btree ("callback_token");--> statement-breakpoint
CREATE INDEX "calls_due" ON "calls" USING btree ("workspace_id","node_type","due_at") WHERE "calls"."state" in ('planned', 'calling');--> statement-breakpoint
CREATE UNIQUE INDEX "contact_points_address" ON "contact_points" USING btree ("workspace_id","profile_id","channel","address");--> statement-breakpoint
CREATE INDEX "contact_points_by_address" ON "contact_points" USING btree ("workspace_id","channel","address");--> statement-breakpoint
CREATE INDEX "conversions_journey" ON "conversions" USING btree ("workspace_id","journey_id","at");--> statement-breakpoint
CREATE INDEX "convoys_open" ON "convoys" USING btree ("workspace_id","created_at") WHERE "convoys"."phase" <> 'done';--> statement-breakpoint
CREATE INDEX "event_ids_received" ON "event_ids" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "event_queue_next" ON "event_queue" USING btree ("stage","partition","seq") WHERE "event_queue"."parked_at" is null;--> statement-breakpoint
CREATE INDEX "events_profile" ON "events" USING btree ("workspace_id","profile_id","name","at");--> statement-breakpoint
CREATE INDEX "events_received" ON "events" USING btree ("workspace_id","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "journey_versions_number" ON "journey_versions" USING btree ("workspace_id","journey_id","number");--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "message_links_token" ON "message_links" USING btree ("token");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_once" ON "messages" USING btree ("workspace_id","profile_id","run_id","step","visit");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_id" ON "messages" USING btree ("id");--> statement-breakpoint
CREATE INDEX "messages_sent" ON "messages" USING btree ("workspace_id","profile_id","sending_at") WHERE "messages"."sending_at" is not null;--> statement-breakpoint
CREATE INDEX "messages_step" ON "messages" USING btree ("workspace_id","journey_id","step","sending_at");--> statement-breakpoint
CREATE INDEX "messages_unresolved" ON "messages" USING btree ("workspace_id","resolve_after") WHERE "messages"."state" = 'sending';--> statement-breakpoint
CREATE INDEX "profile_identities_profile" ON "profile_identities" USING btree ("workspace_id","profile_id");--> statement-breakpoint
CREATE INDEX "profiles_merged" ON "profiles" USING btree ("workspace_id","merged_into") WHERE "profiles"."merged_into" is not null;--> statement-breakpoint
CREATE INDEX "rejected_events_received" ON "rejected_events" USING btree ("workspace_id","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_live" ON "runs" USING btree ("workspace_id","journey_id","profile_id","entry_key") WHERE "runs"."ended_at" is null and "runs"."exited_at" is null;--> statement-breakpoint
CREATE INDEX "runs_due" ON "runs" USING btree ("workspace_id","due_at") WHERE "runs"."ended_at" is null and "runs"."convoy_id" is null;--> statement-breakpoint
CREATE INDEX "runs_convoy" ON "runs" USING btree ("workspace_id","convoy_id","due_at") WHERE "runs"."convoy_id" is not null and "runs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "runs_step" ON "runs" USING btree ("workspace_id","journey_id","step") WHERE "runs"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_idempotent" ON "sandbox"."messages" USING btree ("account","reference") WHERE "sandbox"."messages"."honesty" = 'idempotent' and "sandbox"."messages"."direction" = 'out';--> statement-breakpoint
CREATE INDEX "messages_reference" ON "sandbox"."messages" USING btree ("account","reference");--> statement-breakpoint
CREATE INDEX "messages_inbox" ON "sandbox"."messages" USING btree ("account","channel","at");--> statement-breakpoint
CREATE INDEX "messages_address" ON "sandbox"."messages" USING btree ("account","recipient","at");--> statement-breakpoint
CREATE INDEX "messages_unanswered" ON "sandbox"."messages" USING btree ("account") WHERE "sandbox"."messages"."state" = 'accepted';--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sources_key" ON "sources" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");--> statement-breakpoint
CREATE UNIQUE INDEX "waits_one_open" ON "waits" USING btree ("workspace_id","profile_id","run_id") WHERE "waits"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "wakes_run" ON "wakes" USING btree ("workspace_id","run_id");