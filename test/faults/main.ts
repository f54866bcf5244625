import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { surroundings } from '../harness/lived-home.ts';
import { checkout, start } from '../harness/started.ts';
import { cases } from './cases/index.ts';
import { Begun } from './frame/begun.ts';
import type { Case } from './frame/case.ts';
import { copyOf } from './frame/homes.ts';
import { type Outcome, perform } from './frame/perform.ts';
import { sideBySide } from './frame/side-by-side.ts';
import { tableOf } from './frame/table.ts';

const say = (line: string): void => console.log(line);
const usage = 'npm run faults -- [--case NAME]... [--seeds N | --seed N] [--at-once N] [--full]';
/** What a Wend that is broken takes at most, with its provider and its people. */
const MEMORY_OF_ONE = 2_000_000_000;
const AT_ONCE_OF_A_CORE = 2;

/** Breaks a whole Wend in every way there is, with every seed, and audits it each time. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      case: { type: 'string', multiple: true, default: [] },
      seeds: { type: 'string', default: '10' },
      seed: { type: 'string' },
      'at-once': { type: 'string' },
      full: { type: 'boolean', default: false },
    },
  });
  const unknown = values.case.find((name) => cases.every((one) => one.name !== name));
  if (unknown !== undefined) {
    console.error(`wend: There is no case ${unknown}: ${cases.map(({ name }) => name).join(', ')}.\n${usage}`);
    return 1;
  }
  const chosen = values.case.length === 0 ? cases : cases.filter(({ name }) => values.case.includes(name));
  const seeds =
    values.seed === undefined ? Array.from({ length: Number(values.seeds) }, (_, n) => n + 1) : [Number(values.seed)];
  const jobs = seeds.flatMap((seed) => chosen.map((theCase) => ({ theCase, seed })));
  const atOnce = values['at-once'] === undefined ? usuallyAtOnce(jobs) : Number(values['at-once']);
  const outcomes = await sit(jobs, atOnce, values.full);
  say(tableOf(outcomes));
  return outcomes.some(({ kind }) => kind === 'failed') ? 1 : 0;
}

interface Job {
  readonly theCase: Case;
  readonly seed: number;
}

/** Most of a case is waiting for its outage. One that somebody looks at is alone. */
function usuallyAtOnce(jobs: readonly Job[]): number {
  const isOneCase = new Set(jobs.map(({ theCase }) => theCase)).size === 1;
  if (isOneCase) return 1;
  return Math.max(1, Math.min(AT_ONCE_OF_A_CORE * availableParallelism(), Math.floor(freemem() / MEMORY_OF_ONE)));
}

async function sit(jobs: readonly Job[], atOnce: number, full: boolean): Promise<readonly Outcome[]> {
  const open = new Set<Begun>();
  const dir = await mkdtemp(join(tmpdir(), 'wend-faults-'));
  let isCutOff = false;
  const leave = async (): Promise<void> => {
    await Promise.all([...open].map((begun) => begun.endAll()));
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  for (const [signal, code] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const])
    process.once(signal, () => {
      isCutOff = true;
      void leave().finally(() => process.exit(code));
    });
  const within = async <Done>(work: (begun: Begun) => Promise<Done>): Promise<Done> => {
    const begun = new Begun();
    open.add(begun);
    try {
      return await work(begun);
    } finally {
      await begun.endAll();
      open.delete(begun);
    }
  };
  try {
    const lived = await within((begun) => aLivedHome(dir, begun));
    const makeHome = (home: string): Promise<void> => copyOf(lived, home);
    return await sideBySide(jobs, atOnce, ({ theCase, seed }) =>
      within(async (begun) => {
        const outcome = await perform(theCase, { seed, full, makeHome, dir, begun });
        // What was ended under its feet has not failed: nothing is said any more until the end.
        if (isCutOff) return new Promise<Outcome>(() => {});
        say(inWords(outcome, theCase));
        return outcome;
      }),
    );
  } finally {
    await leave();
  }
}

const inWords = ({ name, seed, kind, why, seconds }: Outcome, { what }: Case): string =>
  [`${kind} ${name}, seed ${seed}, ${seconds} s: ${what}`, ...(why === '' ? [] : [why])].join('\n');

/** A home in which a Wend has started once. */
async function aLivedHome(dir: string, begun: Begun): Promise<string> {
  const home = join(dir, 'lived');
  const wend = start([process.execPath, 'server/process/start.mjs'], checkout, await surroundings(dir, home));
  begun.endsBy(() => wend.interrupt());
  await wend.prints(/Wend is at/);
  return home;
}
