import { createServer } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../../server/process/ports.ts';
import { startTemporal, type TemporalServer } from '../../server/process/temporal.ts';
import { temporalBinary } from '../../server/process/temporal-binary.ts';
import { writeBundle } from '../../workflows/bundle.ts';
import { live } from './lived-home.ts';

export interface Desk {
  readonly url: string;
  close(): Promise<void>;
}

const kept = join(import.meta.dirname, '../../.wend/bin');

/** Where test processes ask for what the run shares: each thing is made once, at the first question. */
export async function openDesk(dir: string): Promise<Desk> {
  let temporal: Promise<TemporalServer> | undefined;
  let bundle: Promise<string> | undefined;
  let lived: Promise<string> | undefined;
  const things: Readonly<Record<string, () => Promise<string>>> = {
    '/temporal': async () => (await (temporal ??= startOn(dir))).address,
    '/workflow-bundle': () => (bundle ??= bundleIn(dir)),
    '/lived-home': () => (lived ??= live(dir)),
  };
  const server = createServer((request, response) => {
    const make =
      things[request.url ?? ''] ?? (async () => Promise.reject(new Error(`Nobody here makes ${request.url}`)));
    make().then(
      (answer) => response.end(answer),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      await lived?.catch(() => undefined);
      await (await temporal?.catch(() => undefined))?.stop();
    },
  };
}

async function startOn(dir: string): Promise<TemporalServer> {
  const binary = await temporalBinary(kept, console.log);
  return startTemporal({ binary, file: join(dir, 'temporal.db'), port: await freePort() });
}

async function bundleIn(dir: string): Promise<string> {
  const file = join(dir, 'workflow-bundle.js');
  await writeBundle(file);
  return file;
}
