import { createServer, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import { listening } from './listening.ts';

/** Somebody who answers so at this `host:port`, until the test ends. */
export async function anAddress(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  onTestFinished(() => void server.close().closeAllConnections());
  return listening(server);
}
