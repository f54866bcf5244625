import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface NameServer {
  readonly address: string;
  /** How often it was asked. */
  readonly asked: () => number;
}

/** A name server of this machine that gives each question the next of these addresses, and the last one from then on; none may be kept. */
export async function aNameServer(addresses: readonly string[]): Promise<NameServer> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (question, { port, address }) => {
    const next = addresses[Math.min(asked, addresses.length - 1)] ?? '';
    asked += 1;
    socket.send(answerTo(question, next), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, asked: () => asked };
}

/** RFC 1035: the question given back, and one A record that points at its name. Whatever else was said beside the question is left out. */
function answerTo(question: Buffer, address: string): Buffer {
  const endOfName = question.indexOf(0, 12) + 1;
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180, 2);
  for (const [at, count] of [1, 1, 0, 0].entries()) header.writeUInt16BE(count, 4 + 2 * at);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
  return Buffer.concat([header, question.subarray(12, endOfName + 4), record]);
}
