import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartSettings } from '../settings/index.ts';
import type { Home } from './home.ts';
import { hold } from './lock.ts';
import { freePort, isFree } from './ports.ts';
import { Sentence } from './sentence.ts';

const usualPort = 4600;

export interface ClaimedPort {
  readonly port: number;
  /** Lets another Wend have it. */
  giveBack(): Promise<void>;
}

/**
 * The port asked for, else the one of the last start, at first 4600, else any other: links that were sent name it. It is claimed at
 * once, as a first start takes a minute until it listens there.
 */
export async function choosePort(
  { port: asked }: Pick<StartSettings, 'port'>,
  home: Home,
  say: (line: string) => void,
): Promise<ClaimedPort> {
  const wanted = asked ?? home.facts.port ?? usualPort;
  let claimed = await claim(wanted);
  if (!claimed && asked !== undefined)
    throw new Sentence(`Port ${asked} is taken: stop what listens there or set WEND_PORT to another one.`);
  while (!claimed) claimed = await claim(await freePort());
  if (claimed.port !== wanted) say(`Port ${wanted} is taken; this one is on ${claimed.port}.`);
  await home.remember({ port: claimed.port });
  return claimed;
}

/** Undefined where somebody listens there or another Wend of this machine is about to. */
async function claim(port: number): Promise<ClaimedPort | undefined> {
  const giveBack = await hold(join(tmpdir(), `wend-port-${port}`)).catch(ofSomebodyElse);
  if (!giveBack) return undefined;
  if (await isFree(port)) return { port, giveBack };
  await giveBack();
  return undefined;
}

/** What another user of this machine left behind cannot be taken away. */
function ofSomebodyElse(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'EPERM' || error.code === 'EACCES'))
    return undefined;
  throw error;
}
