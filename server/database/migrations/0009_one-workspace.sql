-- What a verb or a page asks is asked in the role wend_workspace (server/database/workspace-role.ts): it meets the rows of the workspace
-- that its transaction names, also where a statement forgets to name it, and fails where none is named. The machine's own processes are
-- the owner, whom policies do not bind.
grant usage on schema public to wend_workspace;--> statement-breakpoint
do $$
declare name text;
begin
  for name in select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE' order by 1
  loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy one_workspace on %I to wend_workspace using (workspace_id = current_setting(''wend.workspace'')::uuid)', name);
    execute format('grant select on %I to wend_workspace', name);
  end loop;
end $$;--> statement-breakpoint
alter table workspaces enable row level security;--> statement-breakpoint
create policy one_workspace on workspaces to wend_workspace using (id = current_setting('wend.workspace')::uuid);--> statement-breakpoint
grant select on workspaces, system to wend_workspace;--> statement-breakpoint
-- What opens something is for those alone who open with it.
revoke select on secrets, api_keys, sources, providers from wend_workspace;--> statement-breakpoint
grant select (workspace_id, name, updated_at) on secrets to wend_workspace;--> statement-breakpoint
grant select (workspace_id, id, name, role, key_hint, created_at, revoked_at) on api_keys to wend_workspace;--> statement-breakpoint
grant select (workspace_id, id, name, kind, key_hint, created_at, revoked_at) on sources to wend_workspace;--> statement-breakpoint
grant select (workspace_id, id, channel, adapter, name, enabled, rate, created_at) on providers to wend_workspace;--> statement-breakpoint
-- What verbs change. A verb that changes more needs a grant in a migration of its own.
grant insert on audit_log, journeys, journey_versions, secrets, api_keys, sources to wend_workspace;--> statement-breakpoint
grant update (name, state, revision, draft, draft_updated_at, paused_at, live_version_id) on journeys to wend_workspace;--> statement-breakpoint
grant update (sealed, updated_at) on secrets to wend_workspace;--> statement-breakpoint
grant update (revoked_at) on api_keys, sources to wend_workspace;--> statement-breakpoint
grant update (adapter) on providers to wend_workspace;--> statement-breakpoint
grant delete on journeys, secrets to wend_workspace;--> statement-breakpoint
-- An event that somebody lets in by hand takes the way of all others.
grant insert on events, event_ids, event_queue to wend_workspace;--> statement-breakpoint
grant usage on sequence event_queue_seq_seq to wend_workspace;--> statement-breakpoint
-- Releasing, taking out, trying again and catching up: `drive` moves the run, a verb only tells it to.
grant insert on wakes, run_exits, convoys, outbox to wend_workspace;--> statement-breakpoint
grant update (kind) on wakes to wend_workspace;--> statement-breakpoint
grant update (exited_at, convoy_id, due_at, phase, claims, error) on runs to wend_workspace;--> statement-breakpoint
grant update (size, wake_requested) on convoys to wend_workspace;
