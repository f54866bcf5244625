import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { grouped } from '@wend/engine';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
let place = '';
let complaints: ReadonlyMap<string, readonly string[]>;
let broken: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'wend-lint-'));
  for (const file of ['biome.json', '.gitignore', '.ci'])
    await cp(join(root, file), join(place, file), { recursive: true });
  for (const room of ['engine', 'workflows', 'server', 'editor']) {
    await write(`${room}/package.json`, JSON.stringify({ name: `@wend/${room}`, exports: { '.': './index.ts' } }));
    await write(`${room}/index.ts`, 'export const face = 1;\nexport type Face = number;\n');
    await mkdir(join(place, 'node_modules/@wend'), { recursive: true });
    await symlink(join(place, room), join(place, 'node_modules/@wend', room));
  }
  const sources = [...refused, ...allowed];
  complaints = await lint(Object.assign({}, ...sources.map(([file, source]) => own({ [file]: source }))));
  const imports = [...refusedImports.map(([, files]) => files), allowedImports];
  broken = await arrows(Object.assign({}, ...imports.map(own)));
});

afterAll(() => rm(place, { recursive: true, force: true }));

const refused: readonly (readonly [file: string, source: string, reason: string])[] = [
  ['engine/a.ts', 'export const at = Date.now();', 'no clock'],
  ['engine/a.ts', 'export const at = new Date();', 'no clock'],
  ['engine/a.ts', 'export const chance = Math.random();', 'no dice'],
  ['engine/a.ts', 'export const at = performance.now();', 'no clock'],
  ['engine/a.ts', 'export const id = crypto.randomUUID();', 'no dice'],
  ['engine/a.ts', 'setTimeout(() => {}, 5);', 'never waits'],
  ['engine/a.ts', "export const page = fetch('/');", 'no network'],
  ['server/a.ts', 'export const at = Date.now();', 'ask the clock'],
  ['server/a.ts', 'export const at = new Date();', 'ask the clock'],
  ['server/process/a.mjs', 'export const at = Date.now();', 'ask the clock'],
  ['server/a.ts', 'export const at = performance.now();', 'ask the clock'],
  ['server/a.ts', "import postgres from 'postgres';\n\nexport const sql = postgres();", 'server/database'],
  [
    'server/a.ts',
    "import { drizzle } from 'drizzle-orm/postgres-js';\n\nexport const db = drizzle('');",
    'server/database',
  ],
  ['editor/a.ts', "import { face } from '@wend/server';\n\nexport const mine = face;", 'only types from the server'],
  ['server/http/a.ts', route("method: 'post'", 'listJourneys(c.var.context)'), 'does its work by a verb'],
  ['server/http/a.ts', route('method', 'listJourneys(c.var.context)'), 'does its work by a verb'],
  ['server/http/a.ts', "export const a = createRoute({ method: 'put' });", 'does its work by a verb'],
  ['server/http/a.ts', "export const a = routes.post('/a', (c) => c.body(null));", 'is made by createRoute'],
  [
    'server/http/a.ts',
    "import type { Database } from '../database/index.ts';\n\nexport type A = Database;",
    'holds no database',
  ],
  [
    'server/journeys/a.ts',
    "import type { Database } from '../database/index.ts';\n\nexport type A = Database;",
    'holds no database',
  ],
  [
    'server/people/a.ts',
    "import type { Database } from '../database/index.ts';\n\nexport type A = Database;",
    'holds no database',
  ],
  [
    'server/metrics/a.ts',
    "import type { Database } from '../database/index.ts';\n\nexport type A = Database;",
    'holds no database',
  ],
  [
    'server/access/a.ts',
    "import type { Database } from '../database/index.ts';\n\nexport type A = Database;",
    'holds no database',
  ],
  [
    'server/http/routes/a.ts',
    "import { connect, records } from '../../database/index.ts';\n\nexport const a = [connect, records];",
    'holds no database',
  ],
  [
    'server/journeys/a.ts',
    "import { records, type Transaction } from '../database/index.ts';\n\nexport const a = (tx: Transaction) => [tx, records];",
    'holds no database',
  ],
  [
    'server/people/a.ts',
    "import * as database from '../database/index.ts';\n\nexport const a = database;",
    'holds no database',
  ],
  [
    'server/people/a.ts',
    "import { again } from '../database/again.ts';\n\nexport const a = again;",
    'holds no database',
  ],
  ['server/people/a.ts', "export const a = import('../database/index.ts');", 'holds no database'],
  ['editor/a.ts', 'export const a: any = 1;', 'noExplicitAny'],
  ['server/a.ts', 'export const a = (b?: string) => b!.length;', 'noNonNullAssertion'],
  ['server/a.ts', "import { face } from './index';\n\nexport const b = face;", 'useImportExtensions'],
];

const allowed: readonly (readonly [file: string, source: string])[] = [
  ['engine/a.ts', 'export const at = (ms: number) => new Date(ms);'],
  ['server/clock/a.ts', 'export const at = performance.now();'],
  ['server/http/a.ts', route("method: 'post'", 'pauseJourney.by(c.var.context, 1)')],
  ['server/http/a.ts', route("method: 'get'", 'listJourneys(c.var.context)')],
  ['server/database/a.ts', "import postgres from 'postgres';\n\nexport const sql = postgres();"],
  [
    'server/people/a.ts',
    "import { type Reading, records } from '../database/index.ts';\n\nexport const a = (db: Reading) => [db, records];",
  ],
  ['server/drive/a.ts', "import type { Database } from '../database/index.ts';\n\nexport type A = Database;"],
  ['editor/a.ts', "import type { Face } from '@wend/server';\n\nexport const mine: Face = 1;"],
];

type Files = Readonly<Record<string, string>>;
const refusedImports: readonly (readonly [rule: string, files: Files])[] = [
  ['engine-is-pure', { 'engine/a.ts': "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;" }],
  ['engine-is-pure', { 'engine/a.ts': "import { face } from '@wend/server';\nexport const a = face;" }],
  ['workflows-import-engine', { 'workflows/a.ts': "import { face } from '@wend/server';\nexport const a = face;" }],
  [
    'workflows-stay-in-their-sandbox',
    { 'workflows/a.ts': "import { createServer } from 'node:http';\nexport const a = createServer;" },
  ],
  ['server-imports-no-page', { 'server/a.ts': "import { face } from '@wend/editor';\nexport const a = face;" }],
  ['editor-imports-no-workflow', { 'editor/a.ts': "import { face } from '@wend/workflows';\nexport const a = face;" }],
  ['only-process-and-tests-sit-above-http', { 'server/drive/a.ts': above('http'), 'server/http/index.ts': nothing() }],
  [
    'only-process-and-tests-sit-above-http',
    { 'server/matcher/a.ts': above('http'), 'server/http/index.ts': nothing() },
  ],
  ['only-process-wires', { 'server/drive/a.ts': above('process'), 'server/process/index.ts': nothing() }],
  [
    'a-channel-imports-its-contract',
    {
      'server/channels/fax/a.ts': "import { x } from '../../drive/index.ts';\nexport const a = x;",
      'server/drive/index.ts': nothing(),
    },
  ],
  ['a-channel-imports-its-contract', { 'server/channels/fax.ts': above('drive'), 'server/drive/index.ts': nothing() }],
  ['only-verb-writes-down', { 'server/journeys/a.ts': within('access', 'audit'), 'server/access/audit.ts': nothing() }],
  [
    'only-verb-opens-the-write-handle',
    { 'server/journeys/a.ts': within('access', 'write-handle'), 'server/access/write-handle.ts': nothing() },
  ],
  [
    'only-verb-works-in-a-workspace',
    { 'server/journeys/a.ts': within('database', 'scoped'), 'server/database/scoped.ts': nothing() },
  ],
  [
    'only-who-asked-opens-the-reads',
    { 'server/http/a.ts': within('database', 'read-pool'), 'server/database/read-pool.ts': nothing() },
  ],
  ['routes-import-no-tables', { 'server/http/a.ts': above('tables'), 'server/tables/index.ts': nothing() }],
  [
    'routes-are-where-they-are-looked-for',
    {
      'server/journeys/a.ts': "import { Hono } from 'hono';\nexport const a = Hono;",
      'node_modules/hono/package.json': JSON.stringify({ name: 'hono', exports: './index.js' }),
      'node_modules/hono/index.js': nothing(),
    },
  ],
  [
    'engine-imports-files-not-its-index',
    { 'engine/a.ts': "import { face } from './index.ts';\nexport const a = face;" },
  ],
  [
    'no-cycles',
    {
      'engine/a.ts': "import { b } from './b.ts';\nexport const a = () => b;",
      'engine/b.ts': "import type { a } from './a.ts';\nexport const b: typeof a | 1 = 1;",
    },
  ],
];

const allowedImports: Files = {
  'editor/a.ts': "import { face } from '@wend/engine';\nexport const a = face;",
  'workflows/a.ts': "import { face } from '@wend/engine';\nexport const a = face;",
  'server/a.ts': "import { face } from '@wend/workflows';\nexport const a = face;",
  'server/process/a.ts': "import { x } from '../http/index.ts';\nexport const a = x;",
  'server/http/index.ts': nothing(),
};

it.each(refused)('refuses in %s: %s', (file, source, reason) => {
  expect(about({ [file]: source }, complaints).join('\n')).toContain(reason);
});

it.each(allowed)('allows in %s: %s', (file, source) => {
  expect(about({ [file]: source }, complaints)).toEqual([]);
});

it.each(refusedImports)('refuses the import: %s', (rule, files) => {
  expect(about(files, broken)).toContain(rule);
});

it('lets each room import what it stands on', () => {
  expect(about(allowedImports, broken)).toEqual([]);
});

function above(room: string): string {
  return `import { x } from '../${room}/index.ts';\nexport const a = x;`;
}

function within(room: string, file: string): string {
  return `import { x } from '../${room}/${file}.ts';\nexport const a = x;`;
}

function route(method: string, does: string): string {
  return `export const a = routes.openapi(createRoute({ ${method} }), async (c) => {\n  await ${does};\n});`;
}

function nothing(): string {
  return 'export const x = 1;\n';
}

/** Cases are looked at all at once, so each has its `a` and `b` to itself, by a name that comes of what is in them. */
function own(files: Files): Files {
  const mark = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12);
  const named = (text: string): string => text.replaceAll(/\b([ab])(?=\.m?[jt]s\b)/g, `$1-${mark}`);
  return Object.fromEntries(Object.entries(files).map(([file, source]) => [named(file), named(source)]));
}

/** What was said about the files of one case. */
function about(files: Files, said: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return Object.keys(own(files)).flatMap((file) => said.get(file) ?? []);
}

/** What the linter says, by file: each complaint begins with the place it is about. */
async function lint(files: Files): Promise<ReadonlyMap<string, readonly string[]>> {
  const flags = ['--error-on-warnings', '--max-diagnostics=none'];
  const { stderr } = await overFiles(files, 'biome', ['lint', ...flags, ...Object.keys(files)]);
  const placed = stderr.split(/\n(?=\S+ .*\u2501)/).flatMap((words) => {
    const [, file] = words.match(/^(\S+?)(?::\d+:\d+)? .*\u2501/) ?? [];
    return file === undefined ? [] : [{ file, words }];
  });
  return byFile(placed, ({ file, words }) => [file, words]);
}

const cruised = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

/** The rules of imports that are broken, by the file that imports. */
async function arrows(files: Files): Promise<ReadonlyMap<string, readonly string[]>> {
  const flags = ['--config', join(place, '.ci/rules/arrows.mjs'), '-T', 'json'];
  const { stdout } = await overFiles(files, 'depcruise', ['engine', 'workflows', 'server', 'editor', ...flags]);
  const { summary } = cruised.parse(JSON.parse(stdout));
  return byFile(summary.violations, ({ from, rule }) => [from, rule.name]);
}

function byFile<Item>(
  items: readonly Item[],
  of: (item: Item) => readonly [file: string, said: string],
): ReadonlyMap<string, readonly string[]> {
  const groups = grouped(items.map(of), ([file]) => file);
  return new Map([...groups].map(([file, said]) => [file, said.map(([, words]) => words)]));
}

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** What a program prints while these files are there; it fails when it finds something. */
async function overFiles(files: Files, program: string, args: readonly string[]): Promise<Printed> {
  for (const [file, source] of Object.entries(files)) await write(file, `${source}\n`);
  const settings = { cwd: place, maxBuffer: 50_000_000 };
  const printed: Printed = await run(join(root, 'node_modules/.bin', program), args, settings).catch((error) => error);
  for (const file of Object.keys(files)) await rm(join(place, file));
  return printed;
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(place, file)), { recursive: true });
  await writeFile(join(place, file), text);
}
