import { freePort } from '../../../server/process/ports.ts';
import { type Started, start } from '../../harness/started.ts';

export interface PrintedWend {
  readonly started: Started;
  readonly url: string;
  /** From the command to the printed address. */
  readonly seconds: number;
}

/** Starts a Wend and waits for the address it prints. It does not outlive the bench, however that ends. */
export async function startWend(
  command: readonly [string, ...string[]],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<PrintedWend> {
  const port = String(await freePort());
  const beganMs = performance.now();
  const started = start(command, cwd, { ...env, WEND_LOG: 'text', WEND_PORT: port });
  const interrupt = (): void => void process.kill(-started.pid, 'SIGINT');
  process.once('exit', interrupt);
  void started.ended.then(() => process.off('exit', interrupt));
  const [, url = ''] = await started.prints(/Wend is at (\S+)/);
  return { started, url, seconds: (performance.now() - beganMs) / 1_000 };
}
