import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

/** The sandbox in a process of its own, until the test ends. */
export async function aSandboxProcess(
  databaseUrl: string,
): Promise<{ readonly process: ChildProcess; readonly url: string; close(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'sandbox.ts'), [databaseUrl], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [message] = await once(child, 'message');
  const { port } = z.object({ port: z.number() }).parse(message);
  return {
    process: child,
    url: `http://127.0.0.1:${port}`,
    async close() {
      const died = once(child, 'exit');
      child.kill('SIGKILL');
      await died;
    },
  };
}
