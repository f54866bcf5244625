import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brandId, type NodeType, simulate, validate } from '@wend/engine';
import { aJourney, testStart } from '@wend/engine/testing';
import { expect, it, onTestFinished } from 'vitest';
import { planCompiler } from '../../server/drive/compile-plan.ts';
import type { PerformInput, PerformServices, Performs } from '../../server/drive/define-perform.ts';
import { type LoadedNodes, loadNodes } from '../../server/nodes/index.ts';
import { calls } from '../../server/tables/index.ts';
import { aFolder } from '../harness/index.ts';
import { aTestBed, START } from '../run-loop/bed/test-bed.ts';
import { anOperator } from './an-operator.ts';

const loaded = async (...operator: Parameters<typeof anOperator>) => loadNodes(await anOperator(...operator));

const journey = (types: LoadedNodes['nodeTypes'], config = {}) =>
  aJourney(types)
    .entry('Ordered')
    .step('loyalty-points', { points: 5, ...config });

it('validates like a built-in one', async () => {
  const { nodeTypes, refused } = await loaded(['./loyalty-points.ts']);
  expect(refused).toEqual([]);
  const problems = (config: object) =>
    validate(journey(nodeTypes, config).document(), nodeTypes).map(({ field, sentence }) => [field, sentence]);
  expect(problems({ token: { secret: 'loyalty_token' } })).toEqual([]);
  expect(problems({ points: 0 })).toEqual([['points', expect.stringMatching(/^Points: /)]]);
  expect(problems({ token: 'sk_live_1' })).toEqual([['token', expect.stringContaining('This is a secret')]]);
});

it('simulates like a built-in one', async () => {
  const { nodeTypes } = await loaded(['./loyalty-points.ts']);
  const start = { event: { name: 'Ordered', properties: {}, at: testStart } };
  const simulated = (attributes: Record<string, string>) =>
    simulate(
      journey(nodeTypes).compiled(),
      { id: 'ada', attributes, timeZone: 'UTC' },
      { calls: { 'loyalty-points': { kind: 'done', output: { balance: 15 } } } },
      start,
    );
  const { visits, run } = await simulated({ loyalty_id: 'L1' });
  expect(visits.at(-1)?.left).toMatchObject({ port: 'next', reason: { text: 'Credited 5 points' } });
  expect(run.variables).toEqual({ loyalty_balance: 15 });
  expect((await simulated({})).visits.at(-1)?.left?.reason.text).toBe('Has no loyalty account');
});

it('runs in the run loop and performs its call with the secret that its step names', async () => {
  const { nodeTypes, performs } = await loaded(['./loyalty-points.ts']);
  const asked: { url: string; authorization: string | null; body: string }[] = [];
  const bed = await aTestBed({
    compile: planCompiler(nodeTypes),
    performs: withServices(performs, {
      fetch: async (url, init) => {
        const authorization = new Headers(init?.headers).get('authorization');
        asked.push({ url: String(url), authorization, body: String(init?.body) });
        return Response.json({ balance: 15 });
      },
      secret: async (name) => (name === 'loyalty_token' ? 's3cret' : undefined),
    }),
  });
  onTestFinished(() => bed.close());
  const document = journey(nodeTypes, { token: { secret: 'loyalty_token' } }).document();
  const run = await bed.enter(await bed.journey(document), await bed.person({ attributes: { loyalty_id: 'L1' } }));
  await bed.trips.runUntil(START);
  expect(asked).toEqual([
    {
      url: 'https://loyalty.example/credits',
      authorization: 'Bearer s3cret',
      body: expect.stringMatching(/"account":"L1"/),
    },
  ]);
  expect(await bed.run(run)).toMatchObject({ phase: 'ended', variables: { loyalty_balance: 15 } });
  expect(JSON.stringify(await bed.db.select().from(calls))).not.toContain('s3cret');
});

it('loads in a role, with what Node alone gives it', async () => {
  const args = ['--import', 'tsx', join(import.meta.dirname, 'load.ts'), await anOperator(['./loyalty-points.ts'])];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  expect(JSON.parse(stdout)).toEqual({ performs: ['webhook', 'loyalty-points'], refused: [] });
});

it('comes to the editor as one script by its hash, without what is for the server', async () => {
  const { modules } = await loaded(['./loyalty-points.ts']);
  const [[hash, script] = ['', '']] = modules;
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(script).not.toMatch(/loyalty\.example|content-digest|node:crypto/);
  const again = await loaded(['./loyalty-points.ts']);
  expect([...again.modules.keys()]).toEqual([hash]);
  const folder = aFolder();
  await writeFile(join(folder, 'step.mjs'), script);
  const page: { default: NodeType } = await import(join(folder, 'step.mjs'));
  const bound = page.default.bind('s', { points: 7 }, 1);
  expect(bound.ok && bound.node.card()).toMatchObject({ title: '7 loyalty points' });
});

it('uses packages installed beside it, and may be one', async () => {
  const installed = (name: string, main: string, text: string) => ({
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', type: 'module', main }),
    [`node_modules/${name}/${main}`]: text,
  });
  const { performs, nodeTypes, refused } = await loaded(['points-step'], {
    ...installed('points-client', 'client.cjs', "exports.home = __dirname; exports.os = require('os').EOL;"),
    ...installed(
      'points-step',
      'step.ts',
      `import { call, defineNode } from '@wend/engine';
      import { definePerform } from '@wend/server/nodes';
      import { z } from 'zod';
      export default defineNode({ type: 'points', version: 1, group: 'action', title: 'X', summary: '', icon: 'x',
        calls: true, config: z.strictObject({}), initial: {}, ports: () => [], decide: () => call({}),
        card: () => ({ title: 'X', body: { kind: 'plain' } }) });
      export const perform = definePerform('points', async () => {
        const { default: client } = await import('points-client');
        return { kind: 'done', output: { home: client.home } };
      });`,
    ),
  });
  expect(refused).toEqual([]);
  expect(nodeTypes.has('points')).toBe(true);
  const output = await performs.get('points')?.run(unusedInput());
  expect(output).toEqual({ kind: 'done', output: { home: expect.stringMatching(/node_modules.points-client$/) } });
});

it('leaves a bad one out with a sentence, and the rest runs', async () => {
  const step = (more: string, before = '') => `import { defineNode, end } from '@wend/engine';
    import { definePerform } from '@wend/server/nodes';
    import { z } from 'zod';
    ${before}
    export default defineNode({ version: 1, group: 'action', title: 'X', summary: '', icon: 'x', config: z.strictObject({}),
      initial: {}, ports: () => [], card: () => ({ title: 'X', body: { kind: 'plain' } }), decide: () => end('X'), ${more} });`;
  const files = {
    'torn.ts': 'export default {',
    'throws.ts': 'throw new Error("no licence\\nat all")',
    'other.ts': 'export default 7',
    'silent.ts': step("type: 'silent', calls: true"),
    'twin.ts': step("type: 'sms'"),
    'node-only.ts': step("type: 'node-only'", "import { hostname } from 'node:os'; hostname();"),
    'lost.ts': step("type: 'lost'", "import 'no-such-package';"),
    'good.ts': step("type: 'good'"),
  };
  const { nodeTypes, performs, modules, refused } = await loaded(
    ['./gone.ts', ...Object.keys(files).map((name) => `./${name}`), './loyalty-points.ts'],
    files,
  );
  expect(refused).toEqual([
    expect.stringMatching(/^The step type \.\/gone\.ts was left out: Could not resolve "\.\/gone\.ts".*\.$/),
    expect.stringMatching(
      /^The step type \.\/torn\.ts was left out: Expected identifier but found end of file \(torn\.ts:1\)\.$/,
    ),
    'The step type ./throws.ts was left out: no licence.',
    'The step type ./other.ts was left out: its default export is not what defineNode answers.',
    'The step type ./silent.ts was left out: "silent" says that it calls, and exports no "perform".',
    'The step type ./twin.ts was left out: there is already one called "sms".',
    expect.stringMatching(/^The step type \.\/node-only\.ts was left out: it does not load without Node/),
    expect.stringMatching(/^The step type \.\/lost\.ts was left out: Could not resolve "no-such-package"/),
  ]);
  expect([nodeTypes.has('good'), nodeTypes.has('loyalty-points'), nodeTypes.has('sms')]).toEqual([true, true, true]);
  expect([...performs.keys()]).toEqual(['webhook', 'loyalty-points']);
  expect(modules.size).toBe(2);
});

it('starts with the built-in ones when the config file is missing or torn', async () => {
  expect((await loadNodes(undefined)).refused).toEqual([]);
  const torn = await loaded([], { 'wend.config.json': '{' });
  expect(torn.refused).toEqual([
    expect.stringMatching(/^No step types of your own were loaded: .* is not as expected/),
  ]);
  const gone = await loadNodes('/nowhere/wend.config.json');
  expect(gone.refused).toEqual(['No step types of your own were loaded: /nowhere/wend.config.json cannot be read.']);
  expect(gone.nodeTypes.has('sms')).toBe(true);
});

function unusedInput(): PerformInput {
  return {
    input: {},
    services: { fetch, secret: async () => undefined },
    signal: new AbortController().signal,
    idempotencyKey: brandId('call'),
    workspaceId: brandId('workspace'),
    profileId: brandId('profile'),
    attempt: 1,
    callbackUrl: '',
  };
}

function withServices(performs: Performs, services: PerformServices): Performs {
  return new Map(
    [...performs].map(([type, perform]) => [type, { ...perform, run: (input) => perform.run({ ...input, services }) }]),
  );
}
