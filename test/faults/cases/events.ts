import { setTimeout as pause } from 'node:timers/promises';
import { type Crowd, isKnown, leftCart, ordered, peopleOf, type Said, track } from '../bed/crowd.ts';
import type { Case } from '../frame/case.ts';

const PEOPLE = 60;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** At the same moment, as two servers of a shop that share a queue may do. */
const twice = (crowd: Crowd, events: readonly Said[]) => Promise.all([crowd.post(events), crowd.post(events)]);
const ago = (ms: number): Date => new Date(Date.now() - ms);

export const events: readonly Case[] = [
  {
    name: 'early-click',
    what: 'clicks come in before the answer of their own send, and the worker is killed',
    blows: 1,
    async run(scene) {
      scene.provider.clicksFirst = true;
      const coming = scene.come(PEOPLE, 8_000);
      await scene.sometime(2_000, 8_000);
      await scene.wend.isReplaced('worker', await scene.wend.signal('worker', 'SIGKILL'));
      await coming;
    },
  },
  {
    name: 'same-batch-twice',
    what: 'every batch is posted twice at the same time',
    async run(scene) {
      const { crowd, dice } = scene;
      const people = peopleOf('twice', PEOPLE);
      for (const person of people) scene.expect(person);
      await twice(crowd, people.map(isKnown));
      await Promise.all(
        people.map(async (person) => {
          await pause(dice.between(0, 6_000));
          await twice(crowd, [leftCart(person)]);
          await pause(dice.between(1_000, 15_000));
          await twice(crowd, [ordered(person)]);
        }),
      );
    },
  },
  {
    name: 'odd-times',
    what: 'orders before carts, events ten minutes old, a day old and from the future',
    async run(scene) {
      const { crowd, dice } = scene;
      const come = async (name: string, runs: number, events: (person: string) => readonly Said[]): Promise<void> => {
        const people = peopleOf(name, PEOPLE / 4);
        for (const person of people) scene.expect(person, runs);
        await crowd.post(people.map(isKnown));
        for (const person of people) await crowd.post(dice.shuffled(events(person)));
      };
      // An old order is no answer to a text that came later; one that is said to be of tomorrow is one of now.
      await come('old', 1, (person) => [
        track(person, 'Cart Left', 'cart', ago(10 * MINUTE_MS)),
        track(person, 'Order Completed', 'order', ago(9 * MINUTE_MS)),
      ]);
      await come('ancient', 0, (person) => [track(person, 'Cart Left', 'cart', ago(DAY_MS + MINUTE_MS))]);
      await come('future', 1, (person) => [track(person, 'Cart Left', 'cart', ago(-DAY_MS))]);
      await pause(dice.between(4_000, 8_000));
      const late = peopleOf('future', PEOPLE / 4);
      await crowd.post(late.map((person) => track(person, 'Order Completed', 'order', ago(-DAY_MS))));
      await crowd.post(peopleOf('ancient', PEOPLE / 4).map(ordered));
    },
  },
];
