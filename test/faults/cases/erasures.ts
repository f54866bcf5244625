import { setTimeout as pause } from 'node:timers/promises';
import type { ProfileId } from '@wend/engine';
import { and, eq, isNotNull, or } from 'drizzle-orm';
import { erasePerson } from '../../../server/people/erase.ts';
import { callbacks, events, profileIdentities, profiles } from '../../../server/tables/index.ts';
import { tablesWith } from '../../harness/left-of.ts';
import { until } from '../../harness/until.ts';
import { addressesOf, isKnown, leftCart, peopleOf, track } from '../bed/crowd.ts';
import type { Case } from '../frame/case.ts';
import type { Scene } from '../frame/scene.ts';

const PEOPLE = 120;
const WITHIN_MS = 8_000;
/** From their cart: before the text, in the wait, after its end. */
const ERASED_WITHIN_MS = 14_000;
const TRY_AGAIN_MS = 500;

interface Erased {
  readonly person: string;
  readonly profileId: ProfileId;
  /** When the erasure was answered. */
  readonly atMs: number;
  /** Said something afterwards, and is somebody new. */
  readonly cameBack: boolean;
}

/** Who wants to be forgotten, each at a moment of their own, while the others go on. */
export const erasures: readonly Case[] = [
  {
    name: 'person-erased',
    what: 'people are erased before, in and after their wait, some come back, and the worker is killed meanwhile',
    blows: 1,
    async run(scene) {
      const erased: Erased[] = [];
      scene.alsoMust.push(() => leftOver(scene, erased));
      await Promise.all([
        scene.come(PEOPLE, WITHIN_MS),
        comeAndGo(scene, peopleOf('gone', PEOPLE / 2), erased),
        (async () => {
          await scene.sometime(2_000, WITHIN_MS);
          await scene.wend.isReplaced('worker', await scene.wend.signal('worker', 'SIGKILL'));
        })(),
      ]);
    },
  },
];

async function comeAndGo(scene: Scene, people: readonly string[], erased: Erased[]): Promise<void> {
  const { crowd, dice } = scene;
  await crowd.post(people.map(isKnown));
  const plans = people.map((person) => ({
    person,
    comesMs: dice.between(0, WITHIN_MS),
    goesMs: dice.between(0, ERASED_WITHIN_MS),
    cameBack: dice.chance(0.3),
  }));
  await Promise.all(
    plans.map(async ({ person, comesMs, goesMs, cameBack }) => {
      await pause(comesMs);
      await crowd.post([leftCart(person)]);
      await pause(goesMs);
      erased.push({ person, cameBack, ...(await erase(scene, person)) });
      // What was accepted of them before is gone with them.
      for (const id of [`known-${person}`, `cart-${person}`]) crowd.accepted.delete(id);
      if (cameBack) await crowd.post([track(person, 'Came Back', 'back')]);
    }),
  );
}

/** As a program that uses the API: while a message to them is leaving, it tries again. */
async function erase(scene: Scene, person: string): Promise<Pick<Erased, 'profileId' | 'atMs'>> {
  const profileId = await until(async () => (await profileOf(scene, person))?.profileId);
  for (;;) {
    const refused = await erasePerson.by(scene.shop.context, profileId).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refused === undefined) return { profileId, atMs: Date.now() };
    if (!(refused instanceof Error && 'code' in refused && refused.code === 'wrong-state')) throw refused;
    await pause(TRY_AGAIN_MS);
  }
}

async function profileOf({ wend, shop }: Scene, person: string) {
  const [found] = await wend.db
    .select({ profileId: profileIdentities.profileId })
    .from(profileIdentities)
    .where(and(eq(profileIdentities.workspaceId, shop.workspaceId), eq(profileIdentities.value, person)));
  return found;
}

/** Nothing of them in any table, no call after the answer, no message twice, no callback that was not understood. */
async function leftOver(scene: Scene, erased: readonly Erased[]): Promise<readonly string[]> {
  const { wend, shop, provider } = scene;
  const { db } = wend;
  // The numbers of events are the shop's own: known for a week, so that one that is sent again is not another.
  const but = ['audit_log', 'event_ids'];
  const ids = erased.map(({ profileId }) => profileId);
  const silent = erased.filter(({ cameBack }) => !cameBack).map(({ person }) => person);
  const words = [...ids, ...silent.flatMap((person) => addressesOf(person).slice(0, 2))];
  const places = Object.entries(await tablesWith(db, words, but)).map(([table, rows]) => `${table} (${rows})`);
  const mine = eq(events.workspaceId, shop.workspaceId);
  const named = await db
    .select({ userId: events.userId, messageId: events.messageId })
    .from(events)
    .where(and(mine, or(...erased.map(({ person }) => eq(events.userId, person)))));
  const returned = new Set(erased.filter(({ cameBack }) => cameBack).map(({ person }) => `back-${person}`));
  const stale = named.filter(({ messageId }) => !returned.has(messageId));
  const late = erased.flatMap(({ person, atMs }) => {
    const addresses: readonly string[] = addressesOf(person);
    return provider.calls.filter((call) => addresses.includes(call.to) && call.atMs > atMs).map(() => person);
  });
  const theirs = new Set(erased.flatMap(({ person }) => addressesOf(person)));
  const copies = provider.ledger.filter(({ to }) => theirs.has(to)).map(({ reference }) => reference);
  const aside = await db.$count(callbacks, isNotNull(callbacks.error));
  const there = await db.$count(profiles, eq(profiles.workspaceId, shop.workspaceId));
  return [
    ...(erased.length === 0 || there === 0 ? ['Nobody was erased'] : []),
    ...(places.length > 0 ? [`Of the erased something is left in ${places.join(', ')}`] : []),
    ...stale.map(({ userId, messageId }) => `${userId} was erased, and their event ${messageId} is there`),
    ...late.map((person) => `The provider was called for ${person} after they were erased`),
    ...(new Set(copies).size < copies.length ? ['The provider has a message to an erased person twice'] : []),
    ...(aside > 0 ? [`${aside} callbacks were set aside`] : []),
  ];
}
