import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aMatcher, at, minute, noon, on, type Said, type Scene } from '../../test/harness/a-matcher.ts';
import { aDatabase, type TestDatabase } from '../../test/harness/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.drop());

/** Who is where: each person's runs by their entry, whether they go on, and what they converted. */
async function whoIsWhere(shop: Scene): Promise<readonly string[]> {
  const [runs, conversions, exits] = await Promise.all([shop.runs(), shop.conversions(), shop.exits()]);
  const names = new Map(await Promise.all(PEOPLE.map(async (name) => [await idOf(shop, name), name] as const)));
  return runs
    .map((run) => {
      const goals = conversions.filter(({ runId }) => runId === run.id).map(({ at }) => at - noon);
      const over = exits.some(({ runId }) => runId === run.id);
      return `${names.get(run.profileId)} ${run.entryKey} entered ${run.enteredAt - noon} ${over ? 'over' : 'inside'} ${goals.join()}`;
    })
    .sort();
}

const PEOPLE = ['ada', 'bob', 'cyd'] as const;
const idOf = (shop: Scene, name: string): Promise<string> =>
  shop.person(name).then(
    ({ id }) => id,
    () => name,
  );

async function outcome(
  rules: Parameters<Scene['publish']>[0],
  batches: readonly (readonly Said[])[],
): Promise<readonly string[]> {
  const shop = await aMatcher(database);
  await shop.publish(rules);
  shop.clock.moveTo(noon + 60 * minute);
  for (const batch of batches) {
    if (batch.length > 0) await shop.say(...batch);
    await shop.settle();
  }
  return whoIsWhere(shop);
}

const event = fc.record({
  who: fc.constantFrom(...PEOPLE),
  what: fc.constantFrom('Enter', 'Gone', 'Order'),
  cart: fc.constantFrom('a', 'b'),
  minutes: fc.integer({ min: 0, max: 40 }),
});
type Drawn = { readonly who: string; readonly what: string; readonly cart: string; readonly minutes: number };
const said = ({ who, what, cart, minutes }: Drawn): Said => on(what, who, { cart }, at(noon + minutes * minute));

/** Cuts a list into batches after the places where `cuts` is true. */
function cut<One>(list: readonly One[], cuts: readonly boolean[]): readonly (readonly One[])[] {
  return list.reduce<One[][]>(
    (batches, one, index) => {
      batches.at(-1)?.push(one);
      if (cuts[index % cuts.length]) batches.push([]);
      return batches;
    },
    [[]],
  );
}

it('leaves everybody where they would be, however the stream is cut into batches and people are interleaved', async () => {
  const rules = {
    entry: { kind: 'event', event: 'Enter', key: 'properties.cart', reentry: { kind: 'after', after: 'PT10M' } },
    exits: [{ event: 'Gone', key: 'properties.cart' }],
    goals: [{ event: 'Order', within: 'PT20M' }],
  } as const;
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 12 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      async (drawn, cuts) => {
        const mixed = await outcome(
          { ...rules, exits: [...rules.exits], goals: [...rules.goals] },
          cut(drawn.map(said), cuts),
        );
        const apart = PEOPLE.map((name) => drawn.filter(({ who }) => who === name).map(said));
        expect(await outcome({ ...rules, exits: [...rules.exits], goals: [...rules.goals] }, apart)).toEqual(mixed);
      },
    ),
    { numRuns: 20 },
  );
});

it('leaves everybody where they would be in whatever order their events arrive, where they may enter once', async () => {
  const rules = {
    entry: { kind: 'event', event: 'Enter', reentry: { kind: 'never' } },
    exits: [{ event: 'Gone' }],
    goals: [{ event: 'Order', within: 'PT20M', endsJourney: false }],
  } as const;
  const story = fc.uniqueArray(event, { maxLength: 6, selector: ({ who, minutes }) => `${who} ${minutes}` });
  await fc.assert(
    fc.asyncProperty(
      story,
      fc.integer({ min: 0, max: 40 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (drawn, entered, dice) => {
        const others = drawn.filter(({ what }) => what !== 'Enter').map((one) => ({ ...one, who: 'ada' }));
        const all = [{ who: 'ada', what: 'Enter', cart: 'a', minutes: entered }, ...others].map(said);
        const shuffled = all
          .map((one) => ({ one, by: dice.next().value ?? 0 }))
          .sort((a, b) => a.by - b.by)
          .map(({ one }) => one);
        const given = { ...rules, exits: [...rules.exits], goals: [...rules.goals] };
        expect(
          await outcome(
            given,
            shuffled.map((one) => [one]),
          ),
        ).toEqual(await outcome(given, [all]));
      },
    ),
    { numRuns: 20 },
  );
});
