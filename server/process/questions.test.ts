import { expect, it } from 'vitest';
import { Questions } from './questions.ts';

/** Two processes and the channel between them. */
function twoEnds(answer: (what: string) => unknown) {
  const here: Questions = new Questions({ send: (said) => there.hear(structuredClone(said)) }, () => 'here');
  const there: Questions = new Questions({ send: (said) => here.hear(structuredClone(said)) }, answer);
  return { here, there };
}

it('asks at one end and answers at the other, both ways at once', async () => {
  const { here, there } = twoEnds(async (what) => `${what} there`);
  const all = [here.ask('signs'), here.ask('metrics'), there.ask('signs')];
  expect(await Promise.all(all)).toEqual(['signs there', 'metrics there', 'here']);
});

it('takes what fails for no answer, and hears nonsense without a word', async () => {
  const { here } = twoEnds(() => {
    throw new Error('It does not know');
  });
  here.hear({ answer: 'to nobody', id: 99 });
  here.hear('nonsense');
  expect(await here.ask('signs')).toBeUndefined();
});
