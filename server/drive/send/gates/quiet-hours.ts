import { bucketOf, type Instant, type MessageId, quietUntil, type SendWindow } from '@wend/engine';
import { inArray } from 'drizzle-orm';
import type { Transaction } from '../../../database/index.ts';
import { quietHours as quietHoursTable } from '../../../tables/index.ts';
import { type Candidate, type Held, skipped } from '../candidate.ts';
import type { Gate } from '../gate-context.ts';

/** Marketing leaves in allowed hours only. Those held over night leave spread over the window's first minutes. */
export const quietHours: Gate = async ({ tx, deps, now }, standing) => {
  const obeying = standing.filter(
    ({ message }) => message.purpose === 'marketing' && message.spec.whenHeld.quietHours !== 'ignore',
  );
  const rules = await countryRules(tx, obeying);
  const held = new Map<MessageId, Held>();
  for (const candidate of obeying) {
    const { message, profile } = candidate;
    const windows = windowsOf(candidate, rules);
    const until = windows && quietUntil({ now, zone: profile.timeZone, windows });
    if (windows === undefined || until === undefined) continue;
    const why = `Quiet hours in ${profile.timeZone}`;
    if (message.spec.whenHeld.quietHours === 'skip') held.set(message.id, skipped('quiet-hours', why));
    else
      held.set(message.id, {
        kind: 'deferred',
        gate: 'quiet-hours',
        why,
        until: spread(message.id, until, deps.settings.openingSpreadMs, profile.timeZone, windows),
      });
  }
  return held;
};

type Rules = ReadonlyMap<string, readonly SendWindow[]>;

async function countryRules(tx: Transaction, candidates: readonly Candidate[]): Promise<Rules> {
  const countries = new Set(
    candidates.filter(({ document }) => document.quietHours === 'country').map(({ profile }) => profile.country ?? '*'),
  );
  if (countries.size === 0) return new Map();
  const rows = await tx
    .select()
    .from(quietHoursTable)
    .where(inArray(quietHoursTable.country, [...countries, '*']));
  return new Map(rows.map(({ country, channel, allow }) => [`${country} ${channel}`, allow]));
}

/** The narrowest rule: country and channel, the country, the channel, all. No rule, no quiet hours. */
function windowsOf({ document, profile, message }: Candidate, rules: Rules): readonly SendWindow[] | undefined {
  if (document.quietHours === 'none') return undefined;
  if (document.quietHours !== 'country') return document.quietHours.allow;
  const country = profile.country ?? '*';
  return (
    rules.get(`${country} ${message.channel}`) ??
    rules.get(`${country} *`) ??
    rules.get(`* ${message.channel}`) ??
    rules.get('* *')
  );
}

function spread(
  id: MessageId,
  opening: Instant,
  spreadMs: number,
  zone: string,
  windows: readonly SendWindow[],
): Instant {
  const at = opening + Math.floor(bucketOf('opening', id) * spreadMs);
  return quietUntil({ now: at, zone, windows }) === undefined ? at : opening;
}
