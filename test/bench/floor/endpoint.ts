import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import type { Customer } from './sends.ts';
import { QUEUE, told } from './told.ts';
import type { customer } from './workflow.ts';

const { temporal, port, waitMs } = told();
const client = new Client({ connection: await Connection.connect({ address: temporal }) });
const batch = z.object({
  batch: z.array(
    z.object({
      messageId: z.string(),
      properties: z.object({ person: z.string(), phone: z.string(), email: z.string() }),
    }),
  ),
});

/** Takes the same batches as Wend's intake and starts a workflow for each customer in them. Callbacks are answered, and forgotten. */
createServer((request, response) => {
  if (request.url !== '/v1/batch') return void response.writeHead(204).end();
  startAll(request).then(
    () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}'),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
}).listen(port, '127.0.0.1', () => process.send?.('ready'));

async function startAll(request: IncomingMessage): Promise<void> {
  const events = batch.parse(await json(request)).batch;
  await Promise.all(events.map(({ messageId, properties }) => startFor(messageId, properties)));
}

async function startFor(messageId: string, who: Customer): Promise<void> {
  await client.workflow.start<typeof customer>('customer', {
    taskQueue: QUEUE,
    workflowId: messageId,
    args: [who, waitMs],
  });
}
// The bench is gone.
process.once('disconnect', () => process.exit(0));
