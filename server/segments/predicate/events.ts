import { type Condition, durationMs, numberOf, type PropertyTest } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { timestamp } from '../../database/index.ts';
import type { Asked } from './asked.ts';
import { compare } from './compare.ts';
import { millisecondsAt } from './dates.ts';
import { at, doubleOf, isAscii, ofNumber, trimmed } from './values.ts';

type Events = Extract<Condition, { kind: 'events' }>;

/** What a person did: how often, what it adds up to in the order of its time, or when last. */
export function ofEvents(condition: Events, asked: Asked): SQL {
  const known = atLeastOne(condition);
  if (known !== undefined) {
    const exists = sql`exists (select from events e where ${inWindow(condition, asked)})`;
    return known ? exists : sql`not ${exists}`;
  }
  const found = compare(sql`counted.v`, condition, { now: millisecondsAt(asked.now), zone: 'theirs' });
  return sql`(select case when counted.unsure then null else ${found} end from (
    select ${measured(condition)} as v, coalesce(bool_or(e.fits is null or (e.fits and e.amount is null)), false) as unsure
    from (select e.id, e.at, ${fits(condition)} as fits, ${amount(condition)} as amount from events e where ${inWindow(condition, asked)}) e offset 0
  ) counted)`;
}

/** Whether it asks for one event at all (true), or for none (false): then the first one is enough. */
function atLeastOne({ measure, op, value, where }: Events): boolean | undefined {
  if (measure !== 'count' || (where ?? []).length > 0 || Array.isArray(value)) return undefined;
  const number = numberOf(value);
  if ((op === 'at-least' && number === 1) || (op === 'greater' && number === 0)) return true;
  if ((op === 'less' && number === 1) || ((op === 'at-most' || op === 'is') && number === 0)) return false;
  return undefined;
}

function inWindow({ event, within }: Events, { workspaceId, now }: Asked): SQL {
  const since = within === undefined ? sql`` : sql`and e.at > ${timestamp(now - durationMs(within))}`;
  return sql`e.workspace_id = ${workspaceId} and e.profile_id = p.id and e.name = ${event} and e.at <= ${timestamp(now)} ${since}`;
}

function measured({ measure }: Events): SQL {
  if (measure === 'count') return sql`to_jsonb(count(*) filter (where e.fits))`;
  if (measure === 'last') return sql`to_jsonb((extract(epoch from max(e.at) filter (where e.fits)) * 1000)::bigint)`;
  return sql`to_jsonb(coalesce(sum(e.amount order by e.at, e.id) filter (where e.fits), 0))`;
}

/** As the drive judges the properties of a past event: at its own time, local dates in UTC. */
function fits({ where = [] }: Events): SQL {
  if (where.length === 0) return sql`true`;
  const moment = { now: sql`extract(epoch from e.at)::float8 * 1000`, zone: 'UTC' } as const;
  const tests = where.map((test: PropertyTest) => compare(propertyAt(test.path), test, moment));
  return sql`(${sql.join(tests, sql` and `)})`;
}

/** Null where only the engine can read it. */
function amount({ measure, path }: Events): SQL {
  if (measure !== 'sum' || path === undefined) return sql`0::float8`;
  const v = sql`it.v`;
  return sql`(select case jsonb_typeof(${v}) when 'number' then ${doubleOf(v)}
      when 'string' then case when ${isAscii(v)} then case when ${ofNumber(v, () => sql`true`)} then ${trimmed(v)}::float8 else 0 end end else 0 end
    from (select ${propertyAt(path)} as v offset 0) it)`;
}

/** `propertyOf(event, path)`: below the event where that leads anywhere, else below its properties. */
function propertyAt(path: string): SQL {
  const below = at(sql`e.properties`, path);
  const [first, ...rest] = path.split('.');
  if (first === 'properties') {
    const whole = rest.length === 0 ? sql`e.properties` : at(sql`e.properties`, rest.join('.'));
    return sql`coalesce(${whole}, ${below})`;
  }
  if (path === 'name') return sql`to_jsonb(e.name)`;
  if (path === 'at') return sql`to_jsonb((extract(epoch from e.at) * 1000)::bigint)`;
  return below;
}
