import { connect as dial } from 'node:net';
import { connect } from '../database/index.ts';
import { Sentence } from './sentence.ts';

const PATIENCE_MS = 10_000;

/** Whether the operator's own database lets us in; else one sentence, without the password. */
export async function checkDatabase(url: string): Promise<void> {
  const { host, pathname } = new URL(url);
  const { sql, end } = connect(url, { max: 1 });
  try {
    await sql`select 1`;
  } catch (error) {
    throw new Sentence(
      `The PostgreSQL of WEND_DATABASE_URL (${host}${pathname}) cannot be used: ${error instanceof Error ? error.message : 'it does not answer'}.`,
    );
  } finally {
    await end();
  }
}

/** Whether somebody answers where the operator's own Temporal is said to be. */
export function checkTemporal(address: string): Promise<void> {
  const colon = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, colon).replaceAll(/[[\]]/g, ''), Number(address.slice(colon + 1))];
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new Sentence(`The Temporal of TEMPORAL_ADDRESS (${address}) cannot be reached: ${why}.`));
    const socket = dial({ host, port, timeout: PATIENCE_MS });
    socket.once('connect', () => resolve(void socket.destroy()));
    socket.once('timeout', () => fail(`no answer within ${PATIENCE_MS / 1_000} s`) ?? socket.destroy());
    socket.once('error', ({ message }) => fail(message));
  });
}
