import { builtInChannels, type JourneyId, type MessageId } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rule, rule } from '../../server/sandbox/index.ts';
import { counters, messageEvents } from '../../server/tables/index.ts';
import { aSandboxBed, type Honesty, type SandboxBed, TIMEOUT_MS } from './a-sandbox-bed.ts';

type Script = Omit<Partial<Parameters<typeof rule.parse>[0] & object>, 'to'>;

/** What becomes of a message: where it ends, in how many copies the person has it, how many facts are called back. */
interface Expected {
  readonly state: 'accepted' | 'rejected' | 'unknown';
  readonly copies: number;
  readonly facts: number;
  readonly outcome?: object;
}
interface Outcome {
  readonly name: string;
  readonly script: Script;
  /** Of any provider, or by what can be done with an answer that was lost. */
  readonly expected: Expected | Readonly<Record<Honesty, Expected>>;
  /** The kinds that are noted on the message, each once however often it came. */
  readonly noted?: readonly string[];
  readonly invalidates?: boolean;
}

const arrived: Expected = { state: 'accepted', copies: 1, facts: 1 };
const refused = (scope: string): Outcome => ({
  name: `refuses: ${scope}`,
  script: { answer: { kind: 'reject', scope, why: 'By script' } },
  expected: { state: 'rejected', copies: 0, facts: 0, outcome: { kind: 'rejected', scope, why: 'By script' } },
  invalidates: scope === 'address',
});
const silent = { callbacks: [] };
/** An answer is lost after the message was taken: once more under the same key, looked up, or left. */
const lostAfterTaking = (name: string, answer: object): Outcome[] => [
  {
    name: `${name}, and calls nothing back`,
    script: { times: 1, answer, ...silent },
    expected: {
      idempotent: { state: 'accepted', copies: 1, facts: 0 },
      traceable: { state: 'accepted', copies: 1, facts: 0 },
      opaque: { state: 'unknown', copies: 1, facts: 0 },
    },
  },
  // Where the answer is lost, what is called back says that the message was taken.
  { name: `${name}, and calls back`, script: { times: 1, answer }, expected: arrived, noted: ['delivered'] },
];
/** An answer is lost and nothing was taken, once. */
const lostWithoutTaking = (name: string, answer: object): Outcome => ({
  name,
  script: { times: 1, answer },
  expected: { idempotent: arrived, traceable: arrived, opaque: { state: 'unknown', copies: 0, facts: 0 } },
});

const outcomes: readonly Outcome[] = [
  { name: 'takes and delivers', script: {}, expected: arrived, noted: ['delivered'] },
  ...['address', 'message', 'sender', 'account'].map(refused),
  { name: 'answers late', script: { answer: { kind: 'accept', delayMs: TIMEOUT_MS / 3 } }, expected: arrived },
  ...lostAfterTaking('takes and never answers', { kind: 'take-and-hang' }),
  { name: 'answers byte by byte', script: { answer: { kind: 'trickle', everyMs: 1 } }, expected: arrived },
  ...lostAfterTaking('takes and breaks the connection', { kind: 'take-and-drop' }),
  lostWithoutTaking('never answers', { kind: 'hang' }),
  {
    name: 'asks to come again later',
    script: { times: 1, answer: { kind: 'status', status: 429, retryAfterSeconds: 7 } },
    expected: arrived,
  },
  lostWithoutTaking('breaks the connection', { kind: 'drop' }),
  {
    name: 'delivers and cannot say so',
    script: { callbacks: [{ kind: 'failed' }] },
    expected: arrived,
    noted: ['bounced'],
    invalidates: false,
  },
  lostWithoutTaking('fails on its side', { kind: 'status', status: 500 }),
  {
    name: 'bounces',
    script: { callbacks: [{ kind: 'bounced' }] },
    expected: arrived,
    noted: ['bounced'],
    invalidates: true,
  },
  ...lostAfterTaking('answers too slowly', { kind: 'trickle', everyMs: TIMEOUT_MS }),
  {
    name: 'calls back three times',
    script: { callbacks: [{ kind: 'delivered', copies: 3 }] },
    expected: { ...arrived, facts: 3 },
    noted: ['delivered'],
  },
  {
    name: 'calls back before it answers',
    script: { callbacksFirst: true },
    expected: arrived,
    noted: ['delivered'],
  },
  {
    name: 'calls back in the wrong order',
    script: { callbacksFirst: true, callbacks: [{ kind: 'clicked' }, { kind: 'opened' }, { kind: 'delivered' }] },
    expected: { ...arrived, facts: 3 },
    noted: ['clicked', 'delivered', 'opened'],
  },
];

const pick = ({ state, copies }: Expected) => ({ state, copies });
const addressOf = (name: string): string => `${name.replaceAll(/\W+/g, '-')}.`;
const journeys = {
  sms: aJourney().entry('Started').sms('Hello https://shop.example/sms').document(),
  email: aJourney().entry('Started').email('Hello', '[Look](https://shop.example/email)').document(),
  push: aJourney()
    .entry('Started')
    .step('push', { title: 'Hello', body: 'Look', url: 'https://shop.example/push' })
    .document(),
};

describe.each<Honesty>(['idempotent', 'traceable', 'opaque'])('a provider that is %s', (honesty) => {
  let bed: SandboxBed;
  beforeAll(async () => {
    bed = await aSandboxBed(honesty);
    const rules = outcomes.map(({ name, script }): Rule => rule.parse({ ...script, to: addressOf(name) }));
    await bed.script(rules);
  });
  afterAll(() => bed.close());

  it.each(outcomes.map((outcome) => [outcome.name, outcome] as const))('%s', async (name, outcome) => {
    const { expected, noted, invalidates } = outcome;
    const wanted = 'state' in expected ? expected : expected[honesty];
    const people = await Promise.all(
      builtInChannels.map(async (channel) => {
        const person = await bed.reachable(`${addressOf(name)}${channel}`);
        return [journeys[channel], person] as const;
      }),
    );
    const sent = await bed.send(people);
    for (const one of sent) await bed.heard(one, wanted.facts);
    while ((await bed.understand()) > 0);
    for (const one of sent) {
      const message = await bed.message(one);
      const { state, channel } = message;
      expect({ channel, state, copies: await bed.copies(message) }).toEqual({ channel, ...pick(wanted) });
      if (wanted.outcome) expect(message.outcome).toEqual(wanted.outcome);
      if (noted) expect(await notedOn(message.id)).toEqual(noted);
      expect(await countedOf(message.journeyId)).toEqual({
        [wanted.state === 'accepted' ? 'sent' : wanted.state]: 1,
        ...(message.deliveredAt === null ? {} : { delivered: 1 }),
        ...(message.clickedAt === null ? {} : { clicked: 1 }),
      });
    }
    if (invalidates === undefined) return;
    const noAddress = { state: 'skipped', outcome: { gate: 'no-address' } };
    for (const again of await bed.send(people))
      if (invalidates) expect(again).toMatchObject(noAddress);
      else expect(again).not.toMatchObject(noAddress);
  });

  async function notedOn(messageId: MessageId): Promise<readonly string[]> {
    const rows = await bed.db.select().from(messageEvents).where(eq(messageEvents.messageId, messageId));
    return rows.map(({ kind }) => kind).sort();
  }

  async function countedOf(journeyId: JourneyId): Promise<Readonly<Record<string, number>>> {
    const messageKinds = ['sent', 'delivered', 'clicked', 'rejected', 'unknown'];
    const rows = await bed.db.select().from(counters).where(eq(counters.journeyId, journeyId));
    const counted = rows.filter(({ kind, count }) => messageKinds.includes(kind) && count !== 0);
    return Object.fromEntries(counted.map(({ kind, count }) => [kind, count]));
  }
});
