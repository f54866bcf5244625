import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { checkout } from '../harness/started.ts';
import { MINUTE_MS, passCarts, rowOf } from './carts.ts';

const windows = [5, 10, 15];
// Free to use with its source named (REES46 Marketing Platform, "eCommerce behavior data from multi category store", rees46.com), and not
// ours to pass on: no copy of it comes with Wend.
const file = join(
  process.env['WEND_DATA'] ?? join(checkout, '../shared/data'),
  'rees46-carts/2019-Oct.first-17434-events.csv.gz',
);

it('gives the known answers of a real clickstream: carts bought or abandoned within 5, 10 and 15 minutes', async (context) => {
  context.skip(
    !existsSync(file),
    'Its licence does not let Wend pass this data on; WEND_DATA names the folder that has rees46-carts/. The test beside it asks the same of made-up shoppers.',
  );
  const rows = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1).map(rowOf);
  const { refused, events, people, answers } = await passCarts(rows, windows);
  expect(refused).toHaveLength(1);
  // 17,433 whole rows, four of them repeats.
  expect({ events, people }).toEqual({ events: 17_429, people: 4_504 });
  expect(answers).toEqual([
    { entered: 95, bought: 46 },
    { entered: 76, bought: 41 },
    { entered: 55, bought: 31 },
  ]);
}, 300_000);

const LASTS_S = 3 * 3_600;
const start = Date.parse('2019-10-01T00:00:00Z');

/** Numbers that look thrown, and are the same ones at each run. */
function diceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A morning of made-up shoppers in the columns of the real stream: some look, some fill a cart, some buy, at the border of a window too. */
function madeUpLines(): readonly string[] {
  const dice = diceOf(46);
  const lines: { readonly second: number; readonly line: string }[] = [];
  const say = (second: number, kind: string, user: number): void => {
    const time = new Date(start + second * 1_000).toISOString().slice(0, 19).replace('T', ' ');
    const line = `${time} UTC,${kind},${1_000 + dice(50)},1,,,${1 + dice(99)}.50,${user},s${user}`;
    if (second < LASTS_S) lines.push({ second, line });
  };
  for (let user = 1; user <= 400; user += 1) {
    const comes = dice(LASTS_S - 60);
    say(comes, 'view', user);
    if (dice(3) === 0) continue;
    say(comes + 20, 'cart', user);
    if (dice(2) === 0) say(comes + 50, 'cart', user);
    const buysAfter = [45, 290, 300, 301, 599, 600, 700, 900, 901, 1_000][dice(14)];
    if (buysAfter !== undefined) say(comes + 20 + buysAfter, 'purchase', user);
  }
  // Who never filled a cart in our sight buys as well, and who bought before fills one.
  for (let user = 401; user <= 440; user += 1) say(dice(LASTS_S), 'purchase', user);
  for (let user = 421; user <= 440; user += 1) say(LASTS_S - 1 - user, 'cart', user);
  return lines.sort((one, other) => one.second - other.second).map(({ line }) => line);
}

/** The answer without anything of Wend: whose first cart was followed by a purchase in time. */
function countedByHand(lines: readonly string[], minutes: number) {
  const read = lines
    .map((line) => line.split(','))
    .map(([time = '', kind, , , , , , user = '']) => {
      return { at: Date.parse(time.replace(' UTC', 'Z').replace(' ', 'T')), kind, user };
    });
  const end = read.at(-1)?.at ?? 0;
  const firsts = new Map<string, number>();
  for (const { at, kind, user } of read) if (kind === 'cart' && !firsts.has(user)) firsts.set(user, at);
  const entered = [...firsts].filter(([, at]) => at <= end - minutes * MINUTE_MS);
  const bought = entered.filter(([who, from]) =>
    read.some(
      ({ at, kind, user }) => kind === 'purchase' && user === who && at >= from && at <= from + minutes * MINUTE_MS,
    ),
  );
  return { entered: entered.length, bought: bought.length };
}

it('counts made-up carts as one counts by hand, without a torn row and with repeats counted once', async () => {
  const lines = madeUpLines();
  const repeats = lines.filter((_, n) => n % 150 === 0);
  const torn = `${lines.at(-1)?.split(',').slice(0, 7).join(',')},4`;
  const sent = [...[...lines, ...repeats].sort(), torn];
  const { refused, events, people, answers } = await passCarts(sent.map(rowOf), windows);
  expect(repeats.length).toBeGreaterThan(2);
  expect(refused).toEqual(['Neither userId nor anonymousId']);
  expect({ events, people }).toEqual({ events: lines.length, people: 440 });
  const byHand = windows.map((minutes) => countedByHand(lines, minutes));
  expect(answers).toEqual(byHand);
  for (const { entered, bought } of byHand)
    expect([entered > 150, bought > 20, bought < entered]).toEqual([true, true, true]);
  expect(new Set(byHand.map(({ bought }) => bought)).size).toBe(windows.length);
});
