import { connect, createServer } from 'node:net';

const host = '127.0.0.1';

/** Whether nobody listens there. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/**
 * Below the ports that systems give to outgoing connections: one of those would take it before whoever it is for listens there, as a
 * first start does only once its database is made. Each process looks at places of its own, so that two that look at once find two.
 */
const FIRST = 20_000;
const COUNT = 12_000;
const APART = 16;
let looks = 0;

export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + ((process.pid * APART + looks) % COUNT);
    looks += 1;
    if (await isFree(port)) return port;
  }
}

/** The wanted port if it is free, else any other. */
export async function freePortNear(wanted: number | undefined): Promise<number> {
  return wanted !== undefined && (await isFree(wanted)) ? wanted : freePort();
}

/** Resolves once something accepts connections there; false when `until` comes first. */
export async function answers(port: number, until: Promise<unknown>): Promise<boolean> {
  let over = false;
  void until.then(() => (over = true));
  while (!over) {
    if (await accepts(port)) return true;
    await new Promise((next) => setTimeout(next, 30));
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(socket.destroy() === socket));
    socket.once('error', () => resolve(false));
  });
}
