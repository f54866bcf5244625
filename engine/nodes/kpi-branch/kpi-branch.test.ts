import { describe, expect, it } from 'vitest';
import { aJourney, aRun, aWorld, testStart } from '../../testing/index.ts';
import type { JsonObject } from '../../values/json.ts';
import { walk } from '../../walk/walk.ts';

const metric = { rate: 'click', within: 'P7D' } as const;
const DAY = 86_400_000;

async function way(config: JsonObject, world = aWorld()) {
  const plan = aJourney().entry('Signed Up').step('kpi-branch', config).compiled();
  const [walked] = await walk(plan, [aRun()], world);
  const left = walked?.visits.at(-1)?.left;
  return { port: left?.port, text: left?.reason.text ?? '' };
}

describe('on a rate of the journey', () => {
  const seen = (numerator: number, denominator: number, more: JsonObject = {}) => {
    const world = aWorld();
    world.log.setMetric(metric, { numerator, denominator });
    return way({ of: 'journey', metric, threshold: 0.03, minimum: 100, ...more }, world);
  };

  it('has not enough data below the minimum sample, however clear the rate', async () => {
    expect(await seen(99, 99)).toMatchObject({
      port: 'not-enough-data',
      text: expect.stringContaining('(99 of 99, 95 %:'),
    });
    expect((await seen(0, 0)).text).toBe('Click rate: nobody yet in the last 7 days; needs 100');
  });

  it('decides by the rate as it stands, the threshold itself included', async () => {
    expect((await seen(3, 100)).port).toBe('at-least');
    expect((await seen(29, 1_000)).port).toBe('below');
    expect((await seen(29, 1_000)).text).toMatch(/^Click rate was 2\.9 % \(29 of 1000, 95 %: 2 % to 4\.1 %\)$/);
  });

  it('with a confidence decides only when the interval lies on one side', async () => {
    const sure = { confidence: 0.95 };
    expect((await seen(29, 1_000, sure)).port).toBe('not-enough-data');
    expect((await seen(100, 1_000, sure)).port).toBe('at-least');
    expect((await seen(1, 1_000, sure)).port).toBe('below');
  });
});

describe('on a figure of the person', () => {
  const paths = [
    { id: 'many', name: 'Many', atLeast: 5 },
    { id: 'some', name: 'Some', atLeast: 1 },
  ];

  it('takes the highest threshold that is reached, in whatever order they are written', async () => {
    const measure = { kind: 'attribute', path: 'orders' };
    const at = (orders: JsonObject[string]) =>
      way({ of: 'person', measure, paths: paths.toReversed() }, aWorld({ attributes: { orders } }));
    expect(await at(7)).toEqual({ port: 'many', text: 'orders 7 ≥ 5' });
    expect(await at('1')).toEqual({ port: 'some', text: 'orders 1 ≥ 1' });
    expect(await at(0)).toEqual({ port: 'below', text: 'orders 0, below every threshold' });
    for (const unknown of [undefined, null, 'many', [7]]) expect((await at(unknown)).port).toBe('not-enough-data');
  });

  it('counts and adds up events in the window', async () => {
    const order = (days: number, revenue: number) => ({
      name: 'Ordered',
      at: testStart - days * DAY,
      properties: { revenue },
    });
    const world = aWorld({ events: [order(1, 3), order(89, 3), order(90, 100)] });
    const within = 'P90D';
    expect(await way({ of: 'person', measure: { kind: 'count', event: 'Ordered', within }, paths }, world)).toEqual({
      port: 'some',
      text: 'Ordered in the last 90 days 2 ≥ 1',
    });
    const sum = { kind: 'sum', event: 'Ordered', path: 'properties.revenue', within };
    expect(await way({ of: 'person', measure: sum, paths }, world)).toEqual({
      port: 'many',
      text: 'revenue of Ordered in the last 90 days 6 ≥ 5',
    });
  });
});
