import { type FactRequest, journeyDocument, type RunView } from '@wend/engine';
import { expect, it } from 'vitest';
import { aMatcher, on } from '../../../test/harness/a-matcher.ts';
import { aDatabase } from '../../../test/harness/index.ts';
import { runs } from '../../tables/index.ts';
import { judge } from '../judge.ts';
import { LiveWorld } from './live-world.ts';

const requests: readonly FactRequest[] = [
  { kind: 'profile' },
  { kind: 'events', event: 'Enter' },
  { kind: 'events', event: 'Enter', within: 'P30D', since: 'entry', sum: 'properties.revenue' },
  { kind: 'events', event: 'Enter', where: [{ path: 'properties.revenue', op: 'at-least', value: 1 }] },
  { kind: 'message', did: 'clicked' },
  { kind: 'message', did: 'sent', step: 'hello', channel: 'sms', within: 'P7D' },
  { kind: 'segment', segment: 'lapsed' },
  { kind: 'consent', channel: 'sms' },
  { kind: 'consent', channel: 'sms', topic: 'offers' },
  { kind: 'assignment', step: 'split' },
  { kind: 'metric', metric: { rate: 'delivery', within: 'P7D' } },
  { kind: 'metric', metric: { rate: 'click', within: 'P7D', step: 'hello' } },
  { kind: 'metric', metric: { rate: 'conversion', within: 'P7D' } },
];

it('answers every kind of question for runs on one step, in the order asked', async () => {
  const database = await aDatabase();
  const shop = await aMatcher(database);
  await shop.publish({});
  await shop.say(on('Enter', 'ada'), on('Enter', 'jonas'));
  await shop.settle();
  const views: readonly RunView[] = (await database.db.select().from(runs)).map((run) => ({
    ...run,
    lastSendAt: undefined,
  }));
  const world = new LiveWorld(
    {
      db: database.db,
      judge,
      workspaceId: shop.workspaceId,
      document: journeyDocument.parse({ format: 1, name: 'x', entry: { kind: 'api' }, steps: {}, edges: [] }),
      now: await shop.clock.now(),
    },
    new Set(),
  );
  for (const request of requests) {
    const answers = await world.facts(views.map((run) => ({ run, request })));
    expect(answers, JSON.stringify(request)).toHaveLength(2);
  }
  const [counted] = await world.facts(
    views.slice(0, 1).map((run) => ({ run, request: { kind: 'events', event: 'Enter' } as const })),
  );
  expect(counted).toMatchObject({ count: 1 });
  const [arm] = await world.facts(
    views.slice(0, 1).map((run) => ({ run, request: { kind: 'assignment', step: 'split' } as const })),
  );
  expect(arm).toBeUndefined();
});
