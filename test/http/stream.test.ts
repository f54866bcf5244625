import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aServer, type Client } from './a-server.ts';
import { fillShop } from './a-shop.ts';

interface Sent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** An EventSource, as far as we need one: reads events until one fits, and keeps what came before. */
async function listen({ ask }: Client, path: string, lastEventId?: string) {
  const answer = await ask('GET', path, undefined, lastEventId === undefined ? {} : { 'last-event-id': lastEventId });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('No stream');
  let text = '';
  const seen: Sent[] = [];
  return {
    type: answer.headers.get('content-type'),
    seen,
    async until(fits: (sent: Sent) => boolean): Promise<Sent> {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end < 0) {
          const { value, done } = await reader.read();
          if (done) throw new Error('The stream ended');
          text += value;
          continue;
        }
        const sent = parse(text.slice(0, end));
        text = text.slice(end + 2);
        seen.push(sent);
        if (fits(sent)) return sent;
      }
    },
    close: () => reader.cancel(),
  };
}

function parse(block: string): Sent {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { event: fields.get('event') ?? '', id: fields.get('id'), data: fields.get('data') ?? '' };
}

it('streams numbers and what happens, and who comes back hears what happened meanwhile, once', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { journeyId, runId } = await fillShop(db, client);
  const path = `/journeys/${journeyId}/stream`;
  const first = await listen(client, path);
  expect(first.type).toMatch('text/event-stream');
  const numbers = await first.until(({ event }) => event === 'numbers');
  expect(JSON.parse(numbers.data)).toMatchObject({ entered: 0, matcherBehindMs: 0, steps: {} });
  await db.execute(sql`update messages set sending_at = now(), state = 'sending' where run_id = ${runId}`);
  const sent = await first.until(({ event }) => event === 'activity');
  expect(JSON.parse(sent.data)).toMatchObject({ kind: 'sent', runId });
  await first.close();

  await db.execute(sql`update messages set clicked_at = now() where run_id = ${runId}`);
  const again = await listen(client, path, sent.id);
  const clicked = await again.until(({ event }) => event === 'activity');
  expect(JSON.parse(clicked.data)).toMatchObject({ kind: 'clicked', runId });
  await again.until(({ event }) => event === 'alive');
  await again.until(({ event }) => event === 'alive');
  expect(again.seen.filter(({ event }) => event === 'activity')).toHaveLength(1);
  expect(again.seen.filter(({ event }) => event === 'numbers')).toHaveLength(1);
  await again.close();
});

it('sends new numbers when they change', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { journeyId, versionId } = await fillShop(db, client);
  const { until, close } = await listen(client, `/journeys/${journeyId}/stream`);
  await until(({ event }) => event === 'numbers');
  await db.execute(sql`
    insert into counters (workspace_id, journey_id, journey_version_id, step, kind, port, shard, count)
    values (${client.workspaceId}, ${journeyId}, ${versionId}, 'entry', 'entered', '', 0, 3)`);
  const { data } = await until(({ event }) => event === 'numbers');
  expect(JSON.parse(data)).toMatchObject({ entered: 3, inside: 3 });
  await close();
});
