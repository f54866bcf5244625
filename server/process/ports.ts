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

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
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
