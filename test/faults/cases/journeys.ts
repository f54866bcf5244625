import { setTimeout as pause } from 'node:timers/promises';
import { builtInNodes, nodeTypesOf } from '@wend/engine';
import { pauseJourney, resumeJourney } from '../../../server/journeys/change-state.ts';
import { publishJourney } from '../../../server/journeys/publish.ts';
import { saveDraft } from '../../../server/journeys/save-draft.ts';
import { ofCarts } from '../audit/demand.ts';
import { isKnown, leftCart, peopleOf } from '../bed/crowd.ts';
import { carts } from '../bed/shop.ts';
import type { Case } from '../frame/case.ts';

const PEOPLE = 120;
const WITHIN_MS = 12_000;

/** What a marketer does, and what customers decide, while people are inside. */
export const journeys: readonly Case[] = [
  {
    name: 'pause-edit-publish',
    what: 'the journey is paused, edited, published and resumed while the crowd is inside',
    async run(scene) {
      const { journeyId, shop } = scene;
      const coming = scene.come(PEOPLE, WITHIN_MS);
      await scene.sometime(2_000, 6_000);
      await pauseJourney.by(shop.context, journeyId);
      const revision = await saveDraft.by(shop.context, journeyId, 1, { ...carts(), name: 'Carts, edited' });
      await scene.sometime(2_000, 6_000);
      await publishJourney.by(shop.context, { nodeTypes: nodeTypesOf(builtInNodes) }, journeyId, revision, 'Edited');
      await pause(scene.outageMs(60_000));
      await resumeJourney.by(shop.context, journeyId, { kind: 'now' });
      await coming;
    },
  },
  {
    name: 'consent-withdrawn',
    what: 'people withdraw their consent to e-mail between the decision and the reminder, while the worker is killed',
    blows: 1,
    demandOf(run) {
      const demand = ofCarts(run);
      const withdrew = run.events.some(({ messageId }) => messageId.startsWith('no-'));
      return withdrew ? { ...demand, sent: demand.sent.filter((step) => step !== 'reminder') } : demand;
    },
    async run(scene) {
      const { crowd, dice } = scene;
      const people = peopleOf('silent', PEOPLE);
      for (const person of people) scene.expect(person);
      await crowd.post(people.map(isKnown));
      await Promise.all([
        ...people.map(async (person, n) => {
          await pause(dice.between(0, 4_000));
          await crowd.post([leftCart(person)]);
          await pause(dice.between(0, 4_000));
          if (n % 2 === 0)
            await crowd.post([
              { ...isKnown(person), messageId: `no-${person}`, traits: { consent: { email: false } } },
            ]);
        }),
        (async () => {
          await scene.sometime(2_000, 10_000);
          await scene.wend.isReplaced('worker', await scene.wend.signal('worker', 'SIGKILL'));
        })(),
      ]);
    },
  },
];
