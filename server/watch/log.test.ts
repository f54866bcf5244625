import { PassThrough } from 'node:stream';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import type { LogLevel } from '../settings/index.ts';
import { makeLog } from './log.ts';

function aLog(level: LogLevel = 'info') {
  const to = new PassThrough();
  let said = '';
  to.on('data', (chunk) => (said += chunk));
  const lines = (): readonly Readonly<Record<string, unknown>>[] =>
    said
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return { log: makeLog({ role: 'worker', level, to: [to] }), lines };
}

it('says in one line of JSON which role, when, how grave, and what it is about', () => {
  const { log, lines } = aLog();
  log.info('Drove a convoy\nand went on', { workspaceId: 'w', convoyId: 'c', count: 3 });
  expect(lines()).toEqual([
    {
      ...{ level: 'info', role: 'worker', pid: process.pid, workspaceId: 'w', convoyId: 'c', count: 3 },
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      message: 'Drove a convoy\nand went on',
    },
  ]);
});

it('says what is asked for and what is graver', () => {
  const { log, lines } = aLog('warn');
  log.debug('debug');
  log.info('info');
  log.warn('warn');
  log.error('error');
  log.fault(new Error('fault'), {}, 'warn');
  expect(lines().map(({ message }) => message)).toEqual(['warn', 'error', 'fault']);
});

it('tells a fault with its place and the ids, and without the value that did not fit', async () => {
  const { log, lines } = aLog();
  const { db } = await aDatabase();
  const error = await db.execute(sql`select ${'grace@customers.example'}::int`).catch((fault: unknown) => fault);
  log.fault(error, { requestId: 'r' });
  const [line] = lines();
  expect(line).toMatchObject({ level: 'error', requestId: 'r', stack: expect.stringContaining('at ') });
  expect(line?.['message']).toBe('invalid input syntax for type integer: "…"');
  expect(JSON.stringify(line)).not.toContain('grace');
});
