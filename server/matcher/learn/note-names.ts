import { isJsonObject, type JsonObject, type WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records } from '../../database/index.ts';
import { RESERVED } from '../../intake/wire.ts';
import type { ValueShape } from '../../tables/index.ts';
import type { MatcherDeps, Queued } from '../contract.ts';
import { byWorkspace } from '../queue.ts';
import { shapeOf } from './shape-of.ts';

interface Name {
  readonly kind: 'event' | 'property' | 'attribute';
  readonly event: string;
  readonly name: string;
  readonly shape: ValueShape | undefined;
}

/** Properties of one event, and attributes, beyond this many are data used as names. */
const MAX_NAMES = 100;

/** What pickers offer: names of events, properties and attributes that came by, and what their values are. Each is written at most every ten minutes a process. */
export async function noteNames({ db, clock, memory }: MatcherDeps, events: readonly Queued[]): Promise<void> {
  for (const [workspaceId, theirs] of byWorkspace(events)) {
    const fresh = theirs.flatMap(namesOf).filter((name) => isFresh(memory, workspaceId, name));
    if (fresh.length === 0) continue;
    await db.execute(sql`
      insert into event_names (workspace_id, kind, event, name, shape, last_seen_at)
      select ${workspaceId}, kind, event, name, shape, ${clock.sql} from ${records('given', fresh, { kind: 'text', event: 'text', name: 'text', shape: 'text' })}
      order by kind, event, name
      on conflict (workspace_id, kind, event, name) do update set last_seen_at = excluded.last_seen_at, shape = coalesce(excluded.shape, event_names.shape)`);
  }
}

function isFresh(memory: MatcherDeps['memory'], workspaceId: WorkspaceId, { kind, event, name }: Name): boolean {
  const key = [workspaceId, kind, event, name].join('\n');
  if (memory.seenNames.has(key)) return false;
  memory.seenNames.set(key, true);
  return true;
}

function namesOf({ type, name, properties, traits }: Queued): readonly Name[] {
  if (name.startsWith(RESERVED)) return [];
  const attributes =
    type === 'identify'
      ? pathsOf(traits).map(([path, shape]): Name => ({ kind: 'attribute', event: '', name: path, shape }))
      : [];
  const ofEvent = pathsOf(properties).map(
    ([path, shape]): Name => ({ kind: 'property', event: name, name: path, shape }),
  );
  return [{ kind: 'event', event: '', name, shape: undefined }, ...ofEvent, ...attributes];
}

function pathsOf(object: JsonObject, prefix = ''): readonly (readonly [path: string, shape: ValueShape | undefined])[] {
  return Object.entries(object)
    .slice(0, MAX_NAMES)
    .flatMap(([key, value]) => {
      const path = prefix + key;
      if (path.length > 200 || value === null || value === undefined) return [];
      return isJsonObject(value) && prefix === '' ? pathsOf(value, `${key}.`) : [[path, shapeOf(value)] as const];
    });
}
