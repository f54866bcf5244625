import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { surroundings } from '../harness/lived-home.ts';
import { checkout, start } from '../harness/started.ts';
import { cases } from './cases/index.ts';
import type { Case } from './frame/case.ts';
import { type Outcome, perform } from './frame/perform.ts';
import { tableOf } from './frame/table.ts';

const say = (line: string): void => console.log(line);
const usage = 'npm run faults -- [--case NAME]... [--seeds N | --seed N] [--full]';

/** Breaks a whole Wend in every way there is, with every seed, and audits it each time. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      case: { type: 'string', multiple: true, default: [] },
      seeds: { type: 'string', default: '10' },
      seed: { type: 'string' },
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
  const outcomes = await sit(chosen, seeds, values.full);
  say(tableOf(outcomes));
  return outcomes.some(({ kind }) => kind === 'failed') ? 1 : 0;
}

async function sit(chosen: readonly Case[], seeds: readonly number[], full: boolean): Promise<readonly Outcome[]> {
  process.once('SIGINT', () => process.exit(130));
  const dir = await mkdtemp(join(tmpdir(), 'wend-faults-'));
  try {
    const lived = await aLivedHome(dir);
    const makeHome = async (home: string): Promise<void> => {
      await mkdir(dirname(home), { recursive: true });
      await promisify(execFile)('cp', ['-a', lived, home]);
    };
    const outcomes: Outcome[] = [];
    for (const seed of seeds)
      for (const one of chosen) {
        const outcome = await perform(one, { seed, full, makeHome, dir, say });
        say(inWords(outcome, one));
        outcomes.push(outcome);
      }
    return outcomes;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const inWords = ({ name, seed, kind, why, seconds }: Outcome, { what }: Case): string =>
  [`${kind} ${name}, seed ${seed}, ${seconds} s: ${what}`, ...(why === '' ? [] : [why])].join('\n');

/** A home in which a Wend has started once. The sample shop is closed: its orders are nobody's here. */
async function aLivedHome(dir: string): Promise<string> {
  const home = join(dir, 'lived');
  const wend = start([process.execPath, 'server/process/start.mjs'], checkout, await surroundings(dir, home));
  await wend.prints(/Wend is at/);
  await wend.interrupt();
  await rm(join(home, 'demo.json'), { force: true });
  return home;
}
