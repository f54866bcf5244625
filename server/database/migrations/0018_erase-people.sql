-- Erasing a person: all rows of theirs go.
grant delete on link_tokens, message_links, message_events, messages, calls, wakes, waits, visits, conversions, run_exits, runs, entry_records,
  assignments, consent_events, consent_states, contact_points, profile_gates, callbacks, event_queue, events, rejected_events, profile_identities, profiles to wend_workspace;--> statement-breakpoint
-- Whoever locks a row must be allowed to change something of it. The policy lets no workspace be changed for another.
grant update (workspace_id) on profiles, profile_gates, messages, calls to wend_workspace;--> statement-breakpoint
-- Who was inside has left.
grant insert on counters to wend_workspace;--> statement-breakpoint
grant update (count) on counters to wend_workspace;
